import { type Day, monday } from '#core/time/day.ts'

import type { Actor, Finding } from './alert.ts'
import { sharedKey } from './rules/shared-key.ts'

/** Use of a key on one day: by how many people, and from how many networks, ours being one. */
export type KeyDay = {
  readonly key: Actor
  readonly tool: string
  readonly day: Day
  readonly people: readonly Actor[]
  readonly networks: number
  /** Epoch milliseconds of the last. */
  readonly at: number
}

const FEWEST_PEOPLE = 2
/** At home, on the way, in the office: one person has three. */
const FEWEST_NETWORKS = 4

/** Keys that more than one seems to use; a key is told of once a week. */
export function sharedKeyFindings(days: readonly KeyDay[]): readonly Finding[] {
  const { id: rule, severity } = sharedKey
  return days
    .filter(({ people, networks }) => people.length >= FEWEST_PEOPLE || networks >= FEWEST_NETWORKS)
    .map(({ key, tool, day, people, networks, at }) => ({
      rule,
      severity,
      says:
        people.length >= FEWEST_PEOPLE
          ? 'One key was used by several people in a day'
          : `One key was used from ${networks} networks in a day`,
      tool,
      // A key is one thing, in however many tools it is used.
      subject: `key/${key.account}/${monday(day)}`,
      at,
      actor: null,
      also: [key, ...people],
      once: true,
      command: `governance tool:${/^[\w.-]+$/.test(tool) ? tool : JSON.stringify(tool)} 7d`,
    }))
}
