import type { Dimension, MetricId } from './metric.ts'
import { isSeats } from './seats-on.ts'

const RUNS: ReadonlySet<MetricId> = new Set<MetricId>(['agent_runs', 'agent_success', 'asset_runs'])
/** What is bought has no holder yet. */
const BOUGHT: ReadonlySet<MetricId> = new Set<MetricId>(['purchased_seats', 'seat_utilisation'])

/** What a number is never told by, whatever the tools: neither as a split nor as a filter. */
export function neverBy(metric: MetricId): readonly Dimension[] {
  if (RUNS.has(metric)) return ['model', 'feature']
  if (BOUGHT.has(metric))
    return ['model', 'feature', 'level', 'asset', 'team', 'department', 'user']
  if (isSeats(metric) || metric === 'activation') return ['model', 'feature', 'level', 'asset']
  if (metric === 'adoption') return ['user', 'level', 'asset']
  return ['asset']
}
