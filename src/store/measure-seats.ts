import { catalogue } from '#core/metric/catalogue.ts'
import type { Dimension, Measurement, Row, SeatMetric, Value } from '#core/metric/metric.ts'
import { seatDay } from '#core/metric/seats-on.ts'
import type { Day } from '#core/time/day.ts'
import { eachDay, length } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Calendar } from './calendar.ts'
import { byRank, groupLabel } from './measure-groups.ts'
import { type SeatCount, type SeatNames, seatNames, seatsOn, type SeatsOn } from './seat-counts.ts'
import { seatNumber, seatTools, type SomeSeats } from './seat-numbers.ts'
import { idleFrom } from './seat-use.ts'

type Sides = readonly [SeatsOn, SeatsOn]

type Ground = {
  readonly question: Question
  readonly sides: Sides
  readonly names: readonly SeatNames[]
  readonly buckets: Calendar['buckets']
  /** The tools that were used in scope. */
  readonly used: readonly string[]
  /** On which days nobody's use is kept: who was idle then can't be known. */
  readonly unitDays?: ((day: Day) => boolean) | undefined
}

/** Seats as they are on the last day of either period; there is no course of them. */
export async function seatMeasurements(
  db: Db,
  question: Question,
  asked: Pick<Ground, 'buckets' | 'used' | 'unitDays'> & {
    readonly metrics: readonly SeatMetric[]
  },
): Promise<readonly Measurement[]> {
  const { metrics, ...rest } = asked
  if (metrics.length === 0) return []
  const { period, previous, today, by, also } = question
  const judgedOn = async (on: Day): Promise<SeatsOn> => {
    const found = await seatsOn(db, question, on)
    // That somebody named is away is not told.
    const seats = { ...found, leaveKnown: found.leaveKnown && !question.scope.ids.user }
    const window = eachDay({ from: idleFrom(on), to: on })
    if (!window.some((day) => rest.unitDays?.(day))) return seats
    return { ...seats, tools: seats.tools.map((of) => ({ ...of, known: false })) }
  }
  const [now, before, ...names] = await Promise.all([
    judgedOn(seatDay(period, today)),
    judgedOn(seatDay(previous, today)),
    ...[by, also].flatMap((of) => (of ? [seatNames(db, of)] : [])),
  ])
  const ground = { question, sides: [now, before] as const, names, ...rest }
  return metrics.map((metric) => measurement(metric, ground))
}

/** What is asked about of a day. A seat has no model, feature, level or asset; what is bought no holder. */
function whole({ scope }: Question, on: SeatsOn): SomeSeats {
  const { model, feature, level, quartile, asset, team, user } = scope.ids
  if (model || feature || level || quartile || asset) return { counts: [], pools: [], tools: [] }
  const tools = on.tools.map(({ tool }) => tool)
  const some = team !== undefined || user !== undefined || scope.labels.group !== undefined
  const pools = some ? [] : on.pools.filter(({ tool }) => tools.includes(tool))
  return { counts: on.counts, pools, tools }
}

function measurement(metric: SeatMetric, ground: Ground): Measurement {
  const { question, sides, buckets, used } = ground
  const { by, also, period, previous } = question
  const some = [whole(question, sides[0]), whole(question, sides[1])] as const
  const able = [seatTools(metric, sides[0], some[0]), seatTools(metric, sides[1], some[1])] as const
  const now = seatNumber(metric, sides[0], { ...some[0], able: able[0] })
  const before = seatNumber(metric, sides[1], { ...some[1], able: able[1] })
  const both = able[0].filter((tool) => able[1].includes(tool))
  const days = both.length > 0 ? Math.min(length(period), length(previous)) : 0
  const { madeOf, unit } = catalogue[metric]
  const unknown = (side: 0 | 1) => buckets[side].map((from) => ({ from, value: null }))
  const tools = new Set([...some[0].tools, ...used, ...sides[0].tools.map(({ tool }) => tool)])
  return {
    metric,
    unit,
    now: now.value,
    before: before.value,
    comparable: {
      now: seatNumber(metric, sides[0], { ...some[0], able: both }).value,
      before: seatNumber(metric, sides[1], { ...some[1], able: both }).value,
      // Two days are compared, which stand for their periods.
      days,
      workingDaysNow: days,
      workingDaysBefore: days,
    },
    coverage: {
      tools: able[0],
      cannot: [...tools].filter((tool) => !able[0].includes(tool)).toSorted(),
    },
    series: unknown(0),
    seriesBefore: unknown(1),
    ...(by && {
      by: { dimension: by, ...(also && { also }), rows: rowsOf(metric, { ground, some }) },
    }),
    ...(madeOf && {
      madeOf: madeOf.map((part, n) =>
        Object.assign({ now: now.parts[n] ?? null, before: before.parts[n] ?? null }, part),
      ),
    }),
  }
}

type Group = Pick<SeatCount, 'key' | 'also'>

/** What no seat is of. */
const NO_SEATS = new Set<Dimension>(['model', 'feature', 'level', 'quartile', 'asset'])

function rowsOf(
  metric: SeatMetric,
  { ground, some }: { readonly ground: Ground; readonly some: readonly [SomeSeats, SomeSeats] },
): readonly Row[] {
  const { question, sides, names } = ground
  const { by, also } = question
  if (by === undefined || [by, also].some((of) => of !== undefined && NO_SEATS.has(of))) return []
  // Of what is bought it is known for which tool, and nothing else.
  const alone = by === 'tool' && also === undefined
  const groups = groupsOf(some, alone ? sides[0].tools.map(({ id }) => id) : [])
  const label = (n: 0 | 1, key: number | null) => {
    const of = n === 0 ? by : (also ?? by)
    const shown = groups.map((group) => (n === 0 ? group.key : group.also) ?? 0)
    return groupLabel(of, { key: key ?? 0, names: names[n] ?? new Map(), shown })
  }
  const rows = groups.map((group): Row => {
    const value = (side: 0 | 1): Value => {
      const counts = some[side].counts.filter(
        (of) => of.key === group.key && of.also === group.also,
      )
      const held = alone
        ? sides[0].tools.filter(({ id }) => id === group.key).map(({ tool }) => tool)
        : toolsOf(group, some)
      const tools = some[side].tools.filter((tool) => held.includes(tool))
      const pools = alone ? some[side].pools.filter(({ tool }) => tools.includes(tool)) : []
      const able = seatTools(metric, sides[side], { counts, pools, tools })
      return seatNumber(metric, sides[side], { counts, pools, tools, able }).value
    }
    return {
      ...label(0, group.key),
      ...(also && { also: label(1, group.also) }),
      now: value(0),
      before: value(1),
    }
  })
  return rows.filter(({ now, before }) => now !== null || before !== null).toSorted(byRank)
}

/** The tools a group has seats of, on either day. */
const toolsOf = (group: Group, some: readonly [SomeSeats, SomeSeats]): readonly string[] => [
  ...new Set(
    some.flatMap(({ counts }) =>
      counts.filter((of) => of.key === group.key && of.also === group.also).map(({ tool }) => tool),
    ),
  ),
]

function groupsOf(
  some: readonly [SomeSeats, SomeSeats],
  tools: readonly number[],
): readonly Group[] {
  const held = some.flatMap(({ counts }) => counts.map(({ key, also }) => ({ key, also })))
  const all = [...held, ...tools.map((key) => ({ key, also: null }))]
  return [...Map.groupBy(all, ({ key, also }) => `${key} ${also}`).values()].flatMap(
    ([group]) => group ?? [],
  )
}
