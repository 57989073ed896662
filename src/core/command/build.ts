import type { Button, Message } from '#core/message/message.ts'

import type { Command, Misread } from './command.ts'
import { BUILD, EXAMPLES } from './help.ts'

/** What follows `build` from `start` on: nothing. */
export function readBuild(text: string, start: number): Command | Misread {
  const rest = text.slice(start).trim()
  if (rest === '') return { kind: 'build' }
  const why = 'Nothing follows build: it opens a form to choose from.'
  return {
    kind: 'misread',
    text,
    problems: [{ text: rest, why, suggestions: [] }],
    suggestion: 'build',
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
