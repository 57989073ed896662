import type { Viewer } from '#core/access/access.ts'
import { authority } from '#core/access/grants.ts'
import type { Clock, Log } from '#ports.ts'
import type { Aliases, Roles } from '#rights.ts'

import type { Slack } from './calls.ts'
import { createGroups } from './groups.ts'
import { isKnown, nameOf } from './refusal.ts'

/** A viewer on Slack. */
export type Member = Extract<Viewer, { kind: 'member' }>
type Standing = Member['standing']

/** Who stands behind a user id; `fresh` asks Slack again, as every press of a button does. */
export type WhoAsks = (
  user: string,
  workspace: string,
  options?: { readonly fresh?: boolean },
) => Promise<Member>

type Account = {
  readonly team_id?: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  readonly is_stranger?: boolean
  readonly is_restricted?: boolean
  readonly is_ultra_restricted?: boolean
  readonly enterprise_user?: { readonly teams?: readonly string[] }
  readonly profile?: { readonly email?: string }
}

function standingOf(account: Account, workspace: string): Standing {
  if (account.deleted === true) return 'deactivated'
  if (account.is_bot === true) return 'bot'
  const home = account.team_id === workspace
  const member = home || account.enterprise_user?.teams?.includes(workspace) === true
  if (account.is_stranger === true || !member) return 'foreign'
  if (account.is_restricted === true || account.is_ultra_restricted === true) return 'guest'
  return 'member'
}

/** With what else is kept, less than the five minutes in which the loss of a role must take effect. */
const KEPT_MS = 3 * 60_000
const MOST = 5_000

type Sources = {
  readonly slack: Slack
  /** The workspace we serve, from auth.test. */
  readonly workspace: string
  readonly roles: Roles
  readonly aliases: Aliases
  readonly clock: Clock
  readonly log: Log
}

/** The address is hashed here and not kept. */
type Known = { readonly standing: Standing; readonly self?: string; readonly at: number }

export function createWhoAsks(sources: Sources): WhoAsks {
  const { slack, workspace, roles, aliases, clock, log } = sources
  const known = new Map<string, Known>()
  const groupsOf = createGroups({ slack, granted: () => roles.groups(), clock, log })

  async function look(user: string): Promise<Known> {
    const at = clock.now()
    try {
      const { user: account } = await slack.call('repeatable', (api) => api.users.info({ user }))
      const email = account?.profile?.email
      const found: Known = {
        standing: account ? standingOf(account, workspace) : 'unknown',
        ...(email !== undefined && { self: aliases.pseudonym(email) }),
        at,
      }
      if (known.size >= MOST) known.clear()
      known.set(user, found)
      return found
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ slack: nameOf(error) }, 'Slack did not say who asks, so they are refused')
      return { standing: 'unknown', at }
    }
  }

  return async (id, team, { fresh = false } = {}) => {
    const account = { kind: 'member', platform: 'slack', workspace: team, id } as const
    // Our token can't ask about people of a workspace it is not installed in.
    if (team !== workspace) return { ...account, standing: 'foreign', admin: false }
    const before = known.get(id)
    const usable = !fresh && before !== undefined && clock.now() - before.at < KEPT_MS
    const { standing, self } = usable ? before : await look(id)
    if (standing !== 'member') return { ...account, standing, admin: false }
    const held = await Promise.all([
      roles.of({ workspace, user: id }),
      groupsOf(id, fresh),
      roles.inGroups(self === undefined ? [] : [self]),
    ])
    const rights = authority(held.flat())
    return { ...account, standing, ...rights, ...(self !== undefined && { self }) }
  }
}
