import { sql } from 'drizzle-orm'

import { day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, pseudonym, usageEvent } from '#test/support/events.ts'

/** What a person did with Claude Code on a day, as three doors would tell it. */
export type Use = {
  readonly account: string
  readonly day: string
  readonly requests: number
}

const TOKENS = { inputTokens: 100, cacheReadTokens: 40, cacheWriteTokens: 10, outputTokens: 50 }

const model = 'opus'
const tool = 'claude-code'

export const reported = ({ account, day: on, requests }: Use): UsageReport => ({
  ...UNREPORTED,
  day: day(on),
  account: pseudonym(account),
  tool,
  source: 'anthropic-claude-code',
  model,
  feature: null,
  active: true,
  passive: false,
  requests,
  vendorSessions: 1,
  inputTokens: 100 * requests,
  cacheReadTokens: 40 * requests,
  cacheWriteTokens: 10 * requests,
  outputTokens: 50 * requests,
  unpricedTokens: 0,
  costEstimatedMicros: BigInt(300 * requests),
})

/** One event per request, a minute apart from noon on. */
export const sent = (source: 'otlp' | 'litellm', { account, day: on, requests }: Use) =>
  Array.from({ length: requests }, (_, n) =>
    usageEvent({
      at: new Date(Date.parse(`${on}T08:00:00Z`) + n * 20_000).toISOString(),
      account,
      tool,
      source,
      model,
      id: `${account} ${on} ${n}`,
      promptCharacters: source === 'otlp' ? 20 : null,
      ...TOKENS,
      costPicos: 300_000_000n,
      costBasis: 'estimated',
    }),
  )

export async function importReports(store: Store, reports: readonly UsageReport[]) {
  await using stage = await ingest(store).stageReports(batch())
  for (const report of reports) await stage.add(report)
  return await stage.apply({ replace: false })
}

/** The whole of what is counted. */
export async function counted(store: Store) {
  const [found] = await rows<Record<string, number | null>>(
    store.db,
    'count use',
    sql`select sum(messages)::int as messages, sum(requests)::int as requests,
        sum(sessions)::int as sessions, sum(vendor_sessions)::int as "vendorSessions",
        sum(input_tokens)::int as input, sum(output_tokens)::int as output,
        sum(cost_estimated_micros)::int as cost,
        (select count(*) from session)::int as "sessionRows",
        count(distinct person_id) filter (where active)::int as people
      from usage_daily`,
  )
  return found
}

/** What the others said, by source. */
export const witnessed = (store: Store) =>
  rows<Record<string, unknown>>(
    store.db,
    'read witnesses',
    sql`select s.name as source, sum(messages)::int as messages, sum(requests)::int as requests,
        sum(input_tokens)::int as input, sum(cost_micros)::int as cost,
        string_agg(distinct array_to_string(measures, ' '), ' / ') as measures
      from usage_witness w join source s on s.id = w.source_id group by 1 order by 1`,
  )

/** Every derived row as text, without numbers that depend on who came first. */
export const everyRow = (store: Store) =>
  rows<{ row: string }>(
    store.db,
    'read facts',
    sql`select concat_ws(' ', 'daily', d.day, encode(a.pseudonym, 'hex'), m.name, s.name, d.messages,
        d.sessions, d.requests, d.input_tokens, d.cost_billed_micros, d.cost_estimated_micros,
        d.active) as row
      from usage_daily d left join account a using (account_id) left join model m on m.id = model_id
      left join source s on s.id = source_id
      union all
      select concat_ws(' ', 'witness', w.day, encode(a.pseudonym, 'hex'), m.name, s.name, w.messages,
        w.requests, w.input_tokens, w.cost_micros, array_to_string(w.measures, ','))
      from usage_witness w left join account a using (account_id) left join model m on m.id = model_id
      left join source s on s.id = source_id
      order by 1`,
  )
