import type { z } from 'zod'

import { type Attributes, logs, metrics, traces } from './forms.ts'
import { decodeProtobuf, type SignalKind } from './schema.ts'

type Common = { readonly attributes: Attributes; readonly resource: Attributes }

export type Span = Common & {
  readonly kind: 'span'
  /** Lower-case hex. */
  readonly trace: string
  readonly span: string
  readonly parent: string | null
  readonly atMicros: bigint
  readonly error: boolean
}

export type LogRecord = Common & {
  readonly kind: 'log'
  /** `claude_code.user_prompt`, `codex.sse_event`; empty for a log that is no event. */
  readonly name: string
  readonly atMicros: bigint
}

export type Point = Common & {
  readonly kind: 'point'
  readonly metric: string
  readonly startMicros: bigint
  readonly atMicros: bigint
  readonly value: number
  readonly temporality: 'delta' | 'cumulative'
}

export type Signal = Span | LogRecord | Point

/** The body is no such message. Never quotes it. */
export class Unreadable extends Error {}

const micros = (nanos: bigint) => nanos / 1000n

/** The names of events whose body is their name; any other body is content and is dropped. */
const EVENT_NAME = /^(?:claude_code|codex|gen_ai|copilot_chat|github\.copilot)\.[a-z_.]{1,64}$/

const ERROR_STATUS = 2

function spansOf(message: z.output<typeof traces>): Span[] {
  return (message.resourceSpans ?? []).flatMap(({ resource, scopeSpans }) =>
    (scopeSpans ?? []).flatMap(({ spans }) =>
      (spans ?? []).map((span): Span => ({
        kind: 'span',
        trace: span.traceId,
        span: span.spanId,
        parent: span.parentSpanId || null,
        atMicros: micros(span.startTimeUnixNano),
        error: span.status?.code === ERROR_STATUS,
        attributes: span.attributes,
        resource,
      })),
    ),
  )
}

function logsOf(message: z.output<typeof logs>): LogRecord[] {
  return (message.resourceLogs ?? []).flatMap(({ resource, scopeLogs }) =>
    (scopeLogs ?? []).flatMap(({ logRecords }) =>
      (logRecords ?? []).map((log): LogRecord => {
        const said = log.attributes.get('event.name')
        const body = log.body?.stringValue ?? ''
        const name = log.eventName || (typeof said === 'string' ? said : body)
        return {
          kind: 'log',
          name: EVENT_NAME.test(name) || name === said ? name : EVENT_NAME.test(body) ? body : '',
          atMicros: micros(log.timeUnixNano || log.observedTimeUnixNano || 0n),
          attributes: log.attributes,
          resource,
        }
      }),
    ),
  )
}

const TEMPORALITY = { 1: 'delta', 2: 'cumulative' } as const

function pointsOf(message: z.output<typeof metrics>): Point[] {
  return (message.resourceMetrics ?? []).flatMap(({ resource, scopeMetrics }) =>
    (scopeMetrics ?? []).flatMap((scope) =>
      (scope.metrics ?? []).flatMap(({ name, sum, histogram }) => {
        const point = (
          { startTimeUnixNano, timeUnixNano, attributes }: Dated,
          value: number,
          kind: 1 | 2,
        ): Point => ({
          kind: 'point',
          metric: name,
          startMicros: micros(startTimeUnixNano ?? 0n),
          atMicros: micros(timeUnixNano),
          value,
          temporality: TEMPORALITY[kind],
          attributes,
          resource,
        })
        return [
          ...(sum?.dataPoints ?? []).map((one) =>
            point(one, one.asDouble ?? one.asInt ?? 0, sum?.aggregationTemporality ?? 1),
          ),
          ...(histogram?.dataPoints ?? []).map((one) =>
            point(one, one.sum ?? 0, histogram?.aggregationTemporality ?? 1),
          ),
        ]
      }),
    ),
  )
}

type Dated = {
  readonly startTimeUnixNano?: bigint | null | undefined
  readonly timeUnixNano: bigint
  readonly attributes: Attributes
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw new Unreadable('the body is not JSON')
  }
}

function protobuf(kind: SignalKind, bytes: Uint8Array): unknown {
  try {
    return decodeProtobuf(kind, bytes)
  } catch {
    throw new Unreadable('the body is not a protobuf message of this kind')
  }
}

/** Reads one request's body; drops every attribute and body that is not counted. @throws Unreadable */
export function read(
  kind: SignalKind,
  format: 'json' | 'protobuf',
  bytes: Uint8Array,
): readonly Signal[] {
  const message = format === 'json' ? json(bytes) : protobuf(kind, bytes)
  const parsed = PARSE[kind](message)
  if (parsed === undefined) throw new Unreadable('the body does not have the form of OTLP')
  return parsed
}

const parsing =
  <Schema extends z.ZodType>(schema: Schema, to: (message: z.output<Schema>) => Signal[]) =>
  (message: unknown) => {
    const { success, data } = schema.safeParse(message)
    return success ? to(data) : undefined
  }

const PARSE = {
  traces: parsing(traces, spansOf),
  logs: parsing(logs, logsOf),
  metrics: parsing(metrics, pointsOf),
} as const satisfies Record<SignalKind, (message: unknown) => readonly Signal[] | undefined>
