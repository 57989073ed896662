import type { Ruled } from '#books.ts'
import type { Pseudonymizer } from '#collect.ts'

import type { TeamRules } from './rules.ts'

/** A pseudonymizer for doors that usage and lists of users come in by. */
export type RuledDoor = {
  readonly pseudonyms: Pseudonymizer
  /** The teams of those that came in since the last time; each is given once. */
  readonly take: () => readonly Ruled[]
}

/** Notes the team of every identifier that is hashed, since afterwards nobody can tell. */
export function ruledDoor(pseudonyms: Pseudonymizer, rules: TeamRules): RuledDoor {
  let seen = new Map<string, string | null>()
  const known = new Map<string, string | null>()
  return {
    pseudonyms: {
      ...pseudonyms,
      person(identifier) {
        const account = pseudonyms.person(identifier)
        if (!known.has(account)) {
          const unit = rules.unitOf(identifier) ?? null
          known.set(account, unit)
          seen.set(account, unit)
        }
        return account
      },
    },
    take() {
      const taken = [...seen].map(([account, unit]) => ({ account, unit }))
      seen = new Map()
      return taken
    },
  }
}
