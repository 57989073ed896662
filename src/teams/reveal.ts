import type { CardElement, IAdaptiveCard } from '@microsoft/teams.cards'
import { z } from 'zod'

import {
  LONGEST_REASON,
  mayReveal,
  reveal,
  type Revealed,
  SAYS,
  SHORTEST_REASON,
  SHOWN_MS,
  wrongReason,
} from '#chat/reveal.ts'
import { editOf } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'

import type { Person } from './activity.ts'
import type { Made } from './answer.ts'
import { say } from './answer.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import type { Pressed } from './press.ts'
import { isClosed, isKnown } from './refusal.ts'
import { card } from './render.ts'
import { type Reply, toConversation } from './reply.ts'
import { namesOf } from './roster.ts'
import { NO_PERSONAL_CHAT, note, STALE_BUTTON } from './says.ts'
import { deliver } from './send.ts'
import { paragraphs } from './text.ts'

/** What the form sends along with its input: the answer whose names are wanted. */
const sent = z.object({
  aiUsageReveal: z.object({ id: z.string() }),
  reason: z.string().max(LONGEST_REASON).catch(''),
})

export type Submitted = { readonly id: string; readonly reason: string }

/** Undefined for what is not our form. */
export function readReason(data: unknown): Submitted | undefined {
  const found = sent.safeParse(data).data
  return found && { id: found.aiUsageReveal.id, reason: found.reason }
}

const HEAD: Message = { title: SAYS.title, summary: SAYS.why, parts: [] }

/** A card with an input: no message has one. */
function form(id: string): IAdaptiveCard {
  const body: readonly CardElement[] = [
    { type: 'TextBlock', text: SAYS.title, style: 'heading', size: 'Large', weight: 'Bolder' },
    ...paragraphs(SAYS.form),
    {
      type: 'Input.Text',
      id: 'reason',
      label: SAYS.why,
      isMultiline: true,
      isRequired: true,
      maxLength: LONGEST_REASON,
      regex: String.raw`\s*\S[\s\S]{${SHORTEST_REASON - 1},}`,
      errorMessage: SAYS.short,
    },
    {
      type: 'ActionSet',
      actions: [
        {
          type: 'Action.Execute',
          title: 'Show names',
          verb: 'reveal-names',
          data: { aiUsageReveal: { id } },
          associatedInputs: 'auto',
        },
      ],
    },
  ]
  return card(body, HEAD)
}

const refused = (why: string): Message => note('No names are shown.', why)

/** Asks for the reason in the personal chat; nothing is looked up before it is given. */
export async function askWhy(kit: Kit, pressed: Pressed): Promise<Made> {
  const { person, conversation, press } = pressed
  const id = press?.id
  if (id === undefined) return { message: STALE_BUTTON }
  const place = placeOf(conversation)
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const may = await mayReveal(kit.house, { viewer, place, placeName: placeName(place), id })
  if ('says' in may) return { message: refused(may.says) }
  try {
    const chat = await kit.chats(person.object, conversation.serviceUrl)
    await toConversation(kit.teams, chat).say({
      card: form(id),
      summary: SAYS.why,
      text: SAYS.why,
    })
  } catch (error) {
    if (!isKnown(error)) throw error
    return {
      message: isClosed(error)
        ? NO_PERSONAL_CHAT
        : note('The form did not open.', 'Press Reveal again.'),
    }
  }
  const where = conversation.kind === 'personal' ? 'below' : 'in your chat with AI Usage'
  return { message: note(SAYS.why, `Say it ${where}.`) }
}

type Shown = Omit<Pressed, 'press' | 'instead' | 'below'> & {
  readonly submitted: Submitted
  /** The message with the form. */
  readonly replyTo: string | undefined
  /** In the form's place, for who sent it. */
  readonly reply: Reply
}

const NAMELESS =
  '**No name here:** Teams tells AI Usage only who is in the teams and chats it was added to. They are in none of them, or the tools know them by an address that Teams does not have. Add AI Usage to a team they are in, and press Reveal again.'

const table = ({ names, kept }: Revealed): Message => ({
  title: SAYS.title,
  summary: 'Shown to you alone, for 15 minutes.',
  parts: [
    {
      kind: 'table',
      head: ['Alias', 'Name'],
      rows: names.map(([alias, name = 'no name here']) => [alias, name]),
    },
    ...(names.every(([, name]) => name !== undefined)
      ? []
      : [{ kind: 'text', text: NAMELESS } as const]),
    ...(kept ? [] : [{ kind: 'note', text: 'AI Usage keeps none of these names.' } as const]),
  ],
})

const OVER: Message = {
  title: 'Names are gone again',
  summary: SAYS.over,
  parts: [{ kind: 'text', text: SAYS.over }],
}

/** Shows the names in the form's place, to its one reader, and takes them back after 15 minutes. */
export async function showNames(kit: Kit, shown: Shown): Promise<void> {
  const { person, conversation, submitted, replyTo, reply } = shown
  const place = placeOf(conversation)
  // Names are for one's own chat, wherever the form may have been carried to.
  if (replyTo === undefined || place.kind !== 'dm')
    return say(kit, { text: '', reply }, async () => ({ message: STALE_BUTTON }))
  const wrong = wrongReason(submitted.reason)
  let given = false
  await say(kit, { text: '', reply }, async () => {
    if (wrong !== undefined) return { message: refused(wrong) }
    const viewer = await kit.whoAsks(person, conversation, { fresh: true })
    const asking = { viewer, place, placeName: placeName(place), id: submitted.id }
    const made = await reveal(kit.house, asking, {
      reason: submitted.reason,
      namesOf: async (aliases) => {
        // Before there is a name: whoever is killed while one is shown leaves this behind.
        await takenAwayLater(kit, person, `${conversation.id} ${replyTo}`)
        return namesOf(kit, aliases)
      },
    })
    if ('says' in made) return { message: refused(made.says) }
    given = true
    return { message: table(made) }
  })
  if (!given) return
  const form = toConversation(kit.teams, conversation, { replaced: replyTo })
  kit.after(SHOWN_MS, async () => {
    try {
      await deliver(kit, OVER, { reply: form })
    } catch (error) {
      // Deleted since: there is nothing left to take back.
      if (!isKnown(error)) throw error
    }
  })
}

/** By whichever process runs then; this one does it too, and at once where it is told to stop. */
async function takenAwayLater(kit: Kit, { object: id }: Person, ref: string): Promise<void> {
  const at = kit.house.clock.now()
  await kit.house.outbox.put({
    key: `names:${ref}:${at}`,
    kind: 'alert',
    target: { platform: 'teams', workspace: kit.tenant, kind: 'person', id },
    message: OVER,
    owner: undefined,
    // Where it can't be done, the admins hear of it: names stay in a chat.
    critical: true,
    notBefore: at + SHOWN_MS,
    edits: editOf(ref),
  })
}
