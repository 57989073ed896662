import type { Message } from '#core/message/message.ts'

import { fit } from './fit.ts'
import type { Hosted } from './hosting.ts'
import type { Kit } from './kit.ts'
import { LEANER_BYTES, MESSAGE_BYTES } from './limits.ts'
import { withNames } from './names.ts'
import { type Drawn, pictureOf } from './picture.ts'
import { isTooLarge, Limited, nameOf, Refusal } from './refusal.ts'
import { card, plainText, type RenderContext, renderTeams, summaryText } from './render.ts'
import type { Reply, Said } from './reply.ts'

export type Delivery = {
  readonly reply: Reply
  readonly answerId?: string | undefined
  readonly stays?: true
}

type Form = { readonly said: Said; readonly hosted?: Hosted | undefined }

/**
 * The message as it is said, from the fullest form to the leanest; the last is words alone. A picture that
 * the message can't carry is fetched from an address of its own.
 */
async function* forms(
  { hosting, house: { log } }: Kit,
  message: Message,
  {
    drawn,
    spot,
    ...context
  }: Omit<RenderContext, 'picture'> & {
    readonly drawn: Drawn | undefined
    readonly spot: () => string | undefined
  },
): AsyncGenerator<Form> {
  const said = { summary: summaryText(message), text: plainText(message) }
  const whole = (most: number, picture?: string) => ({
    ...said,
    card: card(fit(renderTeams(message, { ...context, picture }), most).body, message),
  })
  if (drawn?.uri !== undefined) yield { said: whole(MESSAGE_BYTES, drawn.uri) }
  if (drawn !== undefined) {
    const hosted = await hosting.host(drawn.chart, spot()).catch((error: unknown) => {
      log.error({ error: nameOf(error) }, 'A picture could not be kept')
      return undefined
    })
    if (hosted) yield { said: whole(MESSAGE_BYTES, hosted.url), hosted }
  }
  for (const most of [MESSAGE_BYTES, ...LEANER_BYTES]) yield { said: whole(most) }
  yield { said }
}

/**
 * Brings a message before its reader, in the fullest form Teams takes.
 * @throws Refusal, Limited, Lost when even the words could not be brought there
 */
export async function deliver(kit: Kit, said: Message, delivery: Delivery): Promise<void> {
  const { reply, answerId, stays } = delivery
  const [drawn, names] = await Promise.all([pictureOf(kit, said), kit.names.of(said)])
  const message = withNames(said, names)
  let refused: unknown
  const { spot } = reply
  const context = { drawn, spot, answerId, stays, names, personal: reply.personal() }
  for await (const form of forms(kit, message, context)) {
    try {
      await reply.say(form.said)
    } catch (error) {
      // Where no answer came, the message may be there.
      const isNot = error instanceof Refusal || error instanceof Limited
      if (form.hosted && isNot) await kit.hosting.unused(spot(), form.hosted)
      if (!isTooLarge(error)) throw error
      kit.house.log.warn(
        { teams: error.code },
        'Teams takes less than was sent: a leaner form goes',
      )
      refused = error
      continue
    }
    return kit.hosting.shown(spot(), form.hosted)
  }
  throw refused
}
