import { givenAgain } from '#chat/pressed.ts'
import { viewerName } from '#core/access/access.ts'
import { chooseEdit, chooseHow } from '#core/command/choose-how.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import type { AuditRow } from '#ports.ts'

import { type Asked, answer, ask, type Made, say } from './answer.ts'
import { askForAccess } from './ask-for-access.ts'
import type { Press } from './button.ts'
import { offerCsv } from './csv.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { saidLocked } from './locked.ts'
import { type Reply, toConversation } from './reply.ts'
import { askWhy } from './reveal.ts'
import { note, STALE_BUTTON } from './says.ts'
import { deliver } from './send.ts'
import { share, unshare } from './share.ts'
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
  build: 'instead',
  subscribe: 'instead',
  edit: 'instead',
  csv: 'below',
  keep: 'below',
  share: 'below',
  unshare: 'below',
  'ask-for-access': 'below',
  reveal: 'below',
  // Teams opens it, and nobody is answered.
  open: 'below',
}

const asked = (pressed: Pressed, text: string): Asked => ({
  person: pressed.person,
  conversation: pressed.conversation,
  fresh: true,
  text,
  reply: pressed.instead,
})

function row(
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

/** The answer a button stands under, to who would get the same one now; else what they get now. */
async function stored(
  kit: Kit,
  pressed: Pressed,
  give: (answer: StoredAnswer, viewer: Member) => Promise<Message>,
): Promise<Made> {
  const { person, conversation, press } = pressed
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const presser = { viewer, place: placeOf(conversation) }
  const made = await givenAgain<Made>(kit.house, presser, {
    id: press?.id,
    give: async (found) => ({ message: await give(found, viewer) }),
    anew: (text) => ask(kit, { text, conversation }, viewer),
  })
  return made ?? { message: STALE_BUTTON }
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

/** Nothing of it is given again: what is posted is made anew, for who presses and for who reads. */
async function shareStored(kit: Kit, pressed: Pressed): Promise<Made> {
  const { person, press } = pressed
  const account = { kind: 'member', platform: 'teams', workspace: kit.tenant } as const
  const asker = viewerName({ ...account, id: person.object })
  const found = await kit.house.answers.get(press?.id ?? '', asker)
  return { message: found ? await share(kit, pressed, found) : STALE_BUTTON }
}

/** Does what a button says, once. */
export async function press(kit: Kit, pressed: Pressed): Promise<void> {
  const act = pressed.press?.act
  const { below, person, conversation } = pressed
  if (await saidLocked(kit, { person, conversation, text: '', reply: below })) return
  switch (act?.kind) {
    case undefined:
      return say(kit, { text: '', reply: below }, async () => ({ message: STALE_BUTTON }))
    case 'ask':
      return answer(kit, asked(pressed, act.command))
    case 'open':
      // Teams opens the page and tells nobody.
      return
    case 'help':
      return answer(kit, asked(pressed, ['help', act.topic ?? ''].join(' ').trim()))
    case 'build':
      return answer(kit, asked(pressed, 'help examples'))
    case 'subscribe':
      return answer(kit, asked(pressed, chooseHow(act.command)))
    case 'edit':
      return answer(kit, asked(pressed, chooseEdit(act.command)))
    case 'keep':
      return keep(kit, pressed)
    case 'share':
      return say(kit, { text: '', reply: below }, () => shareStored(kit, pressed))
    case 'unshare':
      return say(kit, { text: '', reply: below }, () => unshare(kit, pressed, act.ref))
    case 'csv':
      return say(kit, { text: act.command, reply: below }, () =>
        offerCsv(kit, pressed, { what: act.command, excel: false }),
      )
    case 'reveal':
      return say(kit, { text: '', reply: below }, () => askWhy(kit, pressed))
    case 'ask-for-access':
      return say(kit, { text: '', reply: below }, () => askForAccess(kit, pressed))
  }
}
