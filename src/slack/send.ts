import { setTimeout as sleep } from 'node:timers/promises'

import type { Message, Part } from '#core/message/message.ts'

import type { Rung } from './button.ts'
import { fit } from './fit.ts'
import type { Kit } from './kit.ts'
import { cut, MESSAGE_CHARACTERS, SECTION_TEXT } from './limits.ts'
import { learn, pictures, startingRung } from './picture.ts'
import { BAD_BLOCKS, isKnown, nameOf, Refusal, TOO_LONG } from './refusal.ts'
import { fallbackText, type Picture, plainText, type RenderContext, renderSlack } from './render.ts'
import { type Reply, toDm } from './reply.ts'
import { note } from './says.ts'

export type Delivery = {
  readonly reply: Reply
  /** Whose messages take what the place does not. */
  readonly user: string
  readonly answerId?: string | undefined
  /** Where the picture starts; what the workspace taught us, when absent. */
  readonly rung?: Rung
}

/** How long the text waits for its picture, so that both come as one message. */
const PICTURE_WAIT_MS = 1_000
/** Below this there is no point in sending fewer blocks: words alone. */
const FEWEST_CHARACTERS = 2_000

const NONE: Picture = { kind: 'none' }

const drawn = ({ kind }: Picture): boolean => kind === 'image-block' || kind === 'native-chart'

/**
 * Says the message with this picture, in the fullest form Slack takes. Returns a refusal the picture
 * may have caused, for the caller to try another; `plain` when only a lesser form got through.
 */
async function sayWhole(
  message: Message,
  picture: Picture,
  { reply, answerId }: Delivery,
): Promise<'whole' | 'plain' | Refusal> {
  const text = fallbackText(message)
  let tables: RenderContext['tables'] = 'block'
  let most = MESSAGE_CHARACTERS - text.length
  for (;;) {
    const context = { answerId, picture, tables, dm: reply.stays() }
    const { blocks } = fit(renderSlack(message, context), most)
    try {
      await reply.say({ text, blocks })
      return tables === 'block' ? 'whole' : 'plain'
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (TOO_LONG.has(error.code) && most > FEWEST_CHARACTERS) most = Math.floor(most / 2)
      else if (!TOO_LONG.has(error.code) && !BAD_BLOCKS.has(error.code)) throw error
      else if (drawn(picture)) return error
      else if (tables === 'block') tables = 'lines'
      else {
        await reply.say({ text: cut(plainText(message), SECTION_TEXT), blocks: [] })
        return 'plain'
      }
    }
  }
}

/** Where nothing can be replaced, a late picture comes below its text, not with the text again. */
function alone({ parts }: Message, { kind }: Picture): Message {
  const chart = parts.find((part) => part.kind === 'chart')
  const gaveUp: Part = { kind: 'note', text: 'The picture could not be shown. In words:' }
  return {
    title: '',
    summary: '',
    parts: [...(kind === 'text' ? [gaveUp] : []), ...(chart ? [chart] : [])],
  }
}

/** A picture Slack called ready may pass at the second try; the other ways are refused for good. */
function lesson(refused: readonly Rung[]): Rung | undefined {
  const last = refused.at(-1)
  const tries = refused.filter((rung) => rung === last).length
  return last === 'image-block' && tries < 2 ? undefined : last
}

/** The words have arrived: a picture that can't follow them is no reason to say they have not. */
async function sayLater(
  { house: { log } }: Kit,
  said: { readonly message: Message; readonly picture: Picture },
  delivery: Delivery,
) {
  const { message, picture } = said
  try {
    return await sayWhole(message, picture, delivery)
  } catch (error) {
    if (!isKnown(error)) throw error
    log.warn({ rung: picture.kind, slack: nameOf(error) }, 'A late picture did not arrive')
    return 'plain'
  }
}

async function deliverHere(kit: Kit, message: Message, delivery: Delivery): Promise<void> {
  const { reply, user, rung } = delivery
  const part = message.parts.find((part) => part.kind === 'chart')
  if (part === undefined) {
    await sayWhole(message, NONE, delivery)
    return
  }
  const from = rung ?? startingRung(kit)
  const next = pictures(kit, { chart: part.chart, user, from })
  const waited = sleep(PICTURE_WAIT_MS, NONE, { ref: false })
  const refused: Rung[] = []
  let coming = next()
  let said = false
  for (;;) {
    const picture = said ? await coming : await Promise.race([coming, waited])
    const shown = said && !reply.replaces() ? alone(message, picture) : message
    const outcome = said
      ? await sayLater(kit, { message: shown, picture }, delivery)
      : await sayWhole(shown, picture, delivery)
    if (outcome instanceof Refusal) {
      kit.house.log.warn({ rung: picture.kind, slack: outcome.code }, 'Slack refused a picture')
      if (picture.kind !== 'none') refused.push(picture.kind)
      coming = next()
      continue
    }
    // Without the picture it passed, so it was the picture that was refused.
    const learnt = outcome === 'whole' ? lesson(refused) : undefined
    if (learnt !== undefined) await learn(kit, learnt)
    if (picture !== NONE) return
    said = true
  }
}

/**
 * Brings an answer before its reader: in place, or in the app's messages when it is too long for
 * one. The text never waits longer than a second for its picture.
 * @throws Refusal, Limited, Lost when even the words could not be brought there
 */
export async function deliver(kit: Kit, message: Message, delivery: Delivery): Promise<void> {
  const { reply, user } = delivery
  const context = { picture: NONE, tables: 'block', dm: reply.stays() } as const
  const long = fit(renderSlack(message, context)).cut.length > 0
  if (!long || reply.stays()) return deliverHere(kit, message, delivery)
  try {
    const dm = toDm(kit.slack, { channel: await kit.dms(user) })
    await deliverHere(kit, message, { ...delivery, reply: dm })
  } catch (error) {
    if (!isKnown(error)) throw error
    return deliverHere(kit, message, delivery)
  }
  const where = `${message.summary} The answer is long, so it is in your messages with this app.`
  await sayWhole(note(message.title, where), NONE, delivery)
}
