import { expect, test } from 'vitest'

import { type Faring, gaugesOf } from '#core/gauge/gauges.ts'
import { prometheusText } from '#core/gauge/prometheus.ts'

const HOUR = 3_600_000
const faring: Faring = {
  now: 10 * HOUR,
  locked: false,
  sinks: [
    {
      number: 2,
      address: 'https://siem.corp.example/hook',
      format: 'ocsf',
      sent: 1200,
      dropped: 3,
      failed: 4,
      waiting: 7,
      lag: 1500,
      lastSent: 1,
      failingSince: null,
      lastError: 'ECONNREFUSED',
    },
  ],
  deliveries: { waiting: 2, overdue: [], sent: 40, unknown: 1, dead: 0 },
  alerts: [
    { state: 'firing', severity: 'critical' },
    { state: 'silenced', severity: 'warning' },
  ],
  streams: (['ok', 'failing', 'off'] as const).map((kind, n) => ({
    connector: 'acme',
    title: 'Acme of ada@corp.test',
    stream: kind,
    says: '',
    health: { kind, says: 'key sk-1 of ada@corp.test' },
    dataThrough: null,
    lastSuccess: n === 0 ? 9 * HOUR : null,
    publishedAfter: null,
    knownAfter: null,
    rows: null,
    nextRun: null,
  })),
}
const lines = prometheusText(gaugesOf(faring)).split('\n')

test.each([
  'ai_usage_locked 0',
  '# TYPE ai_usage_siem_sent_total counter',
  'ai_usage_siem_sent_total{sink="2"} 1200',
  'ai_usage_siem_dropped_total{sink="2"} 3',
  'ai_usage_siem_lag_seconds{sink="2"} 1.5',
  'ai_usage_outbox_waiting 2',
  'ai_usage_deliveries_last_week{state="unknown"} 1',
  'ai_usage_alerts_open{state="firing",severity="critical"} 1',
  // None is said too: what is missing can't be told from what is lost.
  'ai_usage_alerts_open{state="firing",severity="info"} 0',
  'ai_usage_stream_healthy{connector="acme",stream="ok"} 1',
  'ai_usage_stream_healthy{connector="acme",stream="failing"} 0',
  'ai_usage_stream_staleness_seconds{connector="acme",stream="ok"} 3600',
])('%s', (line) => {
  expect(lines).toContain(line)
})

test('a stream that is off, or was never pulled, has no age, and nothing names anyone', () => {
  const text = lines.join('\n')
  expect(text).not.toMatch(/stream="off"|staleness_seconds\{[^}]*failing/)
  expect(text).not.toMatch(/corp|sk-|ECONN/)
})

test('what a label could break out of is written so that it can not', () => {
  const samples = [{ labels: { a: 'x"} 1\n\\' }, value: 1 }]
  expect(prometheusText([{ name: 'n', help: 'h\nn 2', kind: 'gauge', samples }])).toBe(
    '# HELP n h\\nn 2\n# TYPE n gauge\nn{a="x\\"} 1\\n\\\\"} 1\n',
  )
})

test('what there is none of is left out', () => {
  const nothing = gaugesOf({ ...faring, sinks: [] }).filter(({ name }) => name.includes('siem'))
  expect(prometheusText(nothing)).toBe('')
})
