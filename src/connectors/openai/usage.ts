import type OpenAI from 'openai'
import { z } from 'zod'

import type { Call, DayStream, Pulled, Refused, Window } from '#collect.ts'
import { unixOf } from '#connectors/api/days.ts'
import { divideHalfEven } from '#core/money/money.ts'
import type { Day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { type Asked, dayBuckets } from './buckets.ts'
import { openaiClient } from './client.ts'
import { estimateOf } from './estimate.ts'
import { type Owners, owners } from './names.ts'

export const OPENAI_TOOL = 'openai-api'
const SOURCE = 'openai-usage'
const CHUNK = 5_000

const count = z.int().min(0)
const maybe = count.nullish()
const row = z.looseObject({
  num_model_requests: count,
  input_tokens: maybe,
  output_tokens: maybe,
  input_cached_tokens: maybe,
  input_cache_write_tokens: maybe,
  user_id: z.string().nullish(),
  project_id: z.string().nullish(),
  api_key_id: z.string().nullish(),
  model: z.string().min(1).max(128).nullish(),
  batch: z.boolean().nullish(),
  service_tier: z.string().nullish(),
})
type Row = z.output<typeof row>

const BY = ['project_id', 'user_id', 'api_key_id', 'model'] as const

/** Endpoints whose requests are model requests; tools' own calls are counted within these. */
const kinds = (client: OpenAI) => {
  const { usage } = client.admin.organization
  return {
    completions: (query: Asked) =>
      usage.completions({ ...query, group_by: [...BY, 'batch', 'service_tier'] }),
    embeddings: (query: Asked) => usage.embeddings({ ...query, group_by: [...BY] }),
    moderations: (query: Asked) => usage.moderations({ ...query, group_by: [...BY] }),
    images: (query: Asked) => usage.images({ ...query, group_by: [...BY] }),
    audio_speeches: (query: Asked) => usage.audioSpeeches({ ...query, group_by: [...BY] }),
    audio_transcriptions: (query: Asked) =>
      usage.audioTranscriptions({ ...query, group_by: [...BY] }),
  } satisfies Record<string, (query: Asked) => PromiseLike<unknown>>
}

type Counts = Pick<
  UsageReport,
  'requests' | 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'
>

/** OpenAI's input holds cached and cache-write tokens; ours are four disjoint counts. */
function countsOf(row: Row): Counts | undefined {
  const { input_tokens: all = null, input_cached_tokens, input_cache_write_tokens } = row
  const cached = input_cached_tokens ?? null
  const written = input_cache_write_tokens ?? null
  const fresh = all === null ? null : all - (cached ?? 0) - (written ?? 0)
  if (fresh !== null && fresh < 0) return undefined
  return {
    requests: row.num_model_requests,
    inputTokens: fresh,
    cacheReadTokens: cached,
    cacheWriteTokens: written,
    outputTokens: row.output_tokens ?? null,
  }
}

const tokensOf = (counts: Counts) =>
  (counts.inputTokens ?? 0) +
  (counts.cacheReadTokens ?? 0) +
  (counts.cacheWriteTokens ?? 0) +
  (counts.outputTokens ?? 0)

/** Batch and flex are sold at half price; what priority costs no price table says. */
function estimated(row: Row, counts: Counts, { call, day }: { call: Call; day: Day }) {
  if (!row.model || row.service_tier === 'priority' || tokensOf(counts) === 0) return null
  const picos = estimateOf(call.price, {
    model: row.model,
    at: unixOf(day) * 1000,
    requests: row.num_model_requests,
    inputTokens: counts.inputTokens ?? 0,
    cacheReadTokens: counts.cacheReadTokens ?? 0,
    cacheWriteTokens: counts.cacheWriteTokens ?? 0,
    outputTokens: counts.outputTokens ?? 0,
  })
  return picos !== null && (row.batch === true || row.service_tier === 'flex')
    ? divideHalfEven(picos, 2n)
    : picos
}

type Sum = {
  readonly day: Day
  readonly account: string | null
  readonly person: boolean
  readonly model: string | null
  counts: Counts
  picos: bigint | null
  unpriced: number | null
}

const plus = (a: number | null, b: number | null) => (a === null ? b : a + (b ?? 0))

/** Rows of one person, model and day are one report, whatever key, tier or endpoint they came by. */
function add(sums: Map<string, Sum>, next: Sum) {
  const key = `${next.day} ${next.account} ${next.model}`
  const sum = sums.get(key)
  if (!sum) {
    sums.set(key, next)
    return
  }
  const { counts } = next
  sum.counts = {
    requests: plus(sum.counts.requests, counts.requests),
    inputTokens: plus(sum.counts.inputTokens, counts.inputTokens),
    cacheReadTokens: plus(sum.counts.cacheReadTokens, counts.cacheReadTokens),
    cacheWriteTokens: plus(sum.counts.cacheWriteTokens, counts.cacheWriteTokens),
    outputTokens: plus(sum.counts.outputTokens, counts.outputTokens),
  }
  if (next.picos !== null) sum.picos = (sum.picos ?? 0n) + next.picos
  sum.unpriced = plus(sum.unpriced, next.unpriced)
}

function reportOf({ day, account, person, model, counts, picos, unpriced }: Sum): UsageReport {
  const used = (counts.requests ?? 0) > 0
  return {
    ...UNREPORTED,
    ...counts,
    day,
    account,
    tool: OPENAI_TOOL,
    source: SOURCE,
    model,
    feature: 'api',
    active: person && used,
    passive: false,
    unpricedTokens: unpriced,
    costEstimatedMicros: picos === null ? null : divideHalfEven(picos, 1_000_000n),
  }
}

async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
  const client = await openaiClient(call)
  const known = await owners(call, client)
  const sums = new Map<string, Sum>()
  const refused: Refused[] = []
  for (const [kind, ask] of Object.entries(kinds(client))) {
    const name = `GET /organization/usage/${kind}`
    let bad = 0
    for await (const { day, rows } of dayBuckets(window, call, { name, limit: 31, ask }))
      for (const value of rows) {
        const sum = sumOf(value, { day, call, known })
        if (sum) add(sums, sum)
        else bad += 1
      }
    if (bad > 0) refused.push({ where: name, why: 'rows whose counts make no sense', count: bad })
  }
  const reports = [...sums.values()].map(reportOf)
  yield { services: known.met(), refused }
  for (let at = 0; at < reports.length; at += CHUNK)
    yield { reports: reports.slice(at, at + CHUNK) }
}

function sumOf(
  value: unknown,
  { day, call, known }: { readonly day: Day; readonly call: Call; readonly known: Owners },
): Sum | undefined {
  const read = row.safeParse(value)
  const counts = read.success ? countsOf(read.data) : undefined
  if (!read.success || !counts) return undefined
  const picos = estimated(read.data, counts, { call, day })
  const tokens = tokensOf(counts)
  return {
    day,
    ...known.accountOf(read.data),
    model: read.data.model?.toLowerCase() ?? null,
    counts,
    picos,
    unpriced: counts.inputTokens === null && tokens === 0 ? null : picos === null ? tokens : 0,
  }
}

export const usageStream: DayStream = {
  id: 'usage',
  says: 'Requests and tokens by person or project, model and day.',
  source: SOURCE,
  tools: [OPENAI_TOOL],
  how: 'days',
  bucketZone: 'UTC',
  lateDays: 3,
  // A page holds 31 days; a week at a time keeps what is summed up in memory small.
  windowDays: 7,
  historyDays: null,
  everyMinutes: 60,
  pull,
}
