import type { Button, Message } from '#core/message/message.ts'

import type { Command, Misread } from './command.ts'
import { BUILD, EXAMPLES } from './help.ts'

/** Why nothing follows these commands. */
const ALONE = {
  build: 'it opens a form to choose from.',
  accuracy: 'it tells of all forecasts.',
} as const

/** What follows such a command from `start` on: nothing. */
export function readAlone(
  kind: keyof typeof ALONE,
  { text, start }: { readonly text: string; readonly start: number },
): Command | Misread {
  const rest = text.slice(start).trim()
  if (rest === '') return { kind }
  const why = `Nothing follows ${kind}: ${ALONE[kind]}`
  return {
    kind: 'misread',
    text,
    problems: [{ text: rest, why, suggestions: [] }],
    suggestion: kind,
  }
}

/** For where no form opens by itself. */
export function buildMessage(): Message {
  const asks = EXAMPLES.map(({ command }): Button => ({
    label: command,
    act: { kind: 'ask', command },
  }))
  return {
    title: 'Build a question',
    summary: 'Say a number, who, which days and how to split it, in any order.',
    parts: [
      {
        kind: 'text',
        text: EXAMPLES.map(({ command, says }) => `\`${command}\` ${says}`).join('\n'),
      },
      { kind: 'buttons', buttons: [{ ...BUILD, style: 'primary' }, ...asks] },
    ],
  }
}
