import type { Message } from '#core/message/message.ts'

import { fit } from './fit.ts'
import type { Kit } from './kit.ts'
import { LEANER_BYTES, MESSAGE_BYTES } from './limits.ts'
import { withNames } from './names.ts'
import { pictureOf } from './picture.ts'
import { isTooLarge } from './refusal.ts'
import { card, plainText, renderTeams, summaryText } from './render.ts'
import type { Reply, Said } from './reply.ts'

export type Delivery = {
  readonly reply: Reply
  readonly answerId?: string | undefined
  readonly stays?: true
}

/** The message as it is said, from the fullest form to the leanest; the last is words alone. */
function* forms(
  message: Message,
  { picture, ...context }: Parameters<typeof renderTeams>[1],
): Generator<Said> {
  const said = { summary: summaryText(message), text: plainText(message) }
  const body = (most: number, drawn?: string) =>
    fit(renderTeams(message, { ...context, picture: drawn }), most).body
  if (picture !== undefined) yield { ...said, card: card(body(MESSAGE_BYTES, picture), message) }
  for (const most of [MESSAGE_BYTES, ...LEANER_BYTES])
    yield { ...said, card: card(body(most), message) }
  yield said
}

/**
 * Brings a message before its reader, in the fullest form Teams takes.
 * @throws Refusal, Limited, Lost when even the words could not be brought there
 */
export async function deliver(kit: Kit, said: Message, delivery: Delivery): Promise<void> {
  const { reply, answerId, stays } = delivery
  const [picture, names] = await Promise.all([pictureOf(kit, said), kit.names.of(said)])
  const message = withNames(said, names)
  let refused: unknown
  const context = { picture, answerId, stays, names, personal: reply.personal() }
  for (const said of forms(message, context)) {
    try {
      await reply.say(said)
      return
    } catch (error) {
      if (!isTooLarge(error)) throw error
      kit.house.log.warn(
        { teams: error.code },
        'Teams takes less than was sent: a leaner form goes',
      )
      refused = error
    }
  }
  throw refused
}
