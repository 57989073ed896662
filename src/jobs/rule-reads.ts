import type { DayValue } from '#core/alert/crossing.ts'
import type { Line } from '#core/alert/unusual.ts'
import type { Filters } from '#core/command/command.ts'
import type { Dimension, Measurement, MetricId } from '#core/metric/metric.ts'
import type { InForce } from '#core/policy/book.ts'
import { dayAt } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'
import { equalLengthBefore, type Period } from '#core/time/period.ts'
import type { Clock, Unresolved, UsageReader, Workspace } from '#ports.ts'

/** What rules on numbers are read with. */
export type Numbers = {
  readonly usage: UsageReader
  readonly clock: Clock
  readonly workspace: Workspace
  readonly policyInForce: () => Promise<InForce>
}

export type Readable = Pick<Numbers, 'usage' | 'clock' | 'workspace'>

export type Missing = { readonly unresolved: readonly Unresolved[] }

/** The days of a rule; and of the teams it looks at, or is compared with. */
export type Seen = { readonly days: readonly DayValue[]; readonly teams: readonly Line[] }

type Found = {
  readonly find: (metric: MetricId) => Measurement | undefined
}

/** Numbers of some days. Nothing is compared with the days before. */
export async function measured(
  {
    metrics,
    filters,
    by,
    grain = 'day',
  }: {
    readonly metrics: readonly MetricId[]
    readonly filters: Filters
    readonly by?: Dimension
    readonly grain?: Grain
  },
  period: Period,
  { usage, clock, workspace }: Readable,
): Promise<Found | Missing> {
  const resolved = await usage.resolve(filters)
  if ('unresolved' in resolved) return resolved
  const { measurements } = await usage.measure({
    metrics,
    period,
    previous: equalLengthBefore(period),
    grain,
    scope: resolved.scope,
    ...(by && { by }),
    today: dayAt(clock.now(), await workspace.zone()),
    partial: false,
  })
  return { find: (metric) => measurements.find((one) => one.metric === metric) }
}
