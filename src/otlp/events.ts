import type { UsageEvent } from '#ingest.ts'

import { logLines } from './logs.ts'
import { pointLines } from './metrics.ts'
import type { LogRecord, Point, Signal, Span } from './read.ts'
import { spanLines } from './spans.ts'
import { type Making, usageEvent } from './usage.ts'

export type Understood = {
  readonly events: readonly UsageEvent[]
  /** Signals that speak of use but can't be counted, and what their sender can do. */
  readonly rejected: { readonly count: number; readonly says: string }
}

const CUMULATIVE =
  'Counters without a session must be deltas: set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta.'

/** What signals say of AI use; whatever speaks of anything else is dropped. */
export function understand(signals: readonly Signal[], making: Making): Understood {
  const spans: Span[] = []
  const logs: LogRecord[] = []
  const points: Point[] = []
  for (const signal of signals) {
    switch (signal.kind) {
      case 'span':
        spans.push(signal)
        break
      case 'log':
        logs.push(signal)
        break
      case 'point':
        points.push(signal)
    }
  }
  const counters = pointLines(points)
  const lines = [...spanLines(spans), ...logLines(logs), ...counters.lines]
  return {
    events: lines.map((line) => usageEvent(line, making)),
    rejected: { count: counters.undatable, says: counters.undatable === 0 ? '' : CUMULATIVE },
  }
}
