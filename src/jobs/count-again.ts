import type { LateSource } from '#core/collect/late-days.ts'
import type { Made } from '#core/explain/made.ts'
import type { Origin } from '#core/explain/origin.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { dayAt } from '#core/time/day.ts'
import { length } from '#core/time/period.ts'
import type { Scope, UsageReader } from '#ports.ts'

import { lateNow } from './late-now.ts'
import type { Reads } from './outcome.ts'

type Counting = {
  readonly scope: Scope
  readonly made: Pick<Made, 'period' | 'previous' | 'zone'> & {
    readonly numbers: readonly { readonly metric: MetricId }[]
  }
}

/** These numbers of these days, where they come from, and which of the days still grow. */
export async function count({ scope, made }: Counting, reader: UsageReader, house: Reads) {
  const { period, previous, numbers } = made
  const today = dayAt(house.clock.now(), made.zone)
  const metrics = numbers.map(({ metric }) => metric)
  const grain = length(period) > 92 ? 'week' : 'day'
  const [measured, origins, late] = await Promise.all([
    reader.measure({ metrics, period, previous, grain, scope, today, partial: period.to >= today }),
    reader.origins?.({ scope, period, previous, today }),
    lateNow(house),
  ])
  return { measured, origins, late: lateOf(late, origins ?? [], period) }
}

/** Those that gave something to the answer, with the days that it is of. */
function lateOf(
  late: readonly LateSource[],
  origins: readonly Origin[],
  { from, to }: Made['period'],
): readonly LateSource[] {
  return late.flatMap((one) => {
    const days = one.days.filter(({ day }) => day >= from && day <= to)
    const gave = origins.some(
      ({ tool, source, rows }) => tool === one.tool && source === one.source && rows > 0,
    )
    return gave && (days.length > 0 || one.tooFew !== undefined) ? [{ ...one, days }] : []
  })
}
