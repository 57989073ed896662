import { leftMessage } from '#core/delivery/left.ts'
import { previewed, stoppedMessage } from '#core/delivery/says.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { Held, Subscription } from '#deliveries.ts'

import { notice } from './delivery-notice.ts'
import { handOf, isPreview, isTest, type SendPorts } from './send-ports.ts'
import { settle } from './settle-delivery.ts'
import { fault } from './trouble.ts'

/** Where the unexpected is tried again, it is after so long at least. */
const LATER_MS = 30_000

/** What is to be said; undefined when that is settled already. */
export async function composed(held: Held, ports: SendPorts): Promise<Message | undefined> {
  if (held.message !== undefined || held.turn === undefined) return held.message
  const { book, subscriptions, compose, log } = ports
  const { turn } = held
  const of = await subscriptions.find(turn.subscription)
  try {
    const target = of?.targets.find(({ no }) => no === turn.no)
    const goes = of?.state === 'active' && target?.stopped === undefined
    // A test is of what is, paused and quiet or not.
    const tests = isTest(held)
    const wanted = target !== undefined && of !== undefined && (goes || tests)
    const asked = of && tests ? { ...of, notable: false } : of
    const found = wanted && asked ? await compose(turn, asked) : 'nothing to say'
    if (typeof found === 'string') {
      await book.close(held, { state: 'quiet', why: found }, handOf(ports))
      return undefined
    }
    const previews = isPreview(held) && target !== undefined
    const message = previews ? previewed(found.message, target.name) : found.message
    return (await book.compose(held, { ...found, message }, handOf(ports))) ? message : undefined
  } catch (error) {
    if (error instanceof UserError && of !== undefined) await stop(held, of, { error, ports })
    else {
      log.error(fault(error), 'What is due could not be composed')
      await settle(held, { kind: 'refused', why: 'not composed', again: LATER_MS }, ports)
    }
    return undefined
  }
}

/** Its question can't be asked any more: it stops, and its owner is told so once, for all its places. */
async function stop(
  held: Held,
  of: Subscription,
  { error, ports }: { readonly error: UserError; readonly ports: SendPorts },
): Promise<void> {
  const { book, subscriptions } = ports
  const why = `${error.message.replace(/\.$/, '')}. ${error.fix}`
  const { no = 0, slot } = held.turn ?? {}
  const what = of.targets.find((one) => one.no === no)?.what ?? ''
  const message = stoppedMessage(what, why, of.id)
  // Who has left reads nothing: the admins are told, once for all its places.
  const next = error.left ? [] : await notice(`stopped:${of.id}:${slot}`, message, { held, ports })
  const first = of.targets.find(({ stopped }) => stopped === undefined || stopped === why)
  const left = error.left && first?.no === no ? leftMessage(of) : undefined
  if (left) await ports.tell(left)
  // Its owner's notice first: stopped without it, nobody would hear of it.
  await book.close(held, { state: 'dead', why: 'stopped', next }, handOf(ports))
  await subscriptions.stopTarget(of.id, no, why)
}
