import { viewerName } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'
import type { AuditRow, StoredAnswer } from '#ports.ts'

import { type Asked, answer, ask, type Made, say } from './answer.ts'
import { askForAccess } from './ask-for-access.ts'
import type { Press } from './button.ts'
import { offerCsv } from './csv.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { type Reply, toConversation } from './reply.ts'
import { note, STALE_BUTTON } from './says.ts'
import { deliver } from './send.ts'
import type { Member } from './viewer.ts'

/** A press of a button, and the two ways to answer it. */
export type Pressed = Omit<Asked, 'text' | 'reply'> & {
  readonly press: Press | undefined
  /** In the place of the card, for who pressed. */
  readonly instead: Reply
  /** In words below the card. */
  readonly below: Reply
}

/** Which of the two an act is answered with; an act that is not here does not compile. */
export const ANSWERED: Record<Press['act']['kind'], 'instead' | 'below'> = {
  ask: 'instead',
  help: 'instead',
  csv: 'below',
  keep: 'below',
  'ask-for-access': 'below',
}

const asked = (pressed: Pressed, text: string): Asked => ({
  person: pressed.person,
  conversation: pressed.conversation,
  fresh: true,
  text,
  reply: pressed.instead,
})

/** Looks the presser's rights up again; the refusal is the one their command would get. */
export async function allowed(
  kit: Kit,
  { person, conversation }: Pick<Pressed, 'person' | 'conversation'>,
  command: { readonly text: string; readonly make: (viewer: Member) => Promise<Made> },
): Promise<Made> {
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const { text } = command
  return viewer.admin ? command.make(viewer) : ask(kit, { text, conversation }, viewer)
}

export function row(
  kit: Kit,
  { viewer, conversation }: { readonly viewer: Member } & Pick<Pressed, 'conversation'>,
  { action, command }: Pick<AuditRow, 'action' | 'command'>,
): AuditRow {
  return {
    at: kit.house.clock.now(),
    viewer: viewerName(viewer),
    place: placeName(placeOf(conversation)),
    action,
    command,
    outcome: 'done',
    detail: {},
  }
}

/** The answer a button stands under, if its presser may still have it. */
async function stored(
  kit: Kit,
  pressed: Pressed,
  give: (answer: StoredAnswer, viewer: Member) => Promise<Message>,
): Promise<Made> {
  return allowed(kit, pressed, {
    text: 'help',
    make: async (viewer) => {
      const found = await kit.house.answers.get(pressed.press?.id ?? '', viewerName(viewer))
      return { message: found ? await give(found, viewer) : STALE_BUTTON }
    },
  })
}

async function keep(kit: Kit, pressed: Pressed): Promise<void> {
  const { conversation, person, below } = pressed
  await say(kit, { text: '', reply: below }, () =>
    stored(kit, pressed, async (found, viewer) => {
      const { command, message, id: answerId } = found
      await kit.house.audit.record(row(kit, { viewer, conversation }, { action: 'keep', command }))
      const chat = await kit.chats(person.object, conversation.serviceUrl)
      await deliver(kit, message, { reply: toConversation(kit.teams, chat), answerId })
      return note('Kept.', 'The answer is in your chat with AI Usage.')
    }),
  )
}

/** Does what a button says, once. */
export async function press(kit: Kit, pressed: Pressed): Promise<void> {
  const act = pressed.press?.act
  const { below } = pressed
  switch (act?.kind) {
    case undefined:
      return say(kit, { text: '', reply: below }, async () => ({ message: STALE_BUTTON }))
    case 'ask':
      return answer(kit, asked(pressed, act.command))
    case 'help':
      return answer(kit, asked(pressed, ['help', act.topic ?? ''].join(' ').trim()))
    case 'keep':
      return keep(kit, pressed)
    case 'csv':
      return say(kit, { text: act.command, reply: below }, () =>
        offerCsv(kit, pressed, act.command),
      )
    case 'ask-for-access':
      return say(kit, { text: '', reply: below }, () => askForAccess(kit, pressed))
  }
}
