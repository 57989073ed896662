import { type Place, type Viewer, viewerName } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import { withoutAddresses } from '#core/command/redact.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import { aliasesIn } from '#core/message/named.ts'
import type { InForce } from '#core/policy/book.ts'
import { decideWithin } from '#core/policy/within.ts'
import type { Answers, Audit, Clock, LockWatch } from '#ports.ts'
import type { Names } from '#rights.ts'

export const REVEAL = 'reveal'
export const SHORTEST_REASON = 10
export const LONGEST_REASON = 300
export const SHOWN_MS = 15 * 60_000

export const SAYS = {
  title: 'Names behind aliases',
  form: 'You will see who is behind the aliases of this answer, for 15 minutes. It is written to the audit log with your reason, and each of them reads that an admin saw their name. Write no names in it: it is kept as long as the log.',
  why: 'Why do you need the names?',
  short: `Say why, in ${SHORTEST_REASON} characters or more.`,
  over: 'The 15 minutes are over. Press Reveal again if you need the names.',
} as const

/** A form that was open when a lock fell may still be sent. */
const LOCKED = {
  allowed: false,
  reason: 'locked',
  says: 'AI Usage is locked: no names are shown until whoever runs it unlocks it again.',
} as const

type House = {
  readonly answers: Pick<Answers, 'get'>
  readonly audit: Audit
  readonly clock: Clock
  readonly lock: LockWatch
  readonly policyInForce: () => Promise<InForce>
  /** What the company keeps stands before what the platform says. */
  readonly names?: Pick<Names, 'of'>
}

type Asking = {
  readonly viewer: Viewer
  readonly place: Place
  /** The place as audit rows write it. */
  readonly placeName: string
  /** The answer whose names are wanted. */
  readonly id: string
}

type Refused = { readonly says: string }

export type Revealed = {
  readonly names: readonly (readonly [string, string | undefined])[]
  readonly kept: boolean
}

/** What is wrong with a reason; undefined when it will do. */
export function wrongReason(reason: string): string | undefined {
  return reason.trim().length < SHORTEST_REASON ? SAYS.short : undefined
}

/** The answer whose names are asked for, if this person may have them now, or what they read. */
export async function mayReveal(
  house: House,
  { viewer, place, placeName, id }: Asking,
): Promise<{ readonly found: StoredAnswer } | Refused> {
  const { policy } = await house.policyInForce()
  const decision = house.lock.held()
    ? LOCKED
    : decideWithin({ viewer, place, action: REVEAL }, policy)
  if (!decision.allowed) {
    await house.audit.record({
      at: house.clock.now(),
      viewer: viewerName(viewer),
      place: placeName,
      action: REVEAL,
      command: '',
      outcome: 'refused',
      detail: { reason: decision.reason },
    })
    return { says: decision.says }
  }
  const found = await house.answers.get(id, viewerName(viewer))
  return found
    ? { found }
    : { says: 'This answer is no longer kept. Ask again, then press Reveal.' }
}

/**
 * Each alias of the answer with its name, where the platform has one; `kept` where the company keeps some
 * of them itself. Without its row nothing is given.
 */
export async function reveal(
  house: House,
  asking: Asking,
  {
    reason,
    namesOf,
  }: {
    readonly reason: string
    readonly namesOf: (aliases: ReadonlySet<string>) => Promise<ReadonlyMap<string, string>>
  },
): Promise<Revealed | Refused> {
  const may = await mayReveal(house, asking)
  if ('says' in may) return may
  const { found } = may
  const aliases = aliasesIn(found.message)
  const [here, kept = []] = await Promise.all([namesOf(new Set(aliases)), house.names?.of(aliases)])
  const names = new Map([...here, ...kept])
  await house.audit.record({
    at: house.clock.now(),
    viewer: viewerName(asking.viewer),
    place: asking.placeName,
    action: REVEAL,
    command: found.command,
    outcome: 'done',
    detail: {
      people: [...names.keys()].join(' '),
      role: roleOf(asking.viewer),
      reason: withoutAddresses(reason.trim()),
    },
  })
  return {
    names: aliases.map((alias) => [alias, names.get(alias)] as const),
    kept: [...kept].length > 0,
  }
}
