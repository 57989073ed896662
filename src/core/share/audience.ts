import type { Place, Reason, Viewer } from '#core/access/access.ts'
import { notTheirs } from '#core/access/own-units.ts'
import type { Action } from '#core/access/rules.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Policy } from '#core/policy/policy.ts'
import { decideWithin } from '#core/policy/within.ts'

/** Beyond so many, nobody can look at each in the time that a person waits. */
export const MOST_READERS = 200

/** Whoever reads a place now, each as the platform knows them. Bots read nothing. */
export type Audience = { readonly place: Place; readonly readers: readonly Viewer[] }

export type Shared = {
  readonly action: Action
  /** What it is about, and what it is compared with: leads read of their own units alone. */
  readonly about: readonly {
    readonly team?: readonly string[] | undefined
    readonly group?: readonly string[] | undefined
  }[]
  readonly policy: Pick<Policy, 'mode' | 'places' | 'reveal'>
}

/** A member without a role: whom a public channel is open to. */
const ANYONE: Viewer = {
  kind: 'member',
  platform: 'slack',
  workspace: '',
  id: '',
  standing: 'member',
  admin: false,
}

const SAYS: Readonly<Partial<Record<Reason, readonly [one: string, many: string]>>> = {
  guest: ['guest', 'guests'],
  foreign: ['person of another company', 'people of other companies'],
  deactivated: ['deactivated account', 'deactivated accounts'],
  unknown: ['person who could not be checked', 'people who could not be checked'],
}

/** Why an answer may not be said to all of these readers; undefined when each could ask it there. */
export function whyNotShared({ place, readers }: Audience, shared: Shared): string | undefined {
  if (readers.length > MOST_READERS)
    return `More than ${MOST_READERS} people read it, too many to check each. Post it in a smaller place.`
  const open = place.kind === 'public-channel' ? refusalOf(ANYONE, place, shared) : undefined
  if (open !== undefined)
    return 'The whole workspace can read it, and not everyone there may see this. Share it in a private place whose members may, or ask about the whole company.'
  const refused = readers.flatMap((reader) => refusalOf(reader, place, shared) ?? [])
  if (refused.length === 0) return undefined
  const kinds = [...Map.groupBy(refused, (reason) => (SAYS[reason] ? reason : 'role'))].map(
    ([kind, { length }]) => {
      const [one, many] = kind === 'role' ? [NO_ROLE, NO_ROLE] : (SAYS[kind] ?? [NO_ROLE, NO_ROLE])
      return counted(length, one, many)
    },
  )
  return `${counted(refused.length, 'reader', 'readers')} of ${readers.length} may not see this: ${listed(kinds)}.`
}

const NO_ROLE = 'without a role for it'

function refusalOf(reader: Viewer, place: Place, { action, about, policy }: Shared) {
  const decision = decideWithin({ viewer: reader, place, action }, policy)
  if (!decision.allowed) return decision.reason
  const { within } = decision
  if (!within) return undefined
  const sides = about.length === 0 ? [{}] : about
  return sides
    .map(({ team: units = [], group: groups = [] }) => notTheirs({ units, groups }, within)?.reason)
    .find((reason) => reason !== undefined)
}
