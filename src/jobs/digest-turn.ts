import { viewerName } from '#core/access/access.ts'
import type { DigestCommand } from '#core/command/command.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, dayAt, monday } from '#core/time/day.ts'
import type { SubscriptionBook, Turn } from '#deliveries.ts'
import type { AskRequest } from '#ports.ts'

import { composeDigest, type DigestAsked } from './compose-digest.ts'
import type { Reads } from './outcome.ts'

type Asked = {
  readonly digest: DigestCommand
  readonly what: string
  readonly view: DigestAsked['view']
  readonly turn: Turn
  readonly request: Pick<AskRequest, 'viewer' | 'place'>
}

/**
 * The weekly digest as of its turn's Monday. The first at a place tells where its readers start; what the
 * one before told weighs less. Leaves the audit row that any question leaves.
 */
export async function digestTurn(
  { digest: { team }, what, view, turn, request }: Asked,
  house: Reads & { readonly subscriptions: SubscriptionBook },
): Promise<Message> {
  const { digests, workspace, clock, audit, subscriptions } = house
  if (digests === undefined) throw new Error('digests can not be composed here')
  const ports = { ...house, ...digests }
  const asOf = monday(dayAt(turn.slot, await workspace.zone()))
  const asked: DigestAsked = {
    scope: team === undefined ? { kind: 'company' } : { kind: 'team', path: team },
    asOf,
    view,
  }
  const first = await subscriptions.isFirst(turn)
  const { keys } = first
    ? { keys: [] }
    : await composeDigest({ ...asked, asOf: addDays(asOf, -7) }, ports)
  const { message } = await composeDigest({ ...asked, first, seen: new Set(keys) }, ports)
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
  return message
}
