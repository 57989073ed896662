import { z } from 'zod'

import { KEPT } from './kept.ts'

/** What is kept of attributes: those we count by, and nothing else. */
export type Attributes = ReadonlyMap<string, string | number | boolean>

// JSON writes 64-bit numbers as text or number and ids as hex; protobuf gives Long and bytes.
const whole = z.union([
  z.bigint(),
  z.number().transform((value) => BigInt(Math.trunc(value))),
  z
    .string()
    .regex(/^-?\d{1,20}$/)
    .transform((value) => BigInt(value)),
  z
    .object({ low: z.number(), high: z.number() })
    .transform(({ low, high }) => BigInt(high >>> 0) * 4_294_967_296n + BigInt(low >>> 0)),
])
const signed = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d{1,20}$/)
    .transform(Number),
  z
    .object({ low: z.number(), high: z.number() })
    .transform(({ low, high }) => high * 4_294_967_296 + (low >>> 0)),
])
const bytes = z.union([
  z.instanceof(Uint8Array).transform((value) => Buffer.from(value).toString('hex')),
  z
    .string()
    .regex(/^[0-9a-f]*$/i)
    .transform((value) => value.toLowerCase()),
])
const value = z
  .object({
    stringValue: z.string().optional(),
    boolValue: z.boolean().optional(),
    intValue: signed.optional(),
    doubleValue: z.number().optional(),
  })
  .nullish()
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .nullish()
  .transform((list): Attributes => {
    const kept = new Map<string, string | number | boolean>()
    for (const { key, value } of list ?? []) {
      if (!KEPT.has(key)) continue
      const read = value?.stringValue ?? value?.boolValue ?? value?.intValue ?? value?.doubleValue
      if (read !== undefined) kept.set(key, read)
    }
    return kept
  })
const resource = z
  .object({ attributes })
  .nullish()
  .transform((read): Attributes => read?.attributes ?? new Map())
const list = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).nullish()

export const traces = z.object({
  resourceSpans: list(
    z.object({
      resource,
      scopeSpans: list(
        z.object({
          spans: list(
            z.object({
              traceId: bytes,
              spanId: bytes,
              parentSpanId: bytes.nullish(),
              startTimeUnixNano: whole,
              attributes,
              status: z.object({ code: z.number().nullish() }).nullish(),
            }),
          ),
        }),
      ),
    }),
  ),
})

export const logs = z.object({
  resourceLogs: list(
    z.object({
      resource,
      scopeLogs: list(
        z.object({
          logRecords: list(
            z.object({
              timeUnixNano: whole.nullish(),
              observedTimeUnixNano: whole.nullish(),
              body: z.object({ stringValue: z.string().optional() }).nullish(),
              attributes,
              eventName: z.string().nullish(),
            }),
          ),
        }),
      ),
    }),
  ),
})

const temporality = z.union([z.literal(1), z.literal(2)])
const dated = { startTimeUnixNano: whole.nullish(), timeUnixNano: whole, attributes }
export const metrics = z.object({
  resourceMetrics: list(
    z.object({
      resource,
      scopeMetrics: list(
        z.object({
          metrics: list(
            z.object({
              name: z.string(),
              sum: z
                .object({
                  aggregationTemporality: temporality,
                  dataPoints: list(
                    z.object({
                      ...dated,
                      asDouble: z.number().nullish(),
                      asInt: signed.nullish(),
                    }),
                  ),
                })
                .nullish(),
              histogram: z
                .object({
                  aggregationTemporality: temporality,
                  dataPoints: list(z.object({ ...dated, sum: z.number().nullish() })),
                })
                .nullish(),
            }),
          ),
        }),
      ),
    }),
  ),
})
