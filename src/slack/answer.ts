import { SHARE } from '#chat/share.ts'
import { soothed } from '#chat/soothed.ts'
import type { Place, Viewer } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import { exported } from '#core/command/export.ts'
import type { Message } from '#core/message/message.ts'

import { claim, CLAIM } from './claim.ts'
import { typedExport } from './csv.ts'
import { type Kit, placeName } from './kit.ts'
import { LOCKED, saidLocked } from './locked.ts'
import { isKnown, Lost, nameOf } from './refusal.ts'
import type { Reply } from './reply.ts'
import { trouble, UNKNOWN_OUTCOME } from './says.ts'
import { deliver, type Delivery } from './send.ts'
import { typedShare } from './share.ts'

/** Someone's words, and where they said them. */
export type Asked = {
  readonly text: string
  readonly user: string
  readonly workspace: string
  readonly place: Place
  readonly reply: Reply
  /** From a button: rights are looked up again. */
  readonly fresh?: boolean
  /** In a thread in which they asked before. */
  readonly inThread?: boolean
}

export type Made = { readonly message: Message; readonly answerId?: string | undefined }

/** After this long without an answer, its asker is told that it is being made. */
const WORKING_AFTER_MS = 1_500

const WORKING = { text: 'Working on it …' }

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

/** Says that it takes a while, where that can be said. */
const working = (kit: Kit, reply: Reply) => () =>
  reply.say(WORKING).catch((error: unknown) => {
    kit.house.log.warn({ slack: nameOf(error) }, 'Could not say that an answer takes a while')
  })

async function brought(kit: Kit, { message, answerId }: Made, delivery: Delivery): Promise<void> {
  try {
    await deliver(kit, message, { ...delivery, answerId })
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.error({ slack: nameOf(error) }, 'An answer did not reach its asker')
    if (error instanceof Lost) await deliver(kit, UNKNOWN_OUTCOME, delivery)
  }
}

/** Makes an answer and brings it before the person, once, whatever happens on the way. */
export async function say(
  kit: Kit,
  { text, ...delivery }: Delivery & { readonly text: string },
  make: () => Promise<Made>,
): Promise<void> {
  const done = await soothed(made(kit, text, make), {
    afterMs: WORKING_AFTER_MS,
    say: working(kit, delivery.reply),
  })
  // What was under way when a lock fell is not said any more.
  await brought(kit, kit.house.lock.held() ? { message: LOCKED } : done, delivery)
}

export async function ask(
  { house }: Pick<Kit, 'house'>,
  { text, place, inThread }: Pick<Asked, 'text' | 'place' | 'inThread'>,
  viewer: Viewer,
): Promise<Made> {
  const request = { text, viewer, place: placeName(place), ...(inThread && { inThread }) }
  const answered = await house.answer(request)
  return house.names?.beside(answered, request) ?? answered
}

/** Answers what someone typed. */
export async function answer(kit: Kit, asked: Asked): Promise<void> {
  if (await saidLocked(kit, asked)) return
  const { user, workspace, fresh = false, text, reply } = asked
  await say(kit, { text, user, reply }, async () => {
    if (SHARE.test(text.trim())) return typedShare(kit, asked)
    const wanted = exported(text)
    if (wanted !== undefined) return typedExport(kit, asked, wanted)
    const viewer = await kit.whoAsks(user, workspace, { fresh })
    return CLAIM.test(text) && decide(viewer, asked.place, 'claim').allowed
      ? { message: await claim(kit, asked) }
      : ask(kit, asked, viewer)
  })
}
