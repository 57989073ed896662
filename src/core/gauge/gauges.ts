import type { Alert } from '#core/alert/alert.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { SinkStatus } from '#core/siem/status.ts'

import type { Gauge } from './prometheus.ts'

/** What is known of how the bot fares. Times in epoch milliseconds. */
export type Faring = {
  readonly now: number
  readonly locked: boolean
  readonly sinks: readonly SinkStatus[]
  /** Messages that wait to be sent, and what became of the last week's. */
  readonly deliveries: {
    readonly waiting: number
    readonly overdue: readonly unknown[]
    readonly sent: number
    readonly unknown: number
    readonly dead: number
  }
  readonly alerts: readonly Pick<Alert, 'state' | 'severity'>[]
  readonly streams: readonly StreamStatus[]
}

type Sample = Gauge['samples'][number]

/** How the bot fares, as what watches over it asks. */
export function gaugesOf(faring: Faring): readonly Gauge[] {
  const { now, locked, sinks, deliveries, alerts, streams } = faring
  const one = (value: number): readonly Sample[] => [{ labels: {}, value }]
  const ofSinks = (value: (sink: SinkStatus) => number | null): readonly Sample[] =>
    sinks.flatMap((sink) => sampled({ sink: String(sink.number) }, value(sink)))
  const on = streams.filter(({ health }) => health.kind !== 'off')
  const ofStreams = (value: (stream: StreamStatus) => number | null): readonly Sample[] =>
    on.flatMap((stream) =>
      sampled({ connector: stream.connector, stream: stream.stream }, value(stream)),
    )
  return [
    gauge('ai_usage_locked', 'Whether the emergency lock is on.', one(locked ? 1 : 0)),
    counter(
      'ai_usage_siem_sent_total',
      'Records that a sink has.',
      ofSinks((it) => it.sent),
    ),
    counter(
      'ai_usage_siem_dropped_total',
      'Records that were deleted before a sink had them.',
      ofSinks((it) => it.dropped),
    ),
    counter(
      'ai_usage_siem_failed_total',
      'Tries to send to a sink that failed.',
      ofSinks((it) => it.failed),
    ),
    gauge(
      'ai_usage_siem_waiting',
      'Records that wait for a sink.',
      ofSinks((it) => it.waiting),
    ),
    gauge(
      'ai_usage_siem_lag_seconds',
      'How long the oldest of them has waited.',
      ofSinks((it) => (it.lag ?? 0) / 1000),
    ),
    gauge('ai_usage_outbox_waiting', 'Messages to be sent.', one(deliveries.waiting)),
    gauge(
      'ai_usage_outbox_overdue',
      'Messages due for more than an hour, up to 100.',
      one(deliveries.overdue.length),
    ),
    gauge(
      'ai_usage_deliveries_last_week',
      'What became of messages in the last 7 days; unknown: the chat did not say.',
      (['sent', 'unknown', 'dead'] as const).map((state) => ({
        labels: { state },
        value: deliveries[state],
      })),
    ),
    gauge('ai_usage_alerts_open', 'Alerts that are not resolved.', openAlerts(alerts)),
    gauge(
      'ai_usage_stream_healthy',
      'Whether a stream of a connector that is on does as it should.',
      ofStreams(({ health }) => (health.kind === 'ok' ? 1 : 0)),
    ),
    gauge(
      'ai_usage_stream_staleness_seconds',
      'Since a stream was last pulled well; missing where it never was.',
      ofStreams(({ lastSuccess }) =>
        lastSuccess === null ? null : Math.max(0, now - lastSuccess) / 1000,
      ),
    ),
  ]
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Gauge => ({
  name,
  help,
  kind: 'gauge',
  samples,
})
const counter = (name: string, help: string, samples: readonly Sample[]): Gauge => ({
  ...gauge(name, help, samples),
  kind: 'counter',
})

const sampled = (labels: Sample['labels'], value: number | null): readonly Sample[] =>
  value === null ? [] : [{ labels, value }]

/** Each pair is there also with none: what appears only when it is wrong can't be told from what is lost. */
function openAlerts(alerts: Faring['alerts']): readonly Sample[] {
  return (['firing', 'acknowledged', 'silenced'] as const).flatMap((state) =>
    (['critical', 'warning', 'info'] as const).map((severity) => ({
      labels: { state, severity },
      value: alerts.filter((one) => one.state === state && one.severity === severity).length,
    })),
  )
}
