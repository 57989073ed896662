import { Temporal } from 'temporal-polyfill'

import type { GovernanceLine } from './search.ts'

/** The columns of the file, in order, and what each means. */
export const GOVERNANCE_COLUMNS = {
  happened_at: 'When it happened, as its vendor says',
  told_at: 'When it came here',
  tool: 'The product',
  source: 'The log it is from',
  type: 'What kind of event it is',
  action: 'The vendor’s own word',
  who: 'Who did it, by alias; empty where nobody is named',
  whom: 'To whom it was done, by alias',
  object_kind: 'What it was done to',
  object: 'Which one, as a keyed hash',
  outcome: '`ok`, `denied`, or empty where the vendor does not say',
  key: 'The API key it was done with, by its label',
  place:
    '`ours`, `other address` or `other endpoint`; empty where that is not known, and, but for an endpoint, of what a person did',
  event: 'A hash of the vendor’s id of the entry',
  reference:
    'The vendor’s id of the entry, for finding it in the vendor’s own log; empty where it has none, or about who was forgotten',
  published_at: 'When its vendor made it available; empty where the vendor does not say',
} as const

const instant = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString()

/** One row per event, in the order given. */
export function governanceRows(
  lines: readonly GovernanceLine[],
): readonly (readonly (string | null)[])[] {
  return lines.map((line) => [
    instant(line.at),
    instant(line.told),
    line.tool,
    line.source,
    line.type,
    line.action,
    line.actor,
    line.target,
    line.objectKind,
    line.object,
    line.outcome,
    line.key,
    line.place,
    line.event,
    line.reference,
    line.published === null ? null : instant(line.published),
  ])
}
