import type { TakenLimits } from '#core/quartile/limits.ts'

import type { Withheld } from './withheld.ts'

/** Numbers that add up, but for distinct people. */
export type SummedMetric =
  | 'messages'
  | 'sessions'
  | 'spend'
  | 'input_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'output_tokens'
  | 'output_characters'

/** One sum over another, both of the same tools and days; never a mean of such numbers. */
export type RatioMetric =
  | 'messages_per_session'
  | 'sessions_per_person_week'
  | 'tokens_per_person_week'
  | 'cost_per_person'
  | 'cost_per_session'
  | 'cost_per_message'
  | 'output_input_ratio'
  | 'cache_hit_rate'
  | 'acceptance_rate'
  | 'agent_share'
  | 'error_rate'
  | 'short_prompt_share'
  | 'middle_prompt_share'
  | 'long_prompt_share'
  | 'one_message_share'
  | 'long_session_share'
  | 'premium_share'

/** The middle of a spread, from a histogram. */
export type MedianMetric = 'prompt_length' | 'session_duration' | 'median_session_depth'

/** Of runs of agents, prompts and tools, which are counted apart from use. */
export type AgentMetric = 'agent_runs' | 'agent_success' | 'asset_runs'

/** Of each person by itself, put together only then. */
export type PersonMetric =
  | 'proficiency'
  | 'habit_rate'
  | 'level_rises'
  | 'level_falls'
  | 'premium_starts'

/** Of all people there are, or all who were given a seat: also those without any use. */
type EveryoneMetric = 'adoption' | 'activation'

/** Licences as they are on the last day of a period; nothing of them adds up over days. */
export type SeatMetric =
  | 'assigned_seats'
  | 'purchased_seats'
  | 'active_seats'
  | 'seat_utilisation'
  | 'idle_seats'
  | 'idle_seat_cost'

/** Each has its definition in `catalogue.ts`. */
export type MetricId =
  | SummedMetric
  | RatioMetric
  | MedianMetric
  | SeatMetric
  | AgentMetric
  | PersonMetric
  | EveryoneMetric
  | 'concentration'
  | 'active_people'
  | 'weekly_active_people'

/** Those that end in `_each`, ratios and shares do not add up; see `unit.ts`. */
export type Unit =
  | 'count'
  | 'people'
  | 'tokens'
  | 'characters'
  | 'usd_micros'
  | 'usd_micros_each'
  /** A month. */
  | 'usd_micros_month'
  | 'seats'
  | 'ratio'
  | 'seconds'
  /** 0..1 */
  | 'share'

/**
 * A number below 2^53, or null where it cannot be known. Missing is never 0. Whole, but for ratios,
 * shares and averages.
 */
export type Value = number | null

export type Dimension =
  | 'team'
  | 'department'
  | 'user'
  | 'model'
  | 'tool'
  | 'feature'
  | 'level'
  | 'quartile'
  | 'asset'

/** One bucket of the series: a day, or a Monday week, starting on `from`. */
export type Point = { readonly from: string; readonly value: Value }

/**
 * One group of a split. `key` is null for what has no model, unit or person ("unattributed").
 * `label` is what a person reads (a unit's name, a person's alias); JSON carries `key` alone.
 */
export type Row = {
  readonly key: string | null
  readonly label: string
  /** What it is of the second dimension, where there are two. */
  readonly also?: { readonly key: string | null; readonly label: string }
  readonly now: Value
  readonly before: Value
  /** The group's own buckets, for charts of shares; same buckets as the measurement's series. */
  readonly series?: readonly Value[]
  /** Set where `now` is null because it is not told. */
  readonly withheld?: Withheld
  /** How the group's spend is known, where rows were asked for with their series. */
  readonly spent?: Spent
}

/** What rows are split by, and what each of these groups again. */
export type Split = { readonly dimension: Dimension; readonly also?: Dimension }

/** Which tools in scope can report this number, and which cannot. Names, sorted. */
type Coverage = { readonly tools: readonly string[]; readonly cannot: readonly string[] }

/**
 * The same number over only the days that are covered in both periods, paired day by day
 * (n-th day with n-th day), per tool. What a change may be computed from.
 */
type Comparable = {
  readonly now: Value
  readonly before: Value
  /** Day pairs with at least one tool covered on both sides, and working days among them. */
  readonly days: number
  readonly workingDaysNow: number
  readonly workingDaysBefore: number
}

/** One of the numbers a ratio or an average is made of, over the same tools and days. */
type MadeOf = {
  readonly name: string
  readonly unit: Unit
  readonly now: Value
  readonly before: Value
}

type Spent = { readonly unpricedTokenShare: Value; readonly byBasis: SpendBasis | null }

export type SpendBasis = {
  readonly billed: number
  readonly estimated: number
  readonly credits: number
}

export type Measurement = {
  readonly metric: MetricId
  readonly unit: Unit
  readonly now: Value
  readonly before: Value
  readonly comparable: Comparable
  readonly coverage: Coverage
  readonly series: readonly Point[]
  /** The comparison period's buckets, n-th against n-th of `series`. */
  readonly seriesBefore: readonly Point[]
  /** `withheld`: what is published has no such split. */
  readonly by?: Split & { readonly rows: readonly Row[]; readonly withheld?: Withheld }
  /** What it is made of, where it is no sum: numerator, denominator, what was left out. */
  readonly madeOf?: readonly MadeOf[]
  /** Only for spend and what is reckoned from it: share (0..1) of tokens in scope whose price is unknown; null when no tokens. */
  readonly unpricedTokenShare?: number | null
  /** Only for concentration: what the most active tenth of people did of all, the first two tenths … */
  readonly tenths?: readonly number[]
  /** Only for spend: how `now` divides into bases; adds up to `now`. */
  readonly byBasis?: SpendBasis
  /** Set where `now` is null because it is not told. */
  readonly withheld?: Withheld
}

/** How far one tool's data reaches, within the question's scope. */
type ToolCoverage = {
  readonly tool: string
  readonly dataThrough: string | null
  /** The zone of the vendor's day buckets. */
  readonly bucketZone: string
}

/** Everything measured for one question. */
export type Measured = {
  readonly measurements: readonly Measurement[]
  /** The minimum over the tools in scope; null when nothing is covered. */
  readonly dataThrough: string | null
  readonly tools: readonly ToolCoverage[]
  /** People whose home unit is in scope on the period's last covered day; null without a directory. */
  readonly headcount: number | null
  /** Only where quartile levels are asked for: the limits of the tools that have some. */
  readonly limits?: readonly TakenLimits[]
  /** True when no row of use at all falls in scope in either period. */
  readonly empty: boolean
}
