import type { MetricId, RatioMetric, Value } from '#core/metric/metric.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

import type { Cut } from './calendar.ts'
import { type Column, SPEND, type Sums, TOKENS, total, valueOf } from './metric-columns.ts'
import type { PeopleIn, SumsOf } from './readings.ts'

/** What a ratio divides or is divided by. */
type Quantity =
  | { readonly kind: 'sum'; readonly columns: readonly Column[] }
  | { readonly kind: 'spend' }
  | { readonly kind: 'people' }
  /** People, times the weeks they are counted over. */
  | { readonly kind: 'person weeks' }

export type Ratio = {
  readonly over: Quantity
  readonly under: Quantity
  /** What must be covered, all of it, for a tool's day to count on either side. */
  readonly measures: readonly MeasureGroup[]
}

const sum = (...columns: readonly Column[]): Quantity => ({ kind: 'sum', columns })
const SPENT = { kind: 'spend' } as const
const PEOPLE = { kind: 'people' } as const
const PERSON_WEEKS = { kind: 'person weeks' } as const

export const RATIOS: Readonly<Record<RatioMetric, Ratio>> = {
  messages_per_session: {
    over: sum('session_messages'),
    under: sum('message_sessions'),
    measures: ['activity'],
  },
  sessions_per_person_week: { over: sum('sessions'), under: PERSON_WEEKS, measures: ['activity'] },
  tokens_per_person_week: {
    over: sum(...TOKENS),
    under: PERSON_WEEKS,
    measures: ['activity', 'tokens'],
  },
  cost_per_person: { over: SPENT, under: PEOPLE, measures: ['activity', 'cost'] },
  cost_per_session: { over: SPENT, under: sum('sessions'), measures: ['activity', 'cost'] },
  cost_per_message: { over: SPENT, under: sum('messages'), measures: ['activity', 'cost'] },
  output_input_ratio: {
    over: sum('answered_output'),
    under: sum('answered_input'),
    measures: ['tokens'],
  },
  cache_hit_rate: {
    over: sum('cached_input'),
    under: sum('cacheable_input'),
    measures: ['tokens'],
  },
  acceptance_rate: { over: sum('accepted'), under: sum('suggested'), measures: ['activity'] },
  agent_share: { over: sum('by_agents'), under: sum('by_anyone'), measures: ['tokens'] },
  error_rate: { over: sum('failed'), under: sum('tried'), measures: ['tokens'] },
  short_prompt_share: {
    over: sum('short_prompts'),
    under: sum('of_short_prompts'),
    measures: ['activity'],
  },
  middle_prompt_share: {
    over: sum('middle_prompts'),
    under: sum('of_middle_prompts'),
    measures: ['activity'],
  },
  long_prompt_share: {
    over: sum('long_prompts'),
    under: sum('of_long_prompts'),
    measures: ['activity'],
  },
  one_message_share: {
    over: sum('one_message_sessions'),
    under: sum('sessions_of_known_depth'),
    measures: ['activity'],
  },
  long_session_share: {
    over: sum('long_sessions'),
    under: sum('sessions_of_known_depth'),
    measures: ['activity'],
  },
  premium_share: {
    over: sum('premium_sessions'),
    under: sum('sessions_of_known_model'),
    measures: ['activity'],
  },
}

export const isRatio = (metric: MetricId): metric is RatioMetric => metric in RATIOS

/** Whether a metric is money spent, or reckoned from it. */
export const isSpent = (metric: MetricId): boolean =>
  metric === 'spend' ||
  Object.entries(RATIOS).some(([id, { over }]) => id === metric && over.kind === 'spend')

export const countsPeople = ({ under }: Ratio): boolean =>
  under.kind === 'people' || under.kind === 'person weeks'

export function ratioColumns({ over, under }: Ratio): readonly Column[] {
  return [over, under].flatMap((quantity) => {
    switch (quantity.kind) {
      case 'sum':
        return quantity.columns
      case 'spend':
        return SPEND
      case 'people':
      case 'person weeks':
        return []
    }
  })
}

/** How many weeks a cut is long, by its known days; null where it is none. */
export type WeeksIn = (cut: Partial<Cut>) => number | null

export type Gathered = {
  readonly sumsOf: SumsOf
  readonly peopleIn: PeopleIn
  readonly weeksIn: WeeksIn
}

/** What a ratio is made of over a cut, as its definition lists it. */
export function ratioParts(ratio: Ratio, cut: Partial<Cut>, gathered: Gathered): readonly Value[] {
  const { sumsOf, peopleIn, weeksIn } = gathered
  const of = (quantity: Quantity): readonly Value[] => {
    switch (quantity.kind) {
      case 'sum':
        return [added(sumsOf(cut), quantity.columns)]
      case 'spend':
        return [valueOf('spend', sumsOf(cut))]
      case 'people':
        return [peopleIn(cut)]
      case 'person weeks':
        return [peopleIn(cut), weeksIn(cut)]
    }
  }
  return [...of(ratio.over), ...of(ratio.under)]
}

/** The first over all others; null where it cannot be told. */
export function divided(parts: readonly Value[], round: boolean): Value {
  const [over = null, ...unders] = parts
  const under = unders.reduce<Value>(
    (product, value) => (product === null || value === null ? null : product * value),
    1,
  )
  if (over === null || under === null || under <= 0) return null
  return round ? halfEven(over / under) : over / under
}

function added(sums: readonly Sums[], columns: readonly Column[]): number {
  return columns.reduce((all, column) => all + total(sums, column), 0)
}

function halfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
}
