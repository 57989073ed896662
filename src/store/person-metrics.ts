import { sql } from 'drizzle-orm'

import type { MetricId, PersonMetric, Value } from '#core/metric/metric.ts'
import type { Question } from '#ports.ts'

import type { Cut } from './calendar.ts'
import { divided } from './ratios.ts'

/** What is counted of the people of a cut: see the file that counts it. */
export type TallyKind = 'score' | 'moves' | 'premium'

export type Tally = Cut & Readonly<Record<string, number | boolean | null>>

export type Tallies = {
  readonly found: readonly Tally[]
  /** Of each side, whether it is known far enough back. */
  readonly told: readonly [boolean, boolean]
}

type Tallied = {
  readonly kind: TallyKind
  /** The columns it is made of, as its definition lists them. */
  readonly parts: readonly [string, string]
  /** Whether it is the first over the second; else the first alone. */
  readonly divides: boolean
}

export const PERSON_METRICS: Readonly<Record<PersonMetric, Tallied>> = {
  proficiency: { kind: 'score', parts: ['points', 'people'], divides: true },
  habit_rate: { kind: 'score', parts: ['regular', 'people'], divides: true },
  level_rises: { kind: 'moves', parts: ['risen', 'people'], divides: false },
  level_falls: { kind: 'moves', parts: ['fallen', 'people'], divides: false },
  premium_starts: { kind: 'premium', parts: ['fresh', 'people'], divides: false },
}

/** Each person of the whole, and of each group where there are groups: both as parts of grouping sets. */
export const groupingOf = ({ by }: Pick<Question, 'by'>) => ({
  whole: by ? sql`person_id` : sql`key, also, person_id`,
  groups: by ? sql`, (side, key, also, person_id)` : sql``,
})

export const isOfPersons = (metric: MetricId): metric is PersonMetric => metric in PERSON_METRICS

/** What a metric is made of over a cut, and what it comes to; null where that is not known. */
export function personReading(
  metric: PersonMetric,
  tallyIn: (cut: Partial<Cut>) => Tally | undefined,
  told: Tallies['told'],
) {
  const { parts: names, divides } = PERSON_METRICS[metric]
  const parts = (cut: Partial<Cut>): readonly Value[] => {
    const { side = 0, bucket } = cut
    // Moves are of the whole period.
    if (!told[side] || (!divides && typeof bucket === 'number')) return [null, null]
    const found = tallyIn(cut)
    return names.map((name) => Number(found?.[name] ?? 0))
  }
  const read = (cut: Partial<Cut>): Value =>
    divides ? divided(parts(cut), false) : (parts(cut)[0] ?? null)
  return { read, parts }
}
