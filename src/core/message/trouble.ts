import type { View } from '#core/access/access.ts'
import type { UserError } from '#core/errors.ts'
import { nextTold } from '#core/privacy/pieces.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import type { Button, Message } from './message.ts'

/** All admins hear who asks. */
export const ASK_FOR_ACCESS: Button = {
  label: 'Ask for access',
  act: { kind: 'ask-for-access' },
  style: 'primary',
}

const HELP: Button = { label: 'Help', act: { kind: 'help' } }

/** Nothing has been imported, or published where that is what is read: there is nothing to answer from. */
export function noDataYetMessage(view: View, today: Day): Message {
  if (view === 'published') return nothingPublished(today)
  return {
    title: 'No data yet',
    summary: 'No usage has been imported yet, so there is nothing to answer from.',
    parts: [
      {
        kind: 'text',
        text: 'Whoever runs AI Usage can import some with `ai-usage import usage FILE` or `ai-usage import github-copilot FILE`. Then ask again.',
      },
      { kind: 'buttons', buttons: [HELP] },
    ],
  }
}

/** Which weeks are told when: of the last that is not closed yet the day, of older ones that it is soon. */
function nothingPublished(today: Day): Message {
  const { piece, on } = nextTold(today)
  return {
    title: 'Nothing published yet',
    summary: `Numbers for everyone are told when their week has closed and is three days past: older ones within minutes of being known, those of ${describePeriod(piece)} from ${describeDay(on)} on.`,
    parts: [
      { kind: 'text', text: 'None has yet.' },
      {
        kind: 'buttons',
        buttons: [{ label: 'My own numbers', act: { kind: 'ask', command: 'me' } }, HELP],
      },
    ],
  }
}

/** A mistake in the question that its reader can mend, such as a period that ends before it starts. */
export function mistakeMessage(error: UserError, instead: string): Message {
  const again: Button = { label: instead, act: { kind: 'ask', command: instead }, style: 'primary' }
  return {
    title: 'Not quite',
    summary: error.message,
    parts: [
      { kind: 'text', text: error.fix },
      { kind: 'buttons', buttons: [again, HELP] },
    ],
  }
}

/** The question could not be answered and it is not the asker's fault. */
export function failedMessage(reference: string): Message {
  return {
    title: 'No answer this time',
    summary: 'The numbers could not be read just now. Nothing is lost.',
    parts: [
      {
        kind: 'text',
        text: `Ask again in a minute. If it happens again, give the reference \`${reference}\` to whoever runs AI Usage.`,
      },
    ],
  }
}

/** Every question leaves a trace; one that could not is not answered. */
export function notAuditedMessage(reference: string): Message {
  return {
    title: 'Not answered',
    summary:
      'Your question could not be written to the audit log, and questions are only answered when it can.',
    parts: [
      {
        kind: 'text',
        text: `Ask again in a minute. If it happens again, give the reference \`${reference}\` to whoever runs AI Usage.`,
      },
    ],
  }
}

export function refusedMessage(says: string, mayAskForAccess: boolean): Message {
  return {
    title: 'Not answered',
    summary: says,
    parts: mayAskForAccess
      ? [
          {
            kind: 'buttons',
            buttons: [ASK_FOR_ACCESS, HELP],
          },
        ]
      : [],
  }
}
