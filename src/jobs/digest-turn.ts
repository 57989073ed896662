import { viewerName } from '#core/access/access.ts'
import { placeOf } from '#core/access/place.ts'
import type { DigestCommand } from '#core/command/command.ts'
import { quietMessage } from '#core/delivery/says.ts'
import type { Digest } from '#core/digest/compose.ts'
import { digestedOf } from '#core/explain/digested.ts'
import { knownBy } from '#core/message/known-by.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, dayAt, monday } from '#core/time/day.ts'
import type { Composed, Silence, SubscriptionBook, Turn } from '#deliveries.ts'
import type { AskRequest } from '#ports.ts'

import { composeDigest, type DigestAsked } from './compose-digest.ts'
import type { DigestPorts } from './digest-ports.ts'
import { asFirstTold } from './first-told.ts'
import type { Reads } from './outcome.ts'

type Asked = {
  readonly digest: DigestCommand
  readonly what: string
  readonly view: DigestAsked['view']
  /** Whether its readers may read how work goes. */
  readonly signals: boolean
  readonly turn: Turn
  /** Only where something stands out. */
  readonly notable: boolean
  readonly request: Pick<AskRequest, 'viewer' | 'place'>
}

/** After so many turns without a word, one says that nothing is broken. */
const QUIET_TURNS = 4

/**
 * The weekly digest as of its turn's Monday. The first at a place tells where its readers start; what the
 * one before told weighs less. Leaves the audit row that any question leaves.
 */
export async function digestTurn(
  asked: Asked,
  house: Reads & { readonly subscriptions: Pick<SubscriptionBook, 'before'> } & Pick<
      DigestPorts,
      'companyWeeks' | 'teamFacts'
    >,
): Promise<Composed | Silence> {
  const { digest: about, what, view, signals, turn, notable, request } = asked
  const { team } = about
  const { digests, workspace, clock, audit, subscriptions, forecasts } = house
  if (digests === undefined) throw new Error('digests can not be composed here')
  const ports = { ...house, ...digests }
  const zone = await workspace.zone()
  const asOf = monday(dayAt(turn.slot, zone))
  const scope: DigestAsked['scope'] =
    team === undefined ? { kind: 'company' } : { kind: 'team', path: team }
  const { first, told, quiet } = await subscriptions.before(turn)
  const isSilent = (digest: Digest) => notable && !digest.notable
  // Late by weeks it tells of days that are over.
  const current = asOf === monday(dayAt(clock.now(), zone))
  const digest = await asFirstTold(
    (kept) =>
      composeDigest({ scope, asOf, view, signals, first, seen: new Set(told), kept }, ports),
    {
      asOf,
      book: team === undefined ? forecasts : undefined,
      tells: (made) => current && !isSilent(made),
    },
  )
  const silent = isSilent(digest)
  const { viewer, place } = request
  await audit.record({
    at: clock.now(),
    viewer: viewerName(viewer),
    place,
    action: 'ask',
    command: what,
    outcome: 'answered',
    detail: { digest: 'all', subscription: turn.subscription, to: addDays(asOf, -1) },
  })
  if (!silent) return { message: await known(digest, asked, house), told: digest.keys }
  const turns = quiet + 1
  return turns < QUIET_TURNS
    ? 'not notable'
    : { message: quietMessage(digest.message, turns, what) }
}

/** With the id by which its readers ask it back. */
async function known(
  { message, facts, told }: Awaited<ReturnType<typeof composeDigest>>,
  { what, view, turn, request }: Asked,
  house: Reads,
): Promise<Message> {
  const { answers, clock, code = 'unknown', policyInForce } = house
  if (answers === undefined) return message
  const { viewer, place } = request
  const zone = await house.workspace.zone()
  const held = await policyInForce?.()
  const kept = await answers.put({
    // What a channel reads is not the last answer of whoever subscribed it.
    viewer: placeOf(place).kind === 'dm' ? viewerName(viewer) : `subscription ${turn.subscription}`,
    at: clock.now(),
    command: what,
    message: (ref) => knownBy(message, ref),
    view,
    made: {
      ...digestedOf(facts, { zone, told }),
      code,
      policy: { version: held?.version ?? 0, hash: held?.hash ?? '' },
    },
  })
  return kept.message
}
