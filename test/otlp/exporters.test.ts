import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http'
import { OTLPLogExporter as ProtoLogs } from '@opentelemetry/exporter-logs-otlp-proto'
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http'
import { OTLPMetricExporter as ProtoMetrics } from '@opentelemetry/exporter-metrics-otlp-proto'
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtoTraces } from '@opentelemetry/exporter-trace-otlp-proto'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs'
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { describe, expect, test } from 'vitest'

import { receiving, TOKEN } from '#test/support/otlp.ts'

const headers = { Authorization: `Bearer ${TOKEN}` }
const resource = resourceFromAttributes({
  'service.name': 'claude-code',
  'user.email': 'ada@example.com',
})

describe.each([
  ['JSON', JsonTraces, JsonLogs, JsonMetrics],
  ['protobuf', ProtoTraces, ProtoLogs, ProtoMetrics],
] as const)('the real OpenTelemetry exporters over %s', (_, Traces, Logs, Metrics) => {
  test('spans arrive with every count', async () => {
    await using receiver = await receiving()
    const provider = new BasicTracerProvider({
      resource,
      spanProcessors: [
        new SimpleSpanProcessor(new Traces({ url: `${receiver.otlp.url}/v1/traces`, headers })),
      ],
    })
    const span = provider.getTracer('test').startSpan('chat gpt-4o', {
      startTime: new Date('2026-11-20T09:15:00.123Z'),
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 70_000_000_000,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.prompt': 'never read',
      },
    })
    span.setStatus({ code: 2 })
    span.end()
    await provider.forceFlush()
    await provider.shutdown()
    expect(receiver.stored).toEqual([
      expect.objectContaining({
        atMicros: BigInt(Date.parse('2026-11-20T09:15:00.123Z')) * 1000n,
        model: 'gpt-4o',
        inputTokens: 70_000_000_000,
        outputTokens: 3,
        error: true,
      }),
    ])
  })

  test('logs arrive as events', async () => {
    await using receiver = await receiving()
    const provider = new LoggerProvider({
      resource,
      processors: [
        new SimpleLogRecordProcessor({
          exporter: new Logs({ url: `${receiver.otlp.url}/v1/logs`, headers }),
        }),
      ],
    })
    provider.getLogger('test').emit({
      body: 'claude_code.user_prompt',
      timestamp: new Date('2026-11-20T09:15:00Z'),
      attributes: { 'event.name': 'user_prompt', prompt_length: 42, prompt: 'never read' },
    })
    await provider.forceFlush()
    await provider.shutdown()
    expect(receiver.stored).toMatchObject([
      { tool: 'claude-code', promptCharacters: 42, agent: false, day: '2026-11-20' },
    ])
  })

  test('counters arrive as deltas', async () => {
    await using receiver = await receiving()
    const exporter = new Metrics({
      url: `${receiver.otlp.url}/v1/metrics`,
      headers,
      temporalityPreference: AggregationTemporality.DELTA,
    })
    const provider = new MeterProvider({
      resource,
      readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })],
    })
    const counter = provider.getMeter('test').createCounter('claude_code.token.usage')
    counter.add(40, { type: 'input', model: 'claude-sonnet-4-5' })
    await provider.forceFlush()
    counter.add(2, { type: 'input', model: 'claude-sonnet-4-5' })
    await provider.forceFlush()
    await provider.shutdown()
    expect(receiver.stored.map(({ inputTokens }) => inputTokens)).toEqual([40, 2])
  })
})
