import { noContractFor } from '#core/contract/missing.ts'
import { type Basis, changeOf } from '#core/insight/change.ts'
import { rowChange } from '#core/insight/split.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { onLeave } from '#core/metric/on-leave.ts'
import { isSeats, seatDay } from '#core/metric/seats-on.ts'
import { limitsSaid } from '#core/quartile/words.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import { bucketEnd, bucketStart } from '#core/time/grain.ts'
import { eachDay } from '#core/time/period.ts'

import { type Answered, find, primary, shownMetrics } from './answered.ts'
import { splitName } from './dimension.ts'
import { grouped, listed } from './english.ts'
import { neverToldLines } from './never-told.ts'
import { toldByNone, toldWider } from './told-wider.ts'

/**
 * Coverage, what the changes rest on, how far the data reaches and whose days they are. `wholeSums`: its
 * changes are of whole periods, whatever their working days.
 */
export function smallPrint(
  answered: Answered,
  { wholeSums = false }: { readonly wholeSums?: boolean } = {},
): string {
  const shown = shownMetrics(answered).flatMap((metric) => find(answered.measured, metric) ?? [])
  return [
    ...comparison(shown, answered, wholeSums),
    ...splitComparison(answered),
    ...(answered.span.partial && answered.ask.period.kind !== 'today'
      ? ['Today is not over: it is in the numbers, not in the comparison.']
      : []),
    ...seatsOn(shown, answered),
    ...course(answered),
    ...limitsSaid(answered.measured),
    ...notActive(answered),
    ...noRows(answered),
    ...neverToldLines(answered),
    ...notReported(shown),
    ...toldElsewhere(answered),
    ...noContract(shown, answered),
    ...dataThrough(answered),
  ].join(' ')
}

/** Seats are as of a day. */
function seatsOn(shown: readonly Measurement[], { ask, span, today }: Answered): readonly string[] {
  if (!shown.some(({ metric }) => isSeats(metric))) return []
  const day = seatDay(span.period, today)
  const leave = shown.flatMap((measurement) => onLeave(measurement) ?? [])
  const unknown = shown.some((measurement) => onLeave(measurement) === null)
  return [
    `Seats as they were on ${describeDay(day)}; idle after 30 days.`,
    ...(leave.length > 0 ? ['Days of leave are not counted.'] : []),
    ...(unknown && ask.filters.user === undefined ? ['Who is on leave is not known.'] : []),
  ]
}

/** A line needs two whole buckets. */
function course({ ask, span }: Answered): readonly string[] {
  if (ask.per === undefined || ask.by || ask.chart) return []
  const starts = new Set(eachDay(span.period).map((day) => bucketStart(day, span.grain)))
  const whole = [...starts].filter(
    (from) => from >= span.period.from && bucketEnd(from, span.grain) <= span.period.to,
  )
  return whole.length < 2 ? [`No line: there are not two whole ${span.grain}s in the period.`] : []
}

/** People who have a row beside fewer who were active: agents' use and credits make nobody active. */
function notActive(answered: Answered): readonly string[] {
  const split = primary(answered)?.by
  if (
    split?.dimension !== 'user' ||
    split.also ||
    !shownMetrics(answered).includes('active_people')
  )
    return []
  const active = find(answered.measured, 'active_people')?.by?.rows ?? []
  const never = new Set(active.flatMap(({ key, now }) => (now === 0 && key !== null ? [key] : [])))
  const rows = split.rows.filter(({ key, now }) => key !== null && never.has(key) && (now ?? 0) > 0)
  if (rows.length === 0) return []
  const who = rows.length === 1 ? '1 person here is' : `${grouped(rows.length)} people here are`
  return [`${who} not among the active: nothing of their use was started by hand.`]
}

/** Rows to keep, where nothing is split. */
function noRows({ ask: { top, by } }: Answered): readonly string[] {
  return top === undefined || by
    ? []
    : [`\`top:${top}\` keeps rows of a split, and there is none: add \`by:team\`.`]
}

function comparison(
  shown: readonly Measurement[],
  { span }: Answered,
  wholeSums: boolean,
): readonly string[] {
  const bases = shown.flatMap((measurement) => {
    const change = changeOf(measurement, span)
    if (change.kind === 'incomparable') return []
    return [wholeSums ? { ...change.basis, perWorkingDay: false } : change.basis]
  })
  const [first] = bases
  if (!first) return []
  const divided = bases.find(({ perWorkingDay }) => perWorkingDay)
  const counted = divided && bases.some(({ perWorkingDay }) => !perWorkingDay)
  return [
    `Compared with ${describePeriod(span.previous)}${workingDays(divided ?? first)}${counted ? ', people as they are' : ''}.`,
    ...pairs(bases),
  ]
}

function workingDays({ workingDays: { now, before }, perWorkingDay }: Basis): string {
  if (now === before) return ''
  return perWorkingDay
    ? `, per working day (${now} v ${before})`
    : ` (${now} v ${before} working days)`
}

function pairs(bases: readonly Basis[]): readonly string[] {
  if (!bases.some(({ likeForLike }) => likeForLike)) return []
  const fewest = bases.reduce((a, b) => (b.days < a.days ? b : a))
  return fewest.days < fewest.of
    ? [`Like for like: compared on the ${fewest.days} of ${fewest.of} days known in both periods.`]
    : ['Like for like: only days and tools known in both periods are compared.']
}

function splitComparison(answered: Answered): readonly string[] {
  const measurement = primary(answered)
  if (!measurement?.by || measurement.before === null) return []
  if (rowChange(measurement, answered.span) || answered.span.partial) return []
  return [
    `Changes by ${splitName(measurement.by)} are left out: the two periods are not known to the same extent.`,
  ]
}

/** `Not reported: spend by chatgpt and gemini; sessions by github-copilot.` */
function notReported(shown: readonly Measurement[]): readonly string[] {
  const byTools = Map.groupBy(
    shown.filter(({ coverage }) => coverage.cannot.length > 0),
    ({ coverage }) => listed(coverage.cannot, 4),
  )
  const each = [...byTools].map(
    ([tools, which]) =>
      `${listed(
        which.map(({ metric }) => catalogue[metric].name.toLowerCase()),
        8,
      )} by ${tools}`,
  )
  return each.length === 0 ? [] : [`Not reported: ${each.join('; ')}.`]
}

/** What none of the tools in scope tells: who does, and the question without what narrows it to them. */
function toldElsewhere(answered: Answered): readonly string[] {
  const none = toldByNone(answered)
  if (none === undefined) return []
  const wider = toldWider(answered)
  return [
    `Who tells it: ${catalogue[none.metric].reportedBy}.${wider === undefined ? '' : ` Try \`${wider}\`.`}`,
  ]
}

/** Where a tool's cost is not known, a contract is what could say it. */
function noContract(
  shown: readonly Measurement[],
  { withoutContract = [] }: Answered,
): readonly string[] {
  const unknown = shown.find(({ metric }) => metric === 'spend')?.coverage.cannot ?? []
  const said = noContractFor(unknown.filter((tool) => withoutContract.includes(tool)))
  return said === undefined ? [] : [said]
}

function end(date: string | null): string {
  return date === null ? 'none yet' : `through ${describeDay(date as Day)}`
}

/** How far the data reaches and whose days they are: in one sentence where all tools agree. */
function dataThrough(answered: Answered): readonly string[] {
  const { measured } = answered
  const ends = Map.groupBy(measured.tools, (tool) => tool.dataThrough)
  const days = zones(answered)
  if (ends.size === 0) return [`Days${days}.`]
  const [only] = ends.keys()
  if (ends.size === 1 && (only === undefined || only === null)) return ['No data yet.']
  if (ends.size === 1) return [`Data ${end(only ?? null)}, days${days}.`]
  return [
    `Data: ${[...ends]
      .toSorted(([a], [b]) => ((a ?? '') < (b ?? '') ? 1 : -1))
      .map(
        ([date, tools]) =>
          `${listed(
            tools.map(({ tool }) => tool),
            4,
          )} ${end(date)}`,
      )
      .join('; ')}; days${days}.`,
  ]
}

/** ` in UTC`; each tool's own zone, where they differ. */
function zones({ measured, zone }: Answered): string {
  const byZone = Map.groupBy(measured.tools, ({ bucketZone }) => bucketZone)
  const [only] = byZone.keys()
  if (byZone.size <= 1) return ` in ${only ?? zone}`
  return ` as each tool counts them: ${[...byZone]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([where, tools]) =>
        `${listed(
          tools.map(({ tool }) => tool),
          4,
        )} in ${where}`,
    )
    .join(', ')}`
}
