import type { Filters } from '#core/command/command.ts'
import { FOLLOWED, type Followed, type UnitWeeks } from '#core/digest/facts.ts'
import type { Measured, Measurement, MetricId, Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { type Period, workingDays } from '#core/time/period.ts'
import type { UsageReader } from '#ports.ts'

import { comparableTools, type Coverage } from './digest-coverage.ts'
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
  readonly grain?: 'day' | 'week'
}

/** All weeks at once. Nothing is compared, so the period before is a single day. */
export async function weekly(
  { asOf, period, reader }: Asking,
  { metrics, filters = {}, by, grain = 'week' }: Wanted,
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
    ...(by && { by, rowSeries: true }),
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

/** The company's weeks, whole and unit by unit, of the tools that are known in all of them. */
export async function companyWeeks(
  asked: Asking,
  ports: Pick<DigestPorts, 'unitSizes'>,
  team?: string,
) {
  const { weeks } = asked
  const daily = await weekly(asked, {
    metrics: ['messages', 'sessions', 'spend'],
    by: 'tool',
    grain: 'day',
  })
  const { tools, whole, leftOut } = comparableTools(daily, weeks)
  const alike = Map.groupBy(FOLLOWED, (metric) => tools[MEASURED_BY[metric]].join(','))
  const groups = [...alike.values()].filter(
    ([metric]) => metric !== undefined && tools[MEASURED_BY[metric]].length > 0,
  )
  const [sizes, ...read] = await Promise.all([
    ports.unitSizes(weeks.map((monday) => addDays(monday, 6))),
    ...groups.map(async (metrics) => {
      const [first] = metrics
      const filters = { tool: first === undefined ? [] : [...tools[MEASURED_BY[first]]] }
      const units = weekly(asked, { metrics, filters, by: 'team' })
      if (team === undefined) return { units: await units, whole: await units }
      const [all, whole] = await Promise.all([
        units,
        weekly(asked, { metrics, filters: { ...filters, team: [team] } }),
      ])
      return { units: all, whole }
    }),
  ])
  const find = (metric: Followed, side: 'units' | 'whole'): Measurement | undefined =>
    read
      .flatMap((one) => one[side].measurements)
      .find((measurement) => measurement.metric === metric)
  const rows = new Map(
    FOLLOWED.flatMap((metric) => find(metric, 'units')?.by?.rows ?? []).flatMap((row) =>
      row.key === null ? [] : [[row.key, row.label] as const],
    ),
  )
  const nothing: readonly Value[] = weeks.map(() => null)
  const units = [...rows].map(([path, label]): UnitWeeks => ({
    path,
    label,
    members: sizes.get(path) ?? nothing,
    values: values((metric) => {
      const measurement = find(metric, 'units')
      const row = measurement?.by?.rows.find(({ key }) => key === path)
      // A unit without a row of use has used nothing, where that is known.
      const series =
        row?.series ?? measurement?.series.map(({ value }) => (value === null ? null : 0))
      return series && known(series, whole[MEASURED_BY[metric]])
    }, nothing),
  }))
  const spend = find('spend', 'whole')
  return {
    units,
    values: values((metric) => {
      const series = find(metric, 'whole')?.series.map(({ value }) => value)
      return series && known(series, whole[MEASURED_BY[metric]])
    }, nothing),
    members: sizesOf(sizes, team) ?? nothing,
    unpricedShare: spend?.unpricedTokenShare ?? null,
    basis: spend?.byBasis ?? null,
    dataThrough: daily.dataThrough,
    tools: daily.tools.map(({ tool }) => tool),
    leftOut,
    compared: tools,
  }
}

/** Unknown where one of the compared tools is not known on every day. */
const known = (series: readonly Value[], whole: readonly boolean[]): readonly Value[] =>
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
