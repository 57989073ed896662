import { pseudonymizer } from '#connectors/pseudonym.ts'
import { daysIn } from '#connectors/time.ts'
import type { UsageEvent } from '#ingest.ts'
import { type Otlp, startOtlp } from '#otlp/receiver.ts'
import { priceBook } from '#prices/price-book.ts'

import { KEY } from './vendors/connector-call.ts'

export const TOKEN = 'a token for the receiver'
export const pseudonyms = pseudonymizer(KEY)

export type Receiving = AsyncDisposable & {
  readonly otlp: Otlp
  readonly stored: UsageEvent[]
  readonly logged: unknown[]
}

/** A receiver whose store is a list; `append` takes its place. */
export async function receiving(
  append?: (events: readonly UsageEvent[]) => Promise<void>,
  locked: () => boolean = () => false,
): Promise<Receiving> {
  const stored: UsageEvent[] = []
  const logged: unknown[] = []
  const note = (facts: unknown) => void logged.push(facts)
  const otlp = await startOtlp(
    { host: '127.0.0.1', port: 0, token: TOKEN },
    {
      pseudonyms,
      price: priceBook(),
      dayOf: daysIn('UTC'),
      append:
        append ??
        (async (events) => {
          stored.push(...events)
        }),
      log: { info: note, warn: note, error: note },
      locked,
    },
  )
  return { otlp, stored, logged, [Symbol.asyncDispose]: () => otlp.stop() }
}

type Given = Readonly<Record<string, string | number | boolean>>

export const attributes = (given: Given) =>
  Object.entries(given).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : Number.isInteger(value)
            ? { intValue: String(value) }
            : { doubleValue: value },
  }))

const NANOS = 1_000_000n
export const nanos = (time: string) => String(BigInt(Date.parse(time)) * NANOS)

export type GivenSpan = {
  readonly id: string
  readonly parent?: string
  readonly trace?: string
  readonly at?: string
  readonly error?: boolean
  readonly with: Given
}

const hex = (text: string, bytes: number) =>
  Buffer.from(text)
    .toString('hex')
    .padEnd(bytes * 2, '0')

export const spansBody = (service: Given, spans: readonly GivenSpan[]) => ({
  resourceSpans: [
    {
      resource: { attributes: attributes(service) },
      scopeSpans: [
        {
          spans: spans.map(({ id, parent, trace = 't', at, error = false, with: given }) => ({
            traceId: hex(trace, 16),
            spanId: hex(id, 8),
            ...(parent !== undefined && { parentSpanId: hex(parent, 8) }),
            name: 'a name is never read',
            startTimeUnixNano: nanos(at ?? '2026-11-20T09:00:00Z'),
            endTimeUnixNano: nanos('2026-11-20T09:00:09Z'),
            attributes: attributes(given),
            status: { code: error ? 2 : 0, message: 'never read' },
          })),
        },
      ],
    },
  ],
})

export type GivenLog = { readonly body?: string; readonly at?: string; readonly with: Given }

export const logsBody = (service: Given, logs: readonly GivenLog[]) => ({
  resourceLogs: [
    {
      resource: { attributes: attributes(service) },
      scopeLogs: [
        {
          logRecords: logs.map(({ body, at, with: given }) => ({
            timeUnixNano: nanos(at ?? '2026-11-20T09:00:00Z'),
            ...(body !== undefined && { body: { stringValue: body } }),
            attributes: attributes(given),
          })),
        },
      ],
    },
  ],
})

export function post(
  { otlp }: { readonly otlp: Pick<Otlp, 'url'> },
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${otlp.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: body instanceof Uint8Array || typeof body === 'string' ? body : JSON.stringify(body),
  })
}
