import { echo } from '#core/command/echo.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

import type { Target } from './delivery.ts'

/** What a platform's code of a refusal means, and what to do. */
const REASONS: Readonly<Record<string, { readonly says: string; readonly fix: string }>> = {
  channel_not_found: {
    says: 'there is no such channel, or the app may not see it',
    fix: 'Invite the app into the channel, or choose another.',
  },
  not_in_channel: {
    says: 'the app is not in the channel',
    fix: 'Invite the app into the channel.',
  },
  outsiders: { says: 'people of other companies read it', fix: 'Choose another channel.' },
  unseen: {
    says: 'who reads it could not be seen, and an alert is not shown to people of other companies',
    fix: 'Invite the app into the channel, or choose another; what is open is under `alerts`.',
  },
  'not theirs': {
    says: 'they may not see alerts any more',
    fix: 'Give them the role again, or choose somebody else.',
  },
  is_archived: { says: 'the channel is archived', fix: 'Choose another channel.' },
  restricted_action: {
    says: 'the workspace lets the app post nothing there',
    fix: 'Choose another channel, or ask the workspace’s owner.',
  },
  user_disabled: { says: 'the account is deactivated', fix: 'Somebody else can subscribe to it.' },
  BotNotInConversationRoster: {
    says: 'the app is not installed there',
    fix: 'Add the app there.',
  },
}

/** Why a platform takes nothing, as a clause, and what to do about it. */
export function reasonOf(why: string): { readonly says: string; readonly fix: string } {
  return (
    REASONS[why] ?? {
      says: `it answered \`${why}\``,
      fix: 'If it stays so, tell whoever runs AI Usage.',
    }
  )
}

/** What is spoken of: its title, where it was to go, and its number in the outbox or the list. */
export type Told = {
  readonly title: string
  /** `#sales`, `your messages`, whoever else's messages as its reader would call them. */
  readonly place: string
}

const ask = (label: string, command: string): Button => ({ label, act: { kind: 'ask', command } })

const said = (title: string, parts: readonly Part[], buttons: readonly Button[]): Message => ({
  title,
  summary: title,
  parts: [...parts, ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : [])],
})

const quoted = (title: string) => (title === '' ? 'A message' : `“${title}”`)

/** It will never arrive. `subscription`: what was stopped with it. */
export function deadMessage({ title, place }: Told, why: string, subscription?: number): Message {
  const { says, fix } = reasonOf(why)
  const stopped =
    subscription === undefined ? '' : ' Nothing more is sent there until you resume it.'
  return said(
    `${quoted(title)} could not be sent to ${place}`,
    [{ kind: 'text', text: `The reason: ${says}. ${fix}${stopped}` }],
    subscription === undefined
      ? []
      : [
          ask('Resume', `subscriptions resume ${subscription}`),
          ask('My subscriptions', 'subscriptions'),
        ],
  )
}

/** Nobody knows whether it arrived. `id`: its number in the outbox. */
export function unknownMessage({ title, place }: Told, id: number): Message {
  return said(
    `${quoted(title)} may or may not be in ${place}`,
    [
      {
        kind: 'text',
        text: 'The post was sent, and no answer came back. It is not sent again by itself, so that nobody reads it twice.',
      },
    ],
    [ask('Not there? Send', `subscriptions resend ${id}`)],
  )
}

/** The subscription's question can't be asked any more. */
export function stoppedMessage(what: string, why: string, id: number): Message {
  return said(
    `Your subscription ${id} has stopped`,
    [{ kind: 'text', text: `\`${what}\` is not sent any more. ${why}` }],
    [ask('Resume', `subscriptions resume ${id}`), ask('My subscriptions', 'subscriptions')],
  )
}

/** When it is due can't be read. `cadence`: as it is stored. */
export function unreadMessage(id: number, cadence: string): Message {
  const weekly = `subscriptions move ${id} weekly monday 09:00`
  return said(
    `Your subscription ${id} is not sent`,
    [
      {
        kind: 'text',
        text: `When it is due can not be read: ${echo(cadence)}. Choose another time, like \`${weekly}\`.`,
      },
    ],
    [ask('Every Monday, 09:00', weekly), ask('My subscriptions', 'subscriptions')],
  )
}

const before = (message: Message, text: string): Message => ({
  ...message,
  parts: [{ kind: 'text', text }, ...message.parts],
})

/** Sent again, where nobody knows whether it arrived the first time. */
export function repeated(message: Message): Message {
  const marked = before(message, '**Possible repeat**: whether this arrived before is not known.')
  return { ...marked, summary: `Possible repeat: ${message.summary}` }
}

/** Nothing stood out for so many turns: so that silence is not taken for a fault. */
export function quietMessage({ title }: Message, turns: number, what: string): Message {
  const text = `Nothing stood out in the last ${turns} digests, so none was sent. All is looked at as before; this comes every ${turns} times.`
  return { ...said(title, [{ kind: 'text', text }], [ask('Digest', what)]), summary: text }
}

/** As it would be read at its place, for its owner alone. */
export const previewed = (message: Message, place: string): Message =>
  before(message, `**Preview** of what goes to ${place}, as it would be read there.`)

/** `due`: when it ought to have come, as people say it; `missed`: turns before it that were left out. */
export function late(message: Message, due: string, missed: number): Message {
  const left = missed === 0 ? '' : ` ${missed} before it ${missed === 1 ? 'was' : 'were'} left out.`
  return before(message, `**Late**: this was due on ${due}.${left}`)
}

/** Acts that need the answer they stand under, which is its asker's alone. */
const OWN: ReadonlySet<string> = new Set(['keep', 'reveal'])

/** An answer as it is sent to a place: what is long goes into the thread; who gets it already is not offered it. */
export function unasked(message: Message, to: Target['kind']): Message {
  const parts = message.parts.flatMap((part): readonly Part[] => {
    if (part.kind !== 'buttons') return [part]
    const buttons = part.buttons.filter(({ act }) => {
      const offered =
        act.kind === 'subscribe' || (act.kind === 'ask' && act.command.startsWith('subscribe '))
      return !OWN.has(act.kind) && !(offered && to === 'person')
    })
    return buttons.length === 0 ? [] : [{ ...part, buttons }]
  })
  const isLong = ({ kind }: Part) => kind === 'table'
  const details = [...parts.filter(isLong), ...(message.details ?? [])]
  return {
    ...message,
    parts: parts.filter((part) => !isLong(part)),
    ...(details.length > 0 && { details }),
  }
}
