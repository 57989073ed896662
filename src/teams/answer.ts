import { SHARE } from '#chat/share.ts'
import { soothed } from '#chat/soothed.ts'
import type { Conversation } from '#conversations.ts'
import type { Viewer } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import { exported } from '#core/command/export.ts'
import type { Message } from '#core/message/message.ts'

import type { Person } from './activity.ts'
import { claim, CLAIM } from './claim.ts'
import { typedExport } from './csv.ts'
import { HOME, overview } from './home.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { saidLocked } from './locked.ts'
import { isKnown, nameOf } from './refusal.ts'
import { card, plainText, renderTeams, summaryText } from './render.ts'
import type { Reply } from './reply.ts'
import { LOCKED, trouble, WORKING } from './says.ts'
import { deliver } from './send.ts'
import { typedShare } from './share.ts'

/** Someone's words, and where they said them. */
export type Asked = {
  readonly text: string
  readonly person: Person
  readonly conversation: Conversation
  readonly reply: Reply
  /** From a button: rights are looked up again. */
  readonly fresh?: boolean
  /** In a thread in which they asked before. */
  readonly inThread?: boolean
}

export type Made = {
  readonly message: Message
  readonly answerId?: string | undefined
  /** It is not replaced by what is asked from it. */
  readonly stays?: true
}

/** What `make` makes, or what to say when it can't be made: nothing is met with silence. */
async function made(kit: Kit, text: string, make: () => Promise<Made>): Promise<Made> {
  try {
    return await make()
  } catch (error) {
    const reference = kit.house.clock.now().toString(36).slice(-6)
    kit.house.log.error({ reference, error: nameOf(error) }, 'An answer could not be made')
    return { message: trouble(error, { text, reference }) }
  }
}

const working = {
  summary: summaryText(WORKING),
  text: plainText(WORKING),
  card: card(renderTeams(WORKING, { personal: true }), WORKING),
}

/** Says that it takes a while, where that can be said. */
const patient = (kit: Kit, reply: Reply) => ({
  afterMs: reply.patienceMs,
  say: () =>
    reply.say(working).catch((error: unknown) => {
      kit.house.log.warn({ teams: nameOf(error) }, 'Could not say that an answer takes a while')
    }),
})

/** Makes an answer and brings it before the person, once, whatever happens on the way. */
export async function say(
  kit: Kit,
  { text, reply }: { readonly text: string; readonly reply: Reply },
  make: () => Promise<Made>,
): Promise<void> {
  const done = await soothed(made(kit, text, make), patient(kit, reply))
  // What was under way when a lock fell is not said any more.
  const { message, ...more }: Made = kit.house.lock.held() ? { message: LOCKED } : done
  try {
    await deliver(kit, message, { reply, ...more })
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.error({ teams: nameOf(error) }, 'An answer did not reach its asker')
  }
}

export async function ask(
  { house }: Pick<Kit, 'house'>,
  { text, conversation, inThread }: Pick<Asked, 'text' | 'conversation' | 'inThread'>,
  viewer: Viewer,
): Promise<Made> {
  const request = {
    text,
    viewer,
    place: placeName(placeOf(conversation)),
    ...(inThread && { inThread }),
  }
  const answered = await house.answer(request)
  return house.names?.beside(answered, request) ?? answered
}

/** Answers what someone typed. */
export async function answer(kit: Kit, asked: Asked): Promise<void> {
  if (await saidLocked(kit, asked)) return
  const { person, conversation, fresh = false, text, reply } = asked
  await say(kit, { text, reply }, async () => {
    if (SHARE.test(text.trim())) return typedShare(kit, asked)
    if (HOME.test(text.trim())) return overview(kit, asked)
    const wanted = exported(text)
    const here = conversation.kind === 'personal' ? reply : undefined
    if (wanted !== undefined) return typedExport(kit, { person, conversation, here }, wanted)
    const viewer = await kit.whoAsks(person, conversation, { fresh })
    const may = decide(viewer, placeOf(conversation), 'claim').allowed
    return CLAIM.test(text) && may
      ? { message: await claim(kit, asked, viewer) }
      : ask(kit, asked, viewer)
  })
}
