import { repeated } from '#core/delivery/says.ts'
import type { Held } from '#deliveries.ts'

import { composed } from './compose-delivery.ts'
import { edit, EDIT_AGAIN, edits } from './edit-delivery.ts'
import { outsiders } from './outsiders.ts'
import { handOf, type SendPorts } from './send-ports.ts'
import { settle } from './settle-delivery.ts'

/** Sends one delivery that this process holds. Rejects when the store does; its hold then runs out. */
export async function sendOne(held: Held, ports: SendPorts): Promise<void> {
  const { book, chats, lock, clock } = ports
  // Who held it has died between the call and its answer.
  if (held.state === 'sending')
    return settle(held, (await edits(held, book)) ? EDIT_AGAIN : { kind: 'unknown' }, ports)
  const message = await composed(held, ports)
  if (message === undefined) return
  if (held.kind === 'private' && (await ports.mayHear?.(held)) !== true) {
    await book.close(held, { state: 'quiet' }, handOf(ports))
    return
  }
  const shut = await outsiders(held, ports)
  if (shut) return settle({ ...held, message }, shut, ports)
  const edited = held.edits === undefined ? 'posted' : await edit(held, message, ports)
  if (edited === 'done') return
  let begun = false
  const posted = await chats.post(held.target, held.repeat ? repeated(message) : message, {
    thread: held.thread,
    first: async () =>
      (begun = lock.held() === undefined && (await book.begin(held, handOf(ports)))),
  })
  if (begun || posted.kind !== 'refused' || posted.why !== 'not now')
    return settle({ ...held, message }, posted, ports)
  const { failures } = held
  await book.close(held, { state: 'due', at: clock.now(), why: 'locked', failures }, handOf(ports))
}
