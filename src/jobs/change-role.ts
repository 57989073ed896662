import { type Held, writeGroup, writeHeld } from '#core/access/grants.ts'
import type { Change } from '#core/approval/approval.ts'
import type { Approvals } from '#core/approval/desk.ts'
import { format } from '#core/command/format.ts'
import type { Audit } from '#ports.ts'
import type { Holder, Roles } from '#rights.ts'

export type RoleChange = Held & Holder & { readonly act: 'grant' | 'revoke' }

export type ChangedBy = { readonly viewer: string; readonly place: string; readonly at: number }

export type RoleHouse = {
  readonly roles: Roles
  readonly audit: Audit
  readonly approvals: Pick<Approvals, 'require' | 'made'>
}

/** `same`: they had it, or had it not, already. `waiting`: for another person's word. */
export type RoleChanged =
  | { readonly kind: 'changed' | 'same' }
  | { readonly kind: 'waiting'; readonly id: number }

/**
 * Gives or takes a role, once two people want it. The audit row is written first: without it nothing
 * is changed.
 * @throws UserError when it can't be taken
 */
export async function changeRole(
  change: RoleChange,
  { viewer, place, at }: ChangedBy,
  { roles, audit, approvals }: RoleHouse,
): Promise<RoleChanged> {
  const { act, grant, unit } = change
  const who = holderOf(change)
  const held = { grant, ...(unit !== undefined && { unit }) }
  const before = await roles.of(who)
  const has = before.some((one) => one.grant === grant && one.unit === unit)
  if (has === (act === 'grant')) return { kind: 'same' }
  // What can't be done is said to who asks for it, and waits for nobody.
  if (act === 'revoke') await roles.mayTake(held, who)
  const wanted = changeOf(change)
  const verdict = await approvals.require(wanted, { by: viewer, place })
  if ('pending' in verdict) return { kind: 'waiting', id: verdict.pending }
  const row = { at, viewer, place, action: 'roles', command: wanted.command } as const
  await audit.record({ ...row, outcome: 'done', detail: { grant, act } })
  try {
    const changed =
      act === 'grant' ? await roles.give(held, { ...who, by: viewer }) : await roles.take(held, who)
    if (changed) await approvals.made(verdict.approved, viewer)
    return { kind: changed ? 'changed' : 'same' }
  } catch (error) {
    await audit.record({ ...row, outcome: 'failed', detail: { grant, act } })
    throw error
  }
}

const holderOf = (change: Holder): Holder =>
  'group' in change ? { group: change.group } : { workspace: change.workspace, user: change.user }

function changeOf(change: RoleChange): Change {
  const { act, grant, unit } = change
  const held = { grant, ...(unit !== undefined && { unit }) }
  const who = 'group' in change ? writeGroup(change.group) : `${change.workspace}/${change.user}`
  const role = writeHeld(held)
  return {
    kind: 'roles',
    subject: who,
    from: act === 'grant' ? null : role,
    to: act === 'grant' ? role : null,
    command: format({ kind: 'roles', act, who, ...held }),
  }
}
