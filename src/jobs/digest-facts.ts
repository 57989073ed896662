import type { Filters } from '#core/command/command.ts'
import type { EqualAge } from '#core/digest/equal-age.ts'
import {
  type DigestFacts,
  FOLLOWED,
  type Followed,
  type LeftOut,
  type UnitWeeks,
} from '#core/digest/facts.ts'
import type { Measured, Measurement, MetricId, Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { type Period, workingDays } from '#core/time/period.ts'
import type { UsageReader } from '#ports.ts'

import { ageOf } from './digest-age.ts'
import { type Comparable, comparableTools, type Coverage } from './digest-coverage.ts'
import type { DigestPorts } from './digest-ports.ts'

/** Weeks read: those judged by, those replayed to know what is news, and what is drawn. */
const WEEKS = 18

/** The Mondays up to the week that ended before a Monday, oldest first. */
const mondaysBefore = (asOf: Day): readonly Day[] =>
  Array.from({ length: WEEKS }, (_, n) => addDays(asOf, 7 * (n - WEEKS)))

export type Asking = {
  readonly asOf: Day
  readonly weeks: readonly Day[]
  readonly period: Period
  readonly reader: UsageReader
}

export function asking(asOf: Day, reader: UsageReader): Asking {
  const weeks = mondaysBefore(asOf)
  const period = { from: addDays(asOf, -7 * WEEKS), to: addDays(asOf, -1) }
  return { asOf, weeks, period, reader }
}

type Wanted = {
  readonly metrics: readonly MetricId[]
  readonly filters?: Filters
  readonly by?: 'team' | 'model' | 'tool'
  readonly also?: 'model'
  readonly grain?: 'day' | 'week'
}

/** All weeks at once. Nothing is compared, so the period before is a single day. */
export async function weekly(
  { asOf, period, reader }: Asking,
  { metrics, filters = {}, by, also, grain = 'week' }: Wanted,
): Promise<Measured> {
  const found = await reader.resolve(filters)
  if ('unresolved' in found) throw new RangeError('A digest asks for names it has read')
  const dayBefore = addDays(period.from, -1)
  return reader.measure({
    metrics,
    period,
    previous: { from: dayBefore, to: dayBefore },
    grain,
    scope: found.scope,
    ...(by && { by, rowSeries: true, ...(also && { also }) }),
    today: asOf,
    partial: false,
  })
}

/** Which of the tools each number is read of: those that are known on every day it is compared on. */
const MEASURED_BY: Readonly<Record<Followed, keyof Coverage>> = {
  spend: 'spend',
  messages: 'messages',
  sessions: 'sessions',
  weekly_active_people: 'messages',
  messages_per_session: 'sessions',
}

/** What all digests of one company and Monday are written from. */
export type CompanyWeeks = {
  readonly asked: Asking
  readonly workingDays: readonly number[]
  readonly units: readonly UnitWeeks[]
  /** By the path of a unit by itself. */
  readonly spendOf: ReadonlyMap<string, SpendKnown>
  readonly company: UnitWeeks
  readonly spend: SpendKnown
  readonly dataThrough: string | null
  readonly tools: readonly string[]
  readonly leftOut: readonly LeftOut[]
  readonly compared: Coverage
  /** Weeks in which those are known on every day. */
  readonly known: Comparable['whole']
  readonly sizes: ReadonlyMap<string, readonly number[]>
  readonly age: EqualAge | undefined
}

export type SpendKnown = Pick<DigestFacts, 'unpricedShare' | 'basis'>

/** The company's weeks, whole and unit by unit, of the tools that are known in all of them. */
export async function companyWeeks(
  asked: Asking,
  ports: Pick<DigestPorts, 'unitSizes' | 'holidays' | 'arrivals' | 'clock'>,
): Promise<CompanyWeeks> {
  const { weeks } = asked
  const daily = await weekly(asked, {
    metrics: ['messages', 'sessions', 'spend'],
    by: 'tool',
    grain: 'day',
  })
  const { tools: compared, whole: known, leftOut } = comparableTools(daily, weeks)
  const [sizes, find, age] = await Promise.all([
    ports.unitSizes(weeks.map((monday) => addDays(monday, 6))),
    followed(asked, compared, { by: 'team' }),
    ageOf(daily, weeks, ports),
  ])
  const rows = new Map(
    FOLLOWED.flatMap((metric) => find(metric)?.by?.rows ?? []).flatMap((row) =>
      row.key === null ? [] : [[row.key, row.label] as const],
    ),
  )
  const nothing: readonly Value[] = weeks.map(() => null)
  const rowsOf = new Map(
    FOLLOWED.map((metric) => {
      const found = find(metric)?.by?.rows ?? []
      return [metric, new Map(found.map(({ key, series }) => [key, series]))]
    }),
  )
  const units = [...rows].map(([path, label]): UnitWeeks => ({
    path,
    label,
    members: sizes.get(path) ?? nothing,
    values: values((metric) => {
      const measurement = find(metric)
      // A unit without a row of use has used nothing, where that is known: what is a ratio, is of nothing.
      const none = metric === 'messages_per_session' ? null : 0
      const series =
        rowsOf.get(metric)?.get(path) ??
        measurement?.series.map(({ value }) => (value === null ? null : none))
      return series && where(series, known[MEASURED_BY[metric]])
    }, nothing),
  }))
  const found = { asked, compared, known, sizes }
  return {
    ...found,
    workingDays: workedIn(weeks, ports.holidays ?? new Set()),
    units,
    spendOf: spendOf(find),
    ...wholeOf(found, find),
    dataThrough: daily.dataThrough,
    tools: daily.tools.map(({ tool }) => tool),
    leftOut,
    age,
  }
}

type Find = (metric: Followed) => Measurement | undefined

/** The numbers that are followed, each of the tools that it is compared by. */
export async function followed(
  asked: Asking,
  compared: Coverage,
  of: Pick<Wanted, 'filters' | 'by'>,
): Promise<Find> {
  const alike = Map.groupBy(FOLLOWED, (metric) => compared[MEASURED_BY[metric]].join(','))
  const groups = [...alike.values()].filter(
    ([metric]) => metric !== undefined && compared[MEASURED_BY[metric]].length > 0,
  )
  const read = await Promise.all(
    groups.map((metrics) => {
      const [first] = metrics
      const tool = first === undefined ? [] : [...compared[MEASURED_BY[first]]]
      return weekly(asked, { ...of, metrics, filters: { tool, ...of.filters } })
    }),
  )
  const all = read.flatMap(({ measurements }) => measurements)
  return (metric) => all.find((one) => one.metric === metric)
}

export function wholeOf(
  { asked, known, sizes }: Pick<CompanyWeeks, 'asked' | 'known' | 'sizes'>,
  find: Find,
  team?: string,
): { readonly company: UnitWeeks; readonly spend: SpendKnown } {
  const nothing: readonly Value[] = asked.weeks.map(() => null)
  const spend = find('spend')
  return {
    company: {
      path: team ?? null,
      label: team?.split('/').at(-1) ?? 'The company',
      members: sizesOf(sizes, team) ?? nothing,
      values: values((metric) => {
        const series = find(metric)?.series.map(({ value }) => value)
        return series && where(series, known[MEASURED_BY[metric]])
      }, nothing),
    },
    spend: { unpricedShare: spend?.unpricedTokenShare ?? null, basis: spend?.byBasis ?? null },
  }
}

const spendOf = (find: Find): CompanyWeeks['spendOf'] =>
  new Map(
    (find('spend')?.by?.rows ?? []).flatMap(({ key, spent }) => {
      const { unpricedTokenShare = null, byBasis = null } = spent ?? {}
      return key === null ? [] : [[key, { unpricedShare: unpricedTokenShare, basis: byBasis }]]
    }),
  )

/** Unknown where one of the compared tools is not known on every day. */
const where = (series: readonly Value[], whole: readonly boolean[]): readonly Value[] =>
  series.map((value, week) => (whole[week] ? value : null))

const values = (
  of: (metric: Followed) => readonly Value[] | undefined,
  nothing: readonly Value[],
): UnitWeeks['values'] => ({
  spend: of('spend') ?? nothing,
  messages: of('messages') ?? nothing,
  sessions: of('sessions') ?? nothing,
  weekly_active_people: of('weekly_active_people') ?? nothing,
  messages_per_session: of('messages_per_session') ?? nothing,
})

/** Everyone, or those of a unit and what is below it; undefined without a directory. */
function sizesOf(
  sizes: ReadonlyMap<string, readonly number[]>,
  team: string | undefined,
): readonly number[] | undefined {
  const mine = [...sizes].filter(
    ([path]) => team === undefined || path === team || path.startsWith(`${team}/`),
  )
  const [first, ...others] = mine
  return (
    first && others.reduce((sum, [, own]) => sum.map((n, week) => n + (own[week] ?? 0)), first[1])
  )
}

export const workedIn = (weeks: readonly Day[], holidays: ReadonlySet<Day>): readonly number[] =>
  weeks.map((from) => workingDays({ from, to: addDays(from, 6) }, holidays))
