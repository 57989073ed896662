import { z } from 'zod'

import type { Conversation } from '#conversations.ts'
import type { Viewer } from '#core/access/access.ts'
import { authority } from '#core/access/grants.ts'
import type { Clock, Log } from '#ports.ts'
import type { Aliases, Roles } from '#rights.ts'

import type { Person } from './activity.ts'
import type { Teams } from './calls.ts'
import type { NameBook } from './names.ts'
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
  email: z.string().nullish(),
  userRole: z.string().optional(),
})

/** `object`: whom it has to be. */
export function standingOf(found: unknown, object: string | undefined, tenant: string): Standing {
  const { data } = account.safeParse(found)
  const { aadObjectId, objectId = aadObjectId, tenantId, userPrincipalName, userRole } = data ?? {}
  if (object !== undefined && objectId !== object) return 'unknown'
  if (tenantId !== tenant || userRole === 'anonymous') return 'foreign'
  const guest = userRole === 'guest' || userPrincipalName?.toUpperCase().includes('#EXT#') === true
  return guest ? 'guest' : 'member'
}

/** The id of an account in Entra; undefined where it has none. */
export function objectOf(found: unknown): string | undefined {
  const { aadObjectId, objectId = aadObjectId } = account.safeParse(found).data ?? {}
  return objectId
}

/** What their tools may know them by, the likeliest first. */
export function addressesIn(found: unknown): readonly string[] {
  const { email, userPrincipalName } = account.safeParse(found).data ?? {}
  return [...new Set([email, userPrincipalName].filter((it) => typeof it === 'string'))]
}

/** Both ids: what was found for one pair says nothing of another. */
const keyOf = ({ id, object }: Pick<Person, 'id' | 'object'>) => `${id} ${object}`

const KEPT_MS = 3 * 60_000
const MOST = 5_000

type Sources = {
  readonly teams: Teams
  /** The Entra tenant we serve. */
  readonly tenant: string
  readonly roles: Roles
  readonly aliases: Aliases
  readonly clock: Clock
  readonly log: Log
  readonly names: Pick<NameBook, 'heard'>
}

type Known = { readonly standing: Standing; readonly self?: string; readonly at: number }

export function createWhoAsks(sources: Sources): WhoAsks {
  const { teams, tenant, roles, aliases, clock, log, names } = sources
  const known = new Map<string, Known>()

  async function look(person: Pick<Person, 'id' | 'object'>, spot: Conversation): Promise<Known> {
    const at = clock.now()
    try {
      const answer = await teams.call('repeatable', spot, (api) =>
        api.conversations.getMemberById(spot.id, person.id),
      )
      const [address] = addressesIn(answer)
      const found: Known = {
        standing: standingOf(answer, person.object, tenant),
        ...(address !== undefined && { self: aliases.pseudonym(address) }),
        at,
      }
      if (found.standing === 'member') names.heard(person.object, answer.name)
      if (known.size >= MOST) known.clear()
      known.set(keyOf(person), found)
      return found
    } catch (error) {
      if (!isKnown(error)) throw error
      log.warn({ teams: nameOf(error) }, 'Teams did not say who asks, so they are refused')
      const gone = error instanceof Refusal && error.status === 404
      return { standing: gone ? 'deactivated' : 'unknown', at }
    }
  }

  return async (person, conversation, { fresh = false } = {}) => {
    const { object: id } = person
    const account = { kind: 'member', platform: 'teams', workspace: tenant, id } as const
    const before = known.get(keyOf(person))
    const usable = !fresh && before !== undefined && clock.now() - before.at < KEPT_MS
    const { standing, self } = usable ? before : await look(person, conversation)
    if (standing !== 'member') return { ...account, standing, admin: false }
    const held = await Promise.all([
      roles.of({ workspace: tenant, user: id }),
      roles.inGroups([aliases.pseudonym(`microsoft:${id}`), ...(self === undefined ? [] : [self])]),
    ])
    const rights = authority(held.flat())
    return { ...account, standing, ...rights, ...(self !== undefined && { self }) }
  }
}
