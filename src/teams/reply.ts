import type { AdaptiveCardActionResponse } from '@microsoft/teams.api'
import type { IAdaptiveCard } from '@microsoft/teams.cards'

import type { How } from '#chat/tried.ts'

import type { Person } from './activity.ts'
import { activityOf, type Said as Sent, type Spot, type Teams } from './calls.ts'
import { isClosed, isKnown, isTooLarge } from './refusal.ts'

/** A card, the line notifications show, and everything in words, for where no card gets through. */
export type Said = {
  readonly card?: IAdaptiveCard
  readonly summary: string
  readonly text: string
}

/** Where one answer goes. */
export type Reply = {
  /** What is said next takes the place of it, where there is one. @throws Refusal, Limited, Lost */
  readonly say: (said: Said) => Promise<void>
  /** Whether it stays: in the personal chat, not in a reply that is gone after a day. */
  readonly personal: () => boolean
  /**
   * What Teams calls the message: `CONVERSATION MESSAGE`, and `CONVERSATION` before it is there. Undefined
   * of what is gone in a day.
   */
  readonly spot: () => string | undefined
  /** How long its reader waits without a sign. */
  readonly patienceMs: number
}

/** After this long without an answer, its asker is told that it is being made. */
const PATIENCE_MS = 1_500

const CARD = 'application/vnd.microsoft.card.adaptive'

function sent({ summary, card, text }: Said): Sent {
  return card === undefined
    ? { text }
    : { summary, attachments: [{ contentType: CARD, content: card }] }
}

type ToConversation = {
  readonly how?: How
  readonly personal?: boolean
  /** A message that is there already, and is updated. */
  readonly replaced?: string | undefined
  /** Asked right before a new message is sent. */
  readonly before?: () => Promise<void>
  /** Told the new message's id. */
  readonly done?: (id: string) => void
}

/** A message in a conversation; what is said later updates it. */
export function toConversation(
  teams: Teams,
  spot: Spot,
  { how = 'repeatable', personal = true, replaced, before, done }: ToConversation = {},
): Reply & { readonly posted: () => string | undefined } {
  let id = replaced
  const conversation = spot.id.replace(/;messageid=.*$/, '')
  return {
    posted: () => id,
    spot: () => (id === undefined ? conversation : `${conversation} ${id}`),
    say: async (said) => {
      const activity = activityOf(sent(said))
      if (id === undefined) {
        await before?.()
        const made = await teams.call(how, spot, (api) =>
          api.conversations.createActivity(spot.id, activity),
        )
        id = made.id
        done?.(id)
        return
      }
      const known = id
      await teams.call('repeatable', spot, (api) =>
        api.conversations.updateActivity(spot.id, known, activity),
      )
    },
    personal: () => personal,
    patienceMs: PATIENCE_MS,
  }
}

/**
 * Only for one person, in a team or group chat:
 * https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
 */
export function toTargeted(teams: Teams, spot: Spot, { id: person, name }: Person): Reply {
  let id: string | undefined
  const recipient = { id: person, name, role: 'user', isTargeted: true } as const
  return {
    say: async (said) => {
      if (id === undefined) {
        const made = await teams.call('repeatable', spot, (api) =>
          api.conversations.createTargetedActivity(spot.id, activityOf(sent(said), { recipient })),
        )
        id = made.id
        return
      }
      const known = id
      await teams.call('repeatable', spot, (api) =>
        api.conversations.updateTargetedActivity(spot.id, known, activityOf(sent(said))),
      )
    },
    personal: () => false,
    spot: () => undefined,
    patienceMs: PATIENCE_MS,
  }
}

/** Moves to another place when the first takes nothing from us. */
export function orElse(first: Reply, other: () => Promise<Reply>): Reply {
  let now = first
  return {
    say: async (said) => {
      try {
        await now.say(said)
      } catch (error) {
        if (now !== first || !isClosed(error)) throw error
        now = await other()
        await now.say(said)
      }
    },
    personal: () => now.personal(),
    spot: () => now.spot(),
    patienceMs: first.patienceMs,
  }
}

type Click = {
  /** Answers the click itself. */
  readonly respond: (response: AdaptiveCardActionResponse) => void
  /** Where the rest goes, once the click has been answered. */
  readonly later: Reply
  readonly patienceMs: number
  /**
   * In the place of the card that was pressed, or in words below it; what the words offer to press is
   * a card below. `beside`: the whole answer is, and the words say what it comes to. `told`: the words
   * are all, as the card that was pressed changes by itself.
   */
  readonly as: 'card' | 'words' | 'beside' | 'told'
  /** Whether the card is its presser's alone: what stands in its place is kept there. */
  readonly own: boolean
}

const hasButtons = ({ body }: IAdaptiveCard) => body.some(({ type }) => type === 'ActionSet')

/** For who pressed a button, whoever else sees the card. */
export function toClick({ respond, later, patienceMs, as, own }: Click): Reply {
  let answered = false
  let kept = true
  return {
    say: async (said) => {
      if (answered) return later.say(said)
      answered = true
      const { card, summary, text } = said
      if (as !== 'card' || card === undefined) {
        const offers = card !== undefined && hasButtons(card)
        const follows = as === 'beside' || (as === 'words' && offers)
        respond({
          statusCode: 200,
          type: 'application/vnd.microsoft.activity.message',
          value: follows || offers ? summary : text,
        })
        return follows ? later.say(said) : undefined
      }
      respond({ statusCode: 200, type: CARD, value: card })
      // Teams shows the answer to a click until the chat is opened anew: this keeps it.
      if (own)
        await later.say(said).catch((error: unknown) => {
          if (isTooLarge(error) || !isKnown(error)) throw error
          kept = false
        })
    },
    personal: later.personal,
    // What could not be kept leaves the card that was there, and its picture.
    spot: () => (kept ? later.spot() : undefined),
    patienceMs,
  }
}
