import { z } from 'zod'

import type { Viewer } from '#core/access/access.ts'
import type { Admins, Clock, Conversation, Log } from '#ports.ts'

import type { Person } from './activity.ts'
import type { Teams } from './calls.ts'
import { isKnown, nameOf, Refusal } from './refusal.ts'

/** A viewer on Teams, by their object id in Entra. */
export type Member = Extract<Viewer, { kind: 'member' }>
type Standing = Member['standing']

/** Who stands behind an account; `fresh` asks Teams again, as every press of a button does. */
export type WhoAsks = (
  person: Pick<Person, 'id' | 'object'>,
  conversation: Conversation,
  options?: { readonly fresh?: boolean },
) => Promise<Member>

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
const account = z.object({
  aadObjectId: z.string().optional(),
  objectId: z.string().optional(),
  tenantId: z.string().optional(),
  userPrincipalName: z.string().nullish(),
  userRole: z.string().optional(),
})

function standingOf(found: unknown, object: string, tenant: string): Standing {
  const { data } = account.safeParse(found)
  const { aadObjectId, objectId = aadObjectId, tenantId, userPrincipalName, userRole } = data ?? {}
  if (objectId !== object) return 'unknown'
  if (tenantId !== tenant || userRole === 'anonymous') return 'foreign'
  const guest = userRole === 'guest' || userPrincipalName?.toUpperCase().includes('#EXT#') === true
  return guest ? 'guest' : 'member'
}

const KEPT_MS = 3 * 60_000
const MOST = 5_000

type Sources = {
  readonly teams: Teams
  /** The Entra tenant we serve. */
  readonly tenant: string
  readonly admins: Admins
  readonly clock: Clock
  readonly log: Log
}

export function createWhoAsks({ teams, tenant, admins, clock, log }: Sources): WhoAsks {
  const known = new Map<string, { readonly standing: Standing; readonly at: number }>()

  async function look(
    person: Pick<Person, 'id' | 'object'>,
    spot: Conversation,
  ): Promise<Standing> {
    try {
      const found = await teams.call('repeatable', spot, (api) =>
        api.conversations.getMemberById(spot.id, person.id),
      )
      const standing = standingOf(found, person.object, tenant)
      if (known.size >= MOST) known.clear()
      known.set(person.object, { standing, at: clock.now() })
      return standing
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ teams: nameOf(error) }, 'Teams did not say who asks, so they are refused')
      return error instanceof Refusal && error.status === 404 ? 'deactivated' : 'unknown'
    }
  }

  return async (person, conversation, { fresh = false } = {}) => {
    const { object: id } = person
    const before = known.get(id)
    const usable = !fresh && before !== undefined && clock.now() - before.at < KEPT_MS
    const standing = usable ? before.standing : await look(person, conversation)
    const admin = standing === 'member' && (await admins.isAdmin('teams', tenant, id))
    return { kind: 'member', platform: 'teams', workspace: tenant, id, standing, admin }
  }
}
