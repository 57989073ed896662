import { ALIASES } from '#core/privacy/alias.ts'

import type { Message, Part } from './message.ts'

/** Every alias that is said, each once. */
export const aliasesIn = (said: Message): readonly string[] => [
  ...new Set(JSON.stringify(said).match(ALIASES)),
]

/** Text that is typed back, as `user:p-6kz6ex`, keeps its alias. */
const CODE = /(`[^`]*`)/

/**
 * The same with names before aliases, for one reader: `Ada Byron (p-6kz6ex)`. Charts and buttons keep
 * aliases: pictures lie at the platform's, and commands are written down.
 */
export function withNames(message: Message, names: ReadonlyMap<string, string>): Message {
  const called = new Map([...names].map(([alias, name]) => [alias, name.replace(/[*`]/g, '')]))
  const say = (text: string) =>
    text
      .split(CODE)
      .map((piece, at) =>
        at % 2 === 1
          ? piece
          : piece.replace(ALIASES, (alias) => {
              const name = called.get(alias)
              return name === undefined ? alias : `${name} (${alias})`
            }),
      )
      .join('')
  const { details } = message
  return {
    ...message,
    title: say(message.title),
    summary: say(message.summary),
    parts: message.parts.map((part) => named(part, say)),
    ...(details && { details: details.map((part) => named(part, say)) }),
  }
}

function named(part: Part, say: (text: string) => string): Part {
  switch (part.kind) {
    case 'text':
    case 'note':
      return { ...part, text: say(part.text) }
    case 'facts':
      return {
        ...part,
        facts: part.facts.map((fact) => ({
          ...fact,
          value: say(fact.value),
          ...(fact.note !== undefined && { note: say(fact.note) }),
        })),
      }
    case 'table':
      return { ...part, rows: part.rows.map((row) => row.map(say)) }
    case 'chart':
    case 'buttons':
      return part
  }
}
