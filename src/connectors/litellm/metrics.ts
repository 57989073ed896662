import { z } from 'zod'

import { picosOfDollars } from '#connectors/api/amount.ts'

/** What LiteLLM sums up; null where nothing says. `prompt` includes both kinds of cache. */
export type Metrics = {
  readonly prompt: number | null
  readonly output: number | null
  readonly cacheRead: number | null
  readonly cacheWrite: number | null
  readonly requests: number | null
  readonly failed: number | null
  readonly picos: bigint | null
}

const count = z.int().min(0).nullish().catch(null)
const metrics = z.looseObject({
  spend: z.number().nullish().catch(null),
  prompt_tokens: count,
  completion_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  api_requests: count,
  failed_requests: count,
})

export const NONE: Metrics = {
  prompt: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  requests: null,
  failed: null,
  picos: null,
}

export function metricsOf(value: unknown): Metrics {
  const read = metrics.safeParse(value).data
  if (!read) return NONE
  return {
    prompt: read.prompt_tokens ?? null,
    output: read.completion_tokens ?? null,
    cacheRead: read.cache_read_input_tokens ?? null,
    cacheWrite: read.cache_creation_input_tokens ?? null,
    requests: read.api_requests ?? null,
    failed: read.failed_requests ?? null,
    picos: typeof read.spend === 'number' ? (picosOfDollars(read.spend) ?? null) : null,
  }
}

const each = (a: Metrics, b: Metrics, sign: 1 | -1): Metrics => {
  const both = (x: number | null, y: number | null) =>
    x === null && y === null ? null : (x ?? 0) + sign * (y ?? 0)
  return {
    prompt: both(a.prompt, b.prompt),
    output: both(a.output, b.output),
    cacheRead: both(a.cacheRead, b.cacheRead),
    cacheWrite: both(a.cacheWrite, b.cacheWrite),
    requests: both(a.requests, b.requests),
    failed: both(a.failed, b.failed),
    picos:
      a.picos === null && b.picos === null
        ? null
        : (a.picos ?? 0n) + BigInt(sign) * (b.picos ?? 0n),
  }
}

export const added = (a: Metrics, b: Metrics): Metrics => each(a, b, 1)
export const minus = (a: Metrics, b: Metrics): Metrics => each(a, b, -1)
