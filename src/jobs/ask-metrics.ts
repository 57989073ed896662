import type { Metrics } from '#core/command/command.ts'
import { metricsMessage } from '#core/message/metrics.ts'

import { type Ended, ended } from './outcome.ts'

/** What the numbers mean: the same for everyone, and nothing of this company. */
export function askMetrics({ metric }: Metrics, command: string): Ended {
  return ended('answered', { command, detail: { metrics: true } }, metricsMessage(metric))
}
