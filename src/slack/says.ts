import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'

import { COMMAND } from './command.ts'
import { cut } from './limits.ts'
import { isKnown, nameOf } from './refusal.ts'

const LONGEST_ECHO = 120

/** A few words, and nothing else. */
export function note(title: string, text: string): Message {
  return { title: '', summary: title, parts: [{ kind: 'text', text: `**${title}** ${text}` }] }
}

/** What to type to ask the same again, short enough to stand in a sentence. */
function again(text: string): string {
  const asked = cut(text.replaceAll(/[`\s]+/gu, ' ').trim(), LONGEST_ECHO)
  return asked === '' ? `\`${COMMAND} help\`` : `\`${COMMAND} ${asked}\``
}

/** What could not be answered: the words that asked, and the reference its log line carries. */
export type Failed = { readonly text: string; readonly reference: string }

/** An answer that could not be made: what happened, and what to do next. */
export function trouble(error: unknown, { text, reference }: Failed): Message {
  if (error instanceof UserError) return note(`${error.message.replace(/\.$/, '')}.`, error.fix)
  if (isKnown(error))
    return note(
      'Slack did not take it.',
      `It answered \`${nameOf(error)}\`. Try again in a minute; if it stays so, tell an admin.`,
    )
  return note(
    'No answer this time.',
    `Something failed here, and nothing was changed. In a minute, type ${again(text)} again. If it happens again, give the reference \`${reference}\` to whoever runs AI Usage.`,
  )
}

export const UNKNOWN_OUTCOME: Message = note(
  'Slack did not confirm the answer.',
  'If you do not see it above, ask again.',
)

export const STALE_BUTTON: Message = note(
  'This button is too old.',
  `Its answer is no longer kept. Type \`${COMMAND} help\` for what you can ask.`,
)
