import { MACHINE } from '#core/access/machine.ts'

import type { Misread } from './command.ts'

const OF_TWO = Object.keys(MACHINE).filter((words) => words.includes(' '))

/** A command of the command line, typed in a chat: what it is called there. One word may be a name. */
export function readOnMachine(text: string): Misread | undefined {
  const typed = text.trim().toLowerCase().replaceAll(/\s+/gu, ' ')
  const words = OF_TWO.find((known) => typed === known || typed.startsWith(`${known} `))
  if (words === undefined) return undefined
  const why = `This is done on the machine that runs AI Usage, as \`ai-usage ${words}\`. Ask whoever runs it.`
  return {
    kind: 'misread',
    text,
    problems: [{ text: words, why, suggestions: [] }],
    suggestion: 'status',
  }
}
