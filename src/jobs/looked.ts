import { isAlias } from '#core/privacy/alias.ts'

import type { Taken } from './outcome.ts'

/** What an audit row says of a look at people: each one shown, and the role of who looked. They see it with `me`. */
export function looked(names: Iterable<string | null>, role: string) {
  // Keys and services go by their own names.
  const people = new Set([...names].filter((name) => name !== null && isAlias(name)))
  return people.size === 0 ? {} : { people: [...people].join(' '), role }
}

/** Everyone of whom an answer holds numbers. Its file tells them all; its message says the first rows of a split. */
export function everyoneIn({ answered: { labels, measured, compared } }: Taken): readonly string[] {
  const rows = measured.measurements.flatMap(({ by }) => {
    if (by?.dimension === 'user') return by.rows.map(({ key }) => key)
    return by?.also === 'user' ? by.rows.map(({ also }) => also?.key ?? null) : []
  })
  const named = [...(labels.user ?? []), ...(compared?.labels.user ?? [])]
  return [...new Set([...named, ...rows.flatMap((key) => key ?? [])])]
}
