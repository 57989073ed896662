import type { Viewer } from '#core/access/access.ts'
import type { Admins, Clock, Log } from '#ports.ts'

import type { Slack } from './calls.ts'
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

const KEPT_MS = 3 * 60_000
const MOST = 5_000

type Sources = {
  readonly slack: Slack
  /** The workspace we serve, from auth.test. */
  readonly workspace: string
  readonly admins: Admins
  readonly clock: Clock
  readonly log: Log
}

export function createWhoAsks({ slack, workspace, admins, clock, log }: Sources): WhoAsks {
  const known = new Map<string, { readonly standing: Standing; readonly at: number }>()

  async function look(user: string): Promise<Standing> {
    try {
      const { user: account } = await slack.call('repeatable', (api) => api.users.info({ user }))
      const standing = account ? standingOf(account, workspace) : 'unknown'
      if (known.size >= MOST) known.clear()
      known.set(user, { standing, at: clock.now() })
      return standing
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ slack: nameOf(error) }, 'Slack did not say who asks, so they are refused')
      return 'unknown'
    }
  }

  return async (id, team, { fresh = false } = {}) => {
    const account = { kind: 'member', platform: 'slack', workspace: team, id } as const
    // Our token can't ask about people of a workspace it is not installed in.
    if (team !== workspace) return { ...account, standing: 'foreign', admin: false }
    const before = known.get(id)
    const usable = !fresh && before !== undefined && clock.now() - before.at < KEPT_MS
    const standing = usable ? before.standing : await look(id)
    const admin = standing === 'member' && (await admins.isAdmin('slack', workspace, id))
    return { ...account, standing, admin }
  }
}
