import { viewerName } from '#core/access/access.ts'
import type { DigestCommand } from '#core/command/command.ts'
import { quietMessage } from '#core/delivery/says.ts'
import type { Digest } from '#core/digest/compose.ts'
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
  { digest: { team }, what, view, signals, turn, notable, request }: Asked,
  house: Reads & { readonly subscriptions: Pick<SubscriptionBook, 'before'> } & Pick<
      DigestPorts,
      'companyWeeks' | 'teamFacts'
    >,
): Promise<Composed | Silence> {
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
  if (!silent) return { message: digest.message, told: digest.keys }
  const turns = quiet + 1
  return turns < QUIET_TURNS
    ? 'not notable'
    : { message: quietMessage(digest.message, turns, what) }
}
