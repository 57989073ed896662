import { isAlias } from '#core/privacy/alias.ts'

/** What an audit row says of a look at people: each one shown, and the role of who looked. They see it with `me`. */
export function looked(names: Iterable<string | null>, role: string) {
  // Keys and services go by their own names.
  const people = new Set([...names].filter((name) => name !== null && isAlias(name)))
  return people.size === 0 ? {} : { people: [...people].join(' '), role }
}
