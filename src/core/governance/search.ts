import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { GovernanceType } from './type.ts'

/** What the events of a search are counted by. */
const GOVERNANCE_SPLITS = ['type', 'tool', 'team'] as const
export type GovernanceSplit = (typeof GOVERNANCE_SPLITS)[number]

/** Days are the workspace's; ids are those of a `Scope`. */
export type GovernanceSearch = {
  readonly period: Period
  readonly previous: Period
  readonly zone: string
  readonly by: GovernanceSplit
  readonly types?: readonly GovernanceType[]
  /** The team of who did it, as it was that day. */
  readonly teams?: readonly number[]
  readonly tools?: readonly number[]
}

/** One entry of an audit log. People by alias, services by name; null where nobody is named. Epoch milliseconds. */
export type GovernanceLine = {
  /** When it happened, as its vendor says. */
  readonly at: number
  /** When it came here. */
  readonly told: number
  readonly source: string
  readonly tool: string
  readonly type: string
  /** The vendor's own word. */
  readonly action: string
  readonly actor: string | null
  readonly target: string | null
  readonly objectKind: string | null
  /** Hex; a keyed hash. */
  readonly object: string | null
  readonly outcome: 'ok' | 'denied' | null
  /** The API key it was done with, by its label, and whether it was used where ours are: no whereabouts of a person. */
  readonly key: string | null
  readonly place: string | null
  /** Hex; a hash of the vendor's id. */
  readonly event: string
  /** The vendor's id itself, for its own log; null where it has none, or it is kept no longer. */
  readonly reference: string | null
  /** When its vendor made it available; null where it does not say. */
  readonly published: number | null
}

/** How many on one day, of one type, tool or team; `key` null for who is in no team. */
export type GovernanceCount = {
  readonly day: Day
  readonly key: string | null
  readonly count: number
}

export type GovernanceSeen = {
  /** Of both periods; days without an event are left out. */
  readonly counts: readonly GovernanceCount[]
  /** The newest of the period, at most as many as were asked for. */
  readonly latest: readonly GovernanceLine[]
  /** Between happening and coming here, in the period; null without events. Milliseconds. */
  readonly lag: { readonly median: number; readonly most: number } | null
  /** The day of the first event of all; null when no source ever gave one. */
  readonly since: Day | null
}
