import type { GroupGrant, Held } from '#core/access/grants.ts'
import type { Clock, Log } from '#ports.ts'

import type { Slack } from './calls.ts'
import { isKnown, nameOf } from './refusal.ts'

const KEPT_MS = 3 * 60_000
/** Where Slack does not answer, members are those last seen, no longer than this. */
const TRUSTED_MS = 4 * 60_000

type Group = { readonly id?: string; readonly handle?: string; readonly users?: readonly string[] }

type Seen = { readonly groups: readonly Group[]; readonly at: number }

type Sources = {
  readonly slack: Slack
  /** What user groups are given; without any Slack is never asked. */
  readonly granted: () => Promise<readonly GroupGrant[]>
  readonly clock: Clock
  readonly log: Log
}

/** The roles someone has by the user groups they are in; `fresh` asks Slack again. */
export type GroupsOf = (user: string, fresh: boolean) => Promise<readonly Held[]>

export function createGroups({ slack, granted, clock, log }: Sources): GroupsOf {
  let seen: Seen | undefined

  async function look(): Promise<Seen> {
    const at = clock.now()
    try {
      const { usergroups = [] } = await slack.call('repeatable', (api) =>
        api.usergroups.list({ include_users: true }),
      )
      return (seen = { groups: usergroups, at })
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ slack: nameOf(error) }, 'Slack did not say who is in the user groups with roles')
      return seen !== undefined && at - seen.at < TRUSTED_MS ? seen : { groups: [], at }
    }
  }

  return async (user, fresh) => {
    const roles = await granted()
    if (roles.length === 0) return []
    const usable = !fresh && seen !== undefined && clock.now() - seen.at < KEPT_MS
    const { groups } = usable && seen ? seen : await look()
    return roles.filter(({ group }) =>
      groups.some(
        ({ id, handle, users = [] }) => (id === group || handle === group) && users.includes(user),
      ),
    )
  }
}
