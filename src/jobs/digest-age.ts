import { type EqualAge, equalAge, type ToolWeeks } from '#core/digest/equal-age.ts'
import type { Measured, MetricId, Value } from '#core/metric/metric.ts'
import { type Day, dayAt } from '#core/time/day.ts'

import type { DigestPorts } from './digest-ports.ts'

/** What a week's numbers are to be compared by, where it is known when days became known. */
export async function ageOf(
  daily: Measured,
  weeks: readonly Day[],
  { arrivals, clock }: Pick<DigestPorts, 'arrivals' | 'clock'>,
): Promise<EqualAge | undefined> {
  if (!arrivals || !clock) return undefined
  const now = clock.now()
  const seen = await arrivals(dayAt(now, 'UTC'))
  if (seen.length === 0) return undefined
  const tools: ToolWeeks = {
    spend: weeksOf(daily, 'spend', weeks),
    messages: weeksOf(daily, 'messages', weeks),
  }
  return equalAge(seen, { weeks, now, tools })
}

function weeksOf(
  daily: Measured,
  metric: MetricId,
  weeks: readonly Day[],
): ReadonlyMap<string, readonly Value[]> {
  const rows = daily.measurements.find((one) => one.metric === metric)?.by?.rows ?? []
  const sum = (days: readonly Value[]) => days.reduce<number>((all, value) => all + (value ?? 0), 0)
  return new Map(
    rows.flatMap(({ key, series = [] }) =>
      key === null
        ? []
        : [[key, weeks.map((_, n) => sum(series.slice(7 * n, 7 * n + 7)))] as const],
    ),
  )
}
