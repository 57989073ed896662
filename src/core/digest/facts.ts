import type { StreamStatus } from '#core/collect/status.ts'
import type { Filters } from '#core/command/command.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { MetricId, SpendBasis, Value } from '#core/metric/metric.ts'
import type { Note } from '#core/note/note.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import type { BesidePinned } from './beside-pinned.ts'
import type { CohortMonths } from './cohort-months.ts'
import type { EqualAge } from './equal-age.ts'
import type { Restated } from './restated.ts'
import type { SignalWeeks, TooFew } from './signal-weeks.ts'

/** Numbers a digest follows from week to week. */
export const FOLLOWED = [
  'spend',
  'messages',
  'sessions',
  'weekly_active_people',
  'messages_per_session',
] as const satisfies readonly MetricId[]
export type Followed = (typeof FOLLOWED)[number]

/** A unit's weeks, oldest first: what was measured, null where it is not known in full. */
export type UnitWeeks = {
  /** Null: the whole company. */
  readonly path: string | null
  readonly label: string
  /** People whose home unit it is, at the end of each week; null without a directory. */
  readonly members: readonly Value[]
  readonly values: Readonly<Record<Followed, readonly Value[]>>
}

/** A tool that is left out of what is compared, because it is not known in the week's every day. */
export type LeftOut = { readonly tool: string; readonly dataThrough: string | null }

/** Seats of one tool and plan. Prices in whole millionths of `currency`, a seat a month. */
export type SeatUse = {
  readonly tool: string
  readonly plan: string
  readonly purchased: number | null
  readonly assigned: number
  /** Whether enough of the last 30 days is known to say who was idle. */
  readonly known: boolean
  /** Nothing is kept of one person on some of those days: nobody can tell, then or later. */
  readonly uncounted?: true
  /** Assigned for 30 days or longer and not used in the last 30; `never` of them at no time. */
  readonly idle: number
  readonly never: number
  /** Assigned less than 30 days ago and not used since: not idle. */
  readonly grace: number
  /** Not used in the last 30 days by people on leave: not idle. */
  readonly away: number
  readonly monthlyMicros: number | null
  readonly currency: string
  /** Who said the price: a contract, or the list of seats. */
  readonly priced: 'contract' | 'seats' | null
  readonly idleBy: readonly { readonly department: string | null; readonly idle: number }[]
}

/** A department's last week. */
export type DepartmentWeek = {
  readonly path: string
  readonly label: string
  readonly people: Value
  readonly sessionsPerPerson: Value
  readonly depth: Value
}

/** A model in one tool in the last four weeks, and its messages week by week. */
export type ModelWeeks = {
  readonly tool: string
  readonly key: string | null
  readonly label: string
  readonly series: readonly Value[]
  readonly messages: Value
  readonly spend: Value
}

/** What was promised to a vendor over a term, and what of it is spent. Money in micro-dollars. */
export type Commitment = {
  readonly tool: string
  readonly from: Day
  readonly to: Day
  readonly committed: number
  readonly spent: Value
}

/** A budget that is on, in the week or month that the digest's week ends in. Money in micro-dollars. */
export type Budget = {
  /** Its number. */
  readonly rule: string
  /** `Engineering`. */
  readonly of: string
  readonly filters: Pick<Filters, 'team' | 'group' | 'model' | 'tool'>
  readonly per: 'week' | 'month'
  readonly from: Day
  readonly to: Day
  readonly amount: number
  readonly spent: Value
}

/** Entries of audit logs in the last week and the week before, by what was done. */
export type GovernanceWeek = {
  readonly type: string
  readonly now: number
  readonly before: number
  readonly denied: number
}

/** Runs of a shared prompt, tool or agent in the last four weeks and the four before. */
export type AssetWeeks = {
  readonly kind: string
  /** What has no name here has a short one: `agent 3f9a2c`. */
  readonly label: string
  readonly runs: number
  readonly failed: number
  readonly runsBefore: number
  readonly failedBefore: number
  readonly people: number
  /** The unit whose people ran it most. */
  readonly unit: string | null
}

/** What became of one rule's alerts that were told in the week. */
export type RuleWeek = {
  readonly rule: string
  readonly alerts: number
  readonly useful: number
  readonly noise: number
}

/** Alerts of a week, and what was changed of their rules, as it was typed. */
export type AlertWeek = {
  readonly rules: readonly RuleWeek[]
  readonly changes: readonly string[]
}

/**
 * Everything a digest is written from. What is null is not kept here, or not for this reader; a view
 * then says so.
 */
export type DigestFacts = {
  /** A Monday; the week is the one that ended the day before. */
  readonly asOf: Day
  readonly week: Period
  /** The Mondays of all weeks, oldest first, the last of them that of `week`. */
  readonly weeks: readonly Day[]
  readonly workingDays: readonly number[]
  readonly view: 'exact' | 'published'
  /** What the digest is of. */
  readonly whole: UnitWeeks
  /** Everyone, where the digest is of a team. */
  readonly company?: UnitWeeks
  /**
   * Each unit by itself, for exact numbers: of a team's digest too, to compare it with. The same array
   * in all digests of one company and moment: what it gives by itself is worked out once.
   */
  readonly units: readonly UnitWeeks[]
  /** What `whole` spent in the week, by how it is known; null where nobody says. */
  readonly basis: SpendBasis | null
  readonly unpricedShare: Value
  readonly dataThrough: string | null
  readonly tools: readonly string[]
  readonly leftOut: readonly LeftOut[]
  readonly models: readonly ModelWeeks[]
  readonly prompts: Readonly<Record<'short' | 'long', readonly Value[]>> | null
  readonly departments: readonly DepartmentWeek[]
  readonly seats: readonly SeatUse[] | null
  readonly contracts: readonly Contract[] | null
  readonly commitments: readonly Commitment[] | null
  /** Undefined for who is not told of them. */
  readonly budgets?: readonly Budget[]
  /** Null where too few months are known; undefined for who is not told of them. */
  readonly cohorts?: CohortMonths | null
  readonly streams: readonly StreamStatus[] | null
  readonly governance: readonly GovernanceWeek[] | null
  /** Undefined for who does not read of audit logs. */
  readonly alerts?: AlertWeek | undefined
  readonly assets: readonly AssetWeeks[] | null
  /**
   * How work goes with AI, of what the digest is of: undefined where its readers are not told, null where
   * nothing is known of anybody.
   */
  readonly signals?: SignalWeeks | TooFew | null
  /** Of the company's exact digest: what the week that has begun is expected by. */
  readonly ahead?: {
    readonly workingDays: number
    /** The tools that the company's numbers are of. */
    readonly tools: Readonly<Record<'spend' | 'messages', readonly string[]>>
  }
  /** How far in the weeks are, where it is known when days became known. */
  readonly age?: EqualAge
  /** Of a Monday that has been: what became known of its week since. */
  readonly restated?: Restated
  /** The week beside the days that are pinned. */
  readonly pinned?: BesidePinned
  /** What admins noted. */
  readonly notes?: readonly Note[]
}

/** The value of the last week. */
export const last = (values: readonly Value[]): Value => values.at(-1) ?? null
