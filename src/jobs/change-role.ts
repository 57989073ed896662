import type { Held } from '#core/access/grants.ts'
import { format } from '#core/command/format.ts'
import type { Audit, Roles } from '#ports.ts'

export type RoleChange = Held & {
  readonly act: 'grant' | 'revoke'
  readonly workspace: string
  readonly user: string
}

export type ChangedBy = { readonly viewer: string; readonly place: string; readonly at: number }

/**
 * Gives or takes a role. The audit row is written first: without it nothing is changed. False when
 * there was nothing to change.
 * @throws UserError when it can't be taken
 */
export async function changeRole(
  change: RoleChange,
  { viewer, place, at }: ChangedBy,
  house: { readonly roles: Roles; readonly audit: Audit },
): Promise<boolean> {
  const { act, workspace, user, grant, unit } = change
  const who = `${workspace}/${user}`
  const held = { grant, ...(unit !== undefined && { unit }) }
  const command = format({ kind: 'roles', act, who, ...held })
  const row = { at, viewer, place, action: 'roles', command } as const
  await house.audit.record({ ...row, outcome: 'done', detail: { grant, act } })
  try {
    return act === 'grant'
      ? await house.roles.give(held, { workspace, user, by: viewer })
      : await house.roles.take(held, { workspace, user })
  } catch (error) {
    await house.audit.record({ ...row, outcome: 'failed', detail: { grant, act } })
    throw error
  }
}
