import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, MetricId, Point, Row } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'
import type { Question } from '#ports.ts'

import type { Abilities } from './abilities.ts'
import { type Calendar, comparedDays, type Knows, type Side } from './calendar.ts'
import type { Tool } from './coverage.ts'
import { byRank, type Group } from './measure-groups.ts'
import { type Sums, tokens, total } from './metric-columns.ts'
import { countsPeople, isRatio, isSpent, RATIOS } from './ratios.ts'
import type { Parts, RanksIn, Reading, SumsOf } from './readings.ts'

/** What a measurement is made of, whatever the metric. */
export type Ground = {
  readonly question: Question
  readonly calendar: Calendar
  readonly knows: Knows
  /** The tools in scope. */
  readonly tools: readonly Tool[]
  readonly can: Abilities
  readonly groups: readonly Group[]
}

/** A metric's numbers, each null where none of the tools that report it is known. */
export function measurement(metric: MetricId, read: Reading, ground: Ground): Measurement {
  const { question, calendar, knows, tools, can } = ground
  const able = tools.filter(({ id }) => can(id, metric))
  const unable = tools.filter(({ id }) => !can(id, metric))
  const ids = able.map(({ id }) => id)
  const compared = comparedDays(calendar, ids)
  const points = (side: Side): readonly Point[] =>
    calendar.buckets[side].map((from, bucket) => ({
      from,
      value: knows(ids, side, bucket) ? read({ side, bucket }) : null,
    }))
  return {
    metric,
    unit: catalogue[metric].unit,
    now: knows(ids, 0) ? read({ side: 0 }) : null,
    before: knows(ids, 1) ? read({ side: 1 }) : null,
    comparable: {
      now: compared.days > 0 ? read({ side: 0, paired: true }) : null,
      before: compared.days > 0 ? read({ side: 1, paired: true }) : null,
      ...compared,
    },
    coverage: { tools: able.map(({ name }) => name), cannot: unable.map(({ name }) => name) },
    series: points(0),
    seriesBefore: points(1),
    ...(question.by && {
      by: {
        dimension: question.by,
        ...(question.also && { also: question.also }),
        rows: split(metric, read, ground),
      },
    }),
  }
}

/** A group's numbers are those of the question narrowed to it: known where one of its tools is. */
function split(metric: MetricId, read: Reading, ground: Ground): readonly Row[] {
  const { question, calendar, knows, can, groups } = ground
  const rows = groups.map(({ key: id, name, label, also: second, tools }): Row => {
    const of = { key: id, also: second?.key ?? null }
    const ids = tools.filter((tool) => can(tool, metric))
    const row = {
      key: name,
      label,
      ...(second && { also: { key: second.name, label: second.label } }),
      now: knows(ids, 0) ? read({ side: 0, ...of }) : null,
      before: knows(ids, 1) ? read({ side: 1, ...of }) : null,
    }
    // People are too many to draw over time, and what does not add up does not stack.
    const stacks = addsUp(catalogue[metric].unit) && (!second || question.rowSeries)
    if (question.by === 'user' || !(stacks || (question.rowSeries && inBuckets(metric)))) return row
    const series = calendar.buckets[0].map((_, bucket) =>
      knows(ids, 0, bucket) ? read({ side: 0, bucket, ...of }) : null,
    )
    return Object.assign(row, { series })
  })
  return rows.toSorted(byRank)
}

/** Whether what it is made of was gathered for each bucket of a group. */
const inBuckets = (metric: MetricId): boolean =>
  metric === 'weekly_active_people' || (isRatio(metric) && !countsPeople(RATIOS[metric]))

/** What a ratio or an average is made of, over all of both periods. */
export function withParts(measured: Measurement, parts: Parts, ground: Ground): Measurement {
  const { tools, can, knows } = ground
  const { metric } = measured
  const ids = tools.flatMap(({ id }) => (can(id, metric) ? [id] : []))
  const [now, before] = ([0, 1] as const).map((side) => (knows(ids, side) ? parts({ side }) : []))
  const { madeOf = [] } = catalogue[metric]
  return {
    ...measured,
    madeOf: madeOf.map((part, n) =>
      Object.assign({ now: now?.[n] ?? null, before: before?.[n] ?? null }, part),
    ),
  }
}

/** The curve of it, or why it is not told. */
export function withTenths(
  measured: Measurement,
  { ranksIn, sumsOf }: { readonly ranksIn: RanksIn; readonly sumsOf: SumsOf },
): Measurement {
  const found = ranksIn({ side: 0 })
  if (found) return { ...measured, tenths: found.tenths.map((upto) => upto / found.all) }
  const few = total(sumsOf({ side: 0 }), 'messages') > 0
  return few ? { ...measured, withheld: { reason: 'few' } } : measured
}

/** How sure the spend is: what it rests on, and how much of the use has no price. */
export function withBasis(spend: Measurement, sums: readonly Sums[]): Measurement {
  if (!isSpent(spend.metric)) return spend
  const { unpricedTokenShare, byBasis } = basisOf(sums)
  return {
    ...spend,
    unpricedTokenShare,
    ...(spend.metric === 'spend' && spend.now !== null && { byBasis }),
  }
}

/** As `withBasis`, of each group by itself. */
export function withRowBasis(spend: Measurement, sumsOf: SumsOf, ground: Ground): Measurement {
  const { question, groups } = ground
  if (spend.metric !== 'spend' || !spend.by || question.rowSeries !== true || question.also)
    return spend
  const sums = new Map(groups.map(({ key, name }) => [name, sumsOf({ side: 0, key })]))
  const rows = spend.by.rows.map((row): Row => {
    const { unpricedTokenShare, byBasis } = basisOf(sums.get(row.key) ?? [])
    return { ...row, spent: { unpricedTokenShare, byBasis: row.now === null ? null : byBasis } }
  })
  return { ...spend, by: { ...spend.by, rows } }
}

function basisOf(sums: readonly Sums[]) {
  const all = tokens(sums)
  return {
    unpricedTokenShare: all > 0 ? total(sums, 'unpriced_tokens') / all : null,
    byBasis: {
      billed: total(sums, 'billed'),
      estimated: total(sums, 'estimated'),
      credits: total(sums, 'credits'),
    },
  }
}
