import { z } from 'zod'

import type { DayStream, Pulled } from '#collect.ts'
import { chunks, summedReports } from '#connectors/api/report-sum.ts'
import type { Day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { ANALYTICS, type OwnedRow, pullAnalytics } from './analytics-stream.ts'
import type { AnthropicDoor } from './client.ts'

const count = z.int().nonnegative()
const usage = z.looseObject({
  uncached_input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation: z
    .looseObject({
      ephemeral_1h_input_tokens: count.nullish(),
      ephemeral_5m_input_tokens: count.nullish(),
    })
    .nullish(),
  output_tokens: count,
  requests: count.nullish(),
})
type Usage = z.infer<typeof usage>

/** Tokens by person (or key), model and product; input excludes the cache, as the vendor counts. */
export function usageStream(facts: {
  readonly door: AnthropicDoor
  readonly source: string
  readonly tools: readonly string[]
}): DayStream {
  const { door, source, tools } = facts
  return {
    ...ANALYTICS,
    id: 'usage',
    says: 'Requests and tokens by person or key, model, product and day.',
    source,
    tools,
    pull: pullAnalytics<Usage>(door, {
      kind: 'usage',
      values: usage,
      pages: (day, rows) => reportPages(day, rows, source),
    }),
  }
}

function* reportPages(
  day: Day,
  rows: readonly OwnedRow<Usage>[],
  source: string,
): Generator<Pulled> {
  const reports = rows.map(({ owner, product, model, values }): UsageReport => {
    const { cache_creation: writes } = values
    const used = values.requests ?? values.output_tokens + values.uncached_input_tokens
    return {
      ...UNREPORTED,
      day,
      account: owner.account,
      tool: product.tool,
      source,
      model,
      feature: product.feature,
      active: owner.person && !product.automatic && used > 0,
      passive: owner.person && product.automatic === true,
      requests: values.requests ?? null,
      inputTokens: values.uncached_input_tokens,
      cacheReadTokens: values.cache_read_input_tokens,
      cacheWriteTokens:
        (writes?.ephemeral_1h_input_tokens ?? 0) + (writes?.ephemeral_5m_input_tokens ?? 0),
      outputTokens: values.output_tokens,
    }
  })
  for (const page of chunks(summedReports(reports))) yield { reports: page }
}
