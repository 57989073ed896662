import type { Ask } from '#core/command/command.ts'
import { formatDigest } from '#core/command/digest-words.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'

import type { FoundThen } from './made.ts'

type Counted = {
  readonly metrics: readonly MetricId[]
  /** Days up to the digest's Monday. */
  readonly days: number
  /** The second word of the finding's key is what it is about. */
  readonly of?: 'asset'
}

const SEATS: Counted = {
  metrics: ['idle_seats', 'assigned_seats', 'idle_seat_cost'],
  days: 30,
}

/** Views that show their numbers by themselves, and what those are measured by. */
const BY_VIEW: Readonly<Record<string, Counted>> = {
  seats: SEATS,
  renewal: SEATS,
  agents: { metrics: ['agent_runs', 'agent_success'], days: 28, of: 'asset' },
}

/** The question that measures what a finding is made of, of the days it is of; undefined where none does. */
export function measuredBy({ view, key, command }: FoundThen, asOf: Day): string | undefined {
  const parsed = parse(command)
  if (parsed.kind === 'ask' || parsed.kind === 'why') return command
  const counted = BY_VIEW[view]
  if (counted === undefined) return undefined
  const { metrics, days, of } = counted
  const [, about = ''] = key.split('|')
  const ask: Ask = {
    kind: 'ask',
    filters: {
      ...(of !== undefined && { [of]: [about] }),
      ...(parsed.kind === 'digest' && parsed.tool !== undefined && { tool: [parsed.tool] }),
    },
    period: { kind: 'range', from: addDays(asOf, -days), to: addDays(asOf, -1) },
    metrics,
  }
  return format(ask)
}

/** The command that shows a finding's numbers, as of the digest's Monday. */
export function asOfThen(command: string, asOf: Day): string {
  const parsed = parse(command)
  return parsed.kind === 'digest' && parsed.show !== 'views'
    ? formatDigest({ ...parsed, asOf })
    : command
}
