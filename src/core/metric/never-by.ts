import type { Dimension, MetricId } from './metric.ts'
import { isSeats } from './seats-on.ts'

const RUNS: ReadonlySet<MetricId> = new Set<MetricId>(['agent_runs', 'agent_success', 'asset_runs'])
/** What is bought has no holder yet. */
const BOUGHT: ReadonlySet<MetricId> = new Set<MetricId>(['purchased_seats', 'seat_utilisation'])

/** A seat is of no model, and its holder need not use it. */
const NO_SEATS_BY: readonly Dimension[] = ['model', 'feature', 'level', 'quartile', 'asset']

/** What a number is never told by, whatever the tools: neither as a split nor as a filter. */
export function neverBy(metric: MetricId): readonly Dimension[] {
  if (RUNS.has(metric)) return ['model', 'feature']
  if (BOUGHT.has(metric)) return [...NO_SEATS_BY, 'team', 'department', 'user']
  if (isSeats(metric) || metric === 'activation') return NO_SEATS_BY
  if (metric === 'adoption') return ['user', 'level', 'quartile', 'asset']
  return ['asset']
}
