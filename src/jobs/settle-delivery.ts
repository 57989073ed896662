import { backoff, MOST_TRIES } from '#core/delivery/backoff.ts'
import type { Posted } from '#core/delivery/delivery.ts'
import { deadMessage, unknownMessage } from '#core/delivery/says.ts'
import type { Held, Outcome } from '#deliveries.ts'

import { detailsOf } from './delivery-details.ts'
import { notice, told } from './delivery-notice.ts'
import { handOf, isPreview, type SendPorts } from './send-ports.ts'

/** Writes what became of an attempt, and what follows from it. */
export async function settle(held: Held, posted: Posted, ports: SendPorts): Promise<void> {
  const { book, subscriptions, log } = ports
  const outcome = await outcomeOf(held, posted, ports)
  const mine = await book.close(held, outcome, handOf(ports))
  if (!mine) log.warn({ result: outcome.state }, 'A delivery was taken over meanwhile')
  const forGood = posted.kind === 'refused' && posted.again === 'never'
  // Of a preview's place nothing was learnt.
  if (mine && forGood && held.turn && !isPreview(held))
    await subscriptions.stopTarget(held.turn.subscription, held.turn.no, posted.why)
  if (mine && outcome.state !== 'sent')
    log.warn(
      { result: outcome.state, ...('why' in outcome && { refusal: outcome.why }) },
      'A delivery was not sent',
    )
}

async function outcomeOf(held: Held, posted: Posted, ports: SendPorts): Promise<Outcome> {
  const { clock, chance } = ports
  const now = clock.now()
  const failures = held.failures + 1
  switch (posted.kind) {
    case 'sent':
      return { state: 'sent', ref: posted.ref, next: detailsOf(held, posted.ref, now) }
    case 'unknown': {
      const at = now + backoff(failures, 0, chance())
      if (held.critical && failures < MOST_TRIES)
        return { state: 'due', at, why: 'unknown', failures, repeat: true }
      const message = unknownMessage(await told(held, ports), held.id)
      return {
        state: 'unknown',
        next: await notice(`unknown:${held.key}:${held.attempt}`, message, { held, ports }),
      }
    }
    case 'refused': {
      const { why, again } = posted
      if (again !== 'never' && failures < MOST_TRIES)
        return { state: 'due', at: now + backoff(failures, again, chance()), why, failures }
      const elsewhere = await ports.fallBack?.(held, why, again === 'never')
      // Whoever reads there has the alert, and why it is there.
      if (elsewhere === true && again === 'never') return { state: 'dead', why }
      const stops = again === 'never' ? held.turn?.subscription : undefined
      const message = deadMessage(await told(held, ports, true), why, stops)
      return {
        state: 'dead',
        why,
        next: await notice(`dead:${held.key}`, message, { held, ports, shut: true }),
      }
    }
  }
}
