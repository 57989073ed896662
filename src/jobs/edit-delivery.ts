import { messageOf, type Posted } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import type { DeliveryBook, Held } from '#deliveries.ts'

import { handOf, type SendPorts } from './send-ports.ts'
import { settle } from './settle-delivery.ts'

/** An edit changes nothing more when it is made again: where no answer came, it is. */
const EDIT_AGAIN_MS = 5_000
export const EDIT_AGAIN: Posted = { kind: 'refused', why: 'unknown', again: EDIT_AGAIN_MS }

/** Where the message to change is not known, it was posted anew: that is not made again. */
export const edits = async (held: Held, book: DeliveryBook): Promise<boolean> =>
  held.edits !== undefined && (await edited(held, book))?.ref !== undefined

/** The message to change: another delivery's, or one that was named as it is. */
function edited(held: Held, book: DeliveryBook): ReturnType<DeliveryBook['edited']> {
  const ref = messageOf(held.edits ?? '')
  return ref === undefined
    ? book.edited(held)
    : Promise.resolve({ state: 'sent', ref, overtaken: false })
}

/** Puts a message in the place of an earlier one; `posted`: there is none, so it is posted. */
export async function edit(
  held: Held,
  message: Message,
  ports: SendPorts,
): Promise<'done' | 'posted'> {
  const { book, chats, lock, clock } = ports
  const { failures } = held
  const later = (why: string) =>
    book.close(
      held,
      { state: 'due', at: clock.now() + EDIT_AGAIN_MS, why, failures },
      handOf(ports),
    )
  const before = await edited(held, book)
  if (before?.overtaken) await book.close(held, { state: 'quiet' }, handOf(ports))
  else if (before?.state === 'due' || before?.state === 'sending') await later('not posted yet')
  else if (before?.ref === undefined) return 'posted'
  else if (lock.held() !== undefined) await later('locked')
  else if (await book.begin(held, handOf(ports))) {
    const posted = await chats.edit(held.target, before.ref, message)
    await settle({ ...held, message }, posted.kind === 'unknown' ? EDIT_AGAIN : posted, ports)
  }
  return 'done'
}
