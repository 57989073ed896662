import type { DayValue } from '#core/alert/crossing.ts'
import type { ThresholdSpec } from '#core/alert/number-rule.ts'
import { isOfEnough } from '#core/alert/threshold.ts'
import type { Measurement, SummedMetric } from '#core/metric/metric.ts'
import { isSeats } from '#core/metric/seats-on.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { bucketEnd, bucketStart } from '#core/time/grain.ts'
import { eachDay, type Period } from '#core/time/period.ts'

import { measured, type Missing, type Numbers, type Seen } from './rule-reads.ts'

/** By one of these a tool tells that it is known on a day. */
const SIGNS = ['messages', 'sessions', 'spend', 'output_tokens'] as const satisfies SummedMetric[]

/**
 * The whole days, weeks or months of a period that are over, each with what was measured over it as any
 * question is answered; null where that is not known of all its days and tools: half a week is no week.
 */
export async function spansOf(
  spec: ThresholdSpec,
  { from, to }: Period,
  numbers: Numbers,
): Promise<Seen | Missing> {
  const { metric, filters, per } = spec
  const over = wholeSpans({ from, to }, per)
  if (over === undefined) return { days: [], teams: [] }
  const found = await measured({ metrics: [metric], filters, grain: per }, over, numbers)
  if ('unresolved' in found) return found
  const measurement = found.find(metric)
  const series = measurement?.series ?? []
  // Of licences and of first seats it is lists that tell, not days of use.
  const holes =
    isSeats(metric) || metric === 'activation' ? none : await holesOf(spec, over, numbers)
  const reported = measurement?.coverage.tools ?? []
  const days = series.map(({ from: day, value }): DayValue => {
    const first = day as Day
    const isWhole = !eachDay({ from: first, to: bucketEnd(first, per) }).some((one) =>
      reported.some((tool) => holes(tool, one)),
    )
    return { day: first, value: isWhole ? value : null }
  })
  return { days, teams: [] }
}

/** The spans that begin and end in a period, as one period. */
function wholeSpans({ from, to }: Period, per: ThresholdSpec['per']): Period | undefined {
  const start = bucketStart(from, per)
  const first = start === from ? start : addDays(bucketEnd(start, per), 1)
  const last = bucketStart(to, per)
  const end = bucketEnd(last, per) === to ? to : addDays(last, -1)
  return first <= end ? { from: first, to: end } : undefined
}

type Holes = (tool: string, day: Day) => boolean

const none: Holes = () => false

/** Days of which a tool tells nothing, after its first: it is not known what happened in it. */
async function holesOf(
  { filters }: ThresholdSpec,
  period: Period,
  numbers: Numbers,
): Promise<Holes> {
  const found = await measured({ metrics: SIGNS, filters, by: 'tool' }, period, numbers)
  if ('unresolved' in found) return none
  const known = new Map<string, Set<string>>()
  for (const sign of SIGNS)
    for (const [tool, day] of knownDays(found.find(sign)))
      known.set(tool, (known.get(tool) ?? new Set()).add(day))
  return (tool, day) => {
    const days = known.get(tool)
    if (days === undefined || days.has(day)) return false
    return [...days].some((one) => one < day)
  }
}

const knownDays = (measurement: Measurement | undefined): readonly (readonly [string, string])[] =>
  (measurement?.by?.rows ?? []).flatMap(({ key, series = [] }) =>
    series.flatMap((value, n) => {
      const day = measurement?.series[n]?.from
      return key === null || value === null || day === undefined ? [] : [[key, day] as const]
    }),
  )

/** Whether enough people are behind a threshold in a span to be told of. */
export async function enoughIn(
  spec: ThresholdSpec,
  { period, floor }: { readonly period: Period; readonly floor: number },
  numbers: Numbers,
): Promise<boolean> {
  const { metric, filters, per } = spec
  const metrics = [...new Set([metric, 'active_people'] as const)]
  const found = await measured({ metrics, filters, grain: per }, period, numbers)
  if ('unresolved' in found) return false
  const people = found.find('active_people')?.now ?? 0
  return isOfEnough(spec, { measured: found.find(metric), people }, floor)
}
