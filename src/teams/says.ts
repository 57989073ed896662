import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'

import { isKnown, nameOf } from './refusal.ts'
import { cut } from './text.ts'

const LONGEST_ECHO = 120

/** A few words, and nothing else. */
export function note(title: string, text: string): Message {
  return { title: '', summary: title, parts: [{ kind: 'text', text: `**${title}** ${text}` }] }
}

/** What to type to ask the same again, short enough to stand in a sentence. */
function again(text: string): string {
  const asked = cut(text.replaceAll(/[`\s]+/gu, ' ').trim(), LONGEST_ECHO)
  return asked === '' ? '`help`' : `\`${asked}\``
}

/** What could not be answered: the words that asked, and the reference its log line carries. */
export type Failed = { readonly text: string; readonly reference: string }

/** An answer that could not be made: what happened, and what to do next. */
export function trouble(error: unknown, { text, reference }: Failed): Message {
  if (error instanceof UserError) return note(`${error.message.replace(/\.$/, '')}.`, error.fix)
  if (isKnown(error))
    return note(
      'Teams did not take it.',
      `It answered \`${nameOf(error)}\`. Try again in a minute; if it stays so, tell an admin.`,
    )
  return note(
    'No answer this time.',
    `Something failed here, and nothing was changed. In a minute, type ${again(text)} again. If it happens again, give the reference \`${reference}\` to whoever runs AI Usage.`,
  )
}

export const WORKING: Message = {
  title: '',
  summary: 'Working on it …',
  parts: [{ kind: 'text', text: 'Working on it …' }],
}

export const STALE_BUTTON: Message = note(
  'This button is too old.',
  'Its answer is no longer kept. Type `help` for what you can ask.',
)

export const LOCKED: Message = note(
  'AI Usage is locked.',
  'It answers nothing until whoever runs it unlocks it again.',
)

export const UNDER_WAY: Message = note('Already under way.', 'The answer comes once.')

export const NO_PERSONAL_CHAT: Message = note(
  'The answer has nowhere to go.',
  'What you ask is for you alone. Add AI Usage under Apps, so that it can write to you, and ask again.',
)

/** Said where others read along: no number, only where the answer is. */
export const ELSEWHERE: Message = note(
  'The answer is in your chat with AI Usage.',
  'It is for you alone.',
)

export const WELCOME: Message = {
  title: 'AI Usage',
  summary: 'Ask how the company uses AI tools, for example team:eng 30d.',
  parts: [
    {
      kind: 'text',
      text: 'Type `team:eng 30d` here, or **@AI Usage** and the same in a team. Answers are for you alone.',
    },
    {
      kind: 'buttons',
      buttons: [
        { label: 'Overview', act: { kind: 'ask', command: 'home' }, style: 'primary' },
        { label: 'How to ask', act: { kind: 'help' } },
      ],
    },
  ],
}
