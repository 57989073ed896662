import { topRows } from '#core/insight/split.ts'
import { isAlias } from '#core/privacy/alias.ts'

import type { Taken } from './outcome.ts'

/** What an audit row says of a look at people: each one shown, and the role of who looked. They see it with `me`. */
export function looked(names: Iterable<string | null>, role: string) {
  // Keys and services go by their own names.
  const people = new Set([...names].filter((name) => name !== null && isAlias(name)))
  return people.size === 0 ? {} : { people: [...people].join(' '), role }
}

/** Whom a question is about by name. */
export const askedAbout = ({ answered: { labels, compared } }: Taken): readonly string[] => [
  ...(labels.user ?? []),
  ...(compared?.labels.user ?? []),
]

/** Everyone of whom the file of an answer, or its JSON, has numbers. Its message says the first rows of a split. */
export function everyoneIn(taken: Taken): readonly string[] {
  const { ask, measured } = taken.answered
  const rows = measured.measurements.flatMap(({ by }) => {
    const kept = by ? topRows(by.rows, ask.top) : []
    if (by?.dimension === 'user') return kept.map(({ key }) => key)
    return by?.also === 'user' ? kept.map(({ also }) => also?.key ?? null) : []
  })
  return [...new Set([...askedAbout(taken), ...rows.flatMap((key) => key ?? [])])]
}
