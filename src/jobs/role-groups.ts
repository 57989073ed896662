import type { Connector } from '#collect.ts'
import { directoryOf } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import type { Claims, Clock, LockWatch, Log } from '#ports.ts'
import type { RoleGroups } from '#rights.ts'

import type { Source } from './sync.ts'
import { fault } from './trouble.ts'

const MINUTE_MS = 60_000
const PATIENCE_MS = 45_000

export type RoleGroupHouse = {
  readonly roleGroups: RoleGroups
  readonly sources: readonly (Source & { readonly missing: readonly string[] })[]
  readonly claims: Claims
  readonly clock: Clock
  readonly lock: LockWatch
  readonly log: Log
  readonly redact: (text: string) => string
}

/**
 * Reads who is in the groups that have roles, each minute, one replica for all. What can't be read gives
 * nobody a role once it is minutes old. Never rejects.
 */
export async function readRoleGroups(house: RoleGroupHouse): Promise<void> {
  const { roleGroups, claims, clock, lock, log } = house
  if (lock.held()) return
  try {
    await roleGroups.forgetOthers()
    const groups = [...new Set((await roleGroups.granted()).map(({ group }) => group))]
    if (
      groups.length === 0 ||
      !(await claims.claim(`role-groups/${Math.floor(clock.now() / MINUTE_MS)}`))
    )
      return
    await Promise.all(groups.map((group) => readOne(group, house)))
  } catch (error) {
    log.error(fault(error), 'Groups with roles could not be read')
  }
}

async function readOne(group: string, house: RoleGroupHouse): Promise<void> {
  const { roleGroups, sources, lock, log, redact } = house
  try {
    const known = directoryOf(group)
    const source = sources.find(({ connector }) => connector.groups?.prefix === known?.directory)
    if (!known || !source?.connector.groups) throw new Error('a group of no directory')
    refuseUnset(source.connector, source.missing)
    const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), lock.signal()])
    const call = source.call(signal)
    const members = await source.connector.groups.members(call, known.id)
    const hashed = members.map((one) => presentOf(call.pseudonyms.person(one)))
    await roleGroups.read(group, [...new Set(hashed)])
  } catch (error) {
    const why =
      error instanceof UserError ? `${error.message}. ${error.fix}` : 'It was not answered.'
    await roleGroups.failed(group, redact(why))
    log.warn(fault(error), 'Who is in a group with a role could not be read')
  }
}

function refuseUnset({ id }: Connector, missing: readonly string[]): void {
  if (missing.length > 0)
    throw new UserError(
      `${missing.join(', ')} is not set`,
      `Set up the directory where usage is collected: ai-usage connect ${id}`,
    )
}
