import { sql } from 'drizzle-orm'

import type { BatchFacts, ImportPlan, UsageEvent } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch as batchFacts } from '#test/support/events.ts'
import type { DailyRow } from '#test/support/reference.ts'

type Applied = { readonly batch: number | null; readonly plan: ImportPlan }

/** Stages and applies lines, as an import command does. */
export async function importUsage(
  store: Store,
  events: readonly UsageEvent[],
  options: { readonly replace?: boolean; readonly batch?: Partial<BatchFacts> } = {},
): Promise<Applied> {
  await using stage = await ingest(store).stageUsage(batchFacts(options.batch))
  for (const event of events) await stage.add(event)
  return await stage.apply({ replace: options.replace ?? false })
}

type Stored = Record<keyof DailyRow, unknown>

/** `usage_daily`, its numbers put back into names, in the shape of the reference. */
export async function storedDaily(store: Store): Promise<unknown[]> {
  const found = await rows<{ row: Stored }>(
    store.db,
    'read daily facts',
    sql`select jsonb_build_object(
      'day', d.day, 'account', encode(a.pseudonym, 'hex'), 'tool', t.name, 'model', m.name,
      'feature', f.name, 'source', s.name, 'person', encode(p.pseudonym, 'hex'), 'unit', u.path,
      'active', d.active, 'passive', d.passive, 'messages', d.messages, 'sessions', d.sessions,
      'requests', d.requests, 'agentRequests', d.agent_requests, 'errors', d.errors,
      'promptCharacters', d.prompt_characters, 'promptsMeasured', d.prompts_measured,
      'promptBands', case when d.prompts_short is not null
        then jsonb_build_array(d.prompts_short, d.prompts_middle, d.prompts_long) end,
      'promptHistogram', d.prompt_histogram, 'outputCharacters', d.output_characters,
      'outputsMeasured', d.outputs_measured, 'depthHistogram', d.session_depth_histogram,
      'secondsHistogram', d.session_seconds_histogram, 'inputTokens', d.input_tokens,
      'cacheReadTokens', d.cache_read_tokens, 'cacheWriteTokens', d.cache_write_tokens,
      'outputTokens', d.output_tokens, 'unpricedTokens', d.unpriced_tokens,
      'lightRequests', d.light_requests, 'costBilledMicros', d.cost_billed_micros::text,
      'costEstimatedMicros', d.cost_estimated_micros::text,
      'costCreditsMicros', d.cost_credits_micros::text) as row
    from usage_daily d
    left join account a on a.account_id = d.account_id
    left join account p on p.account_id = d.person_id
    left join tool t on t.id = d.tool_id
    left join model m on m.id = d.model_id
    left join feature f on f.id = d.feature_id
    left join source s on s.id = d.source_id
    left join org_unit u on u.unit_id = d.unit_id`,
  )
  return canonical(found.map(({ row }) => row))
}

/** Sorted, and with whole numbers of any size as text. */
export function canonical(values: readonly object[]): unknown[] {
  return values
    .map((value) =>
      JSON.stringify(value, (_, field: unknown) =>
        typeof field === 'bigint'
          ? field.toString()
          : isPlain(field)
            ? Object.fromEntries(Object.entries(field).toSorted(([a], [b]) => (a < b ? -1 : 1)))
            : field,
      ),
    )
    .toSorted()
    .map((text): unknown => JSON.parse(text))
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every derived table as text, without the numbers that depend on who came first. */
export async function storedDerived(store: Store): Promise<unknown> {
  const sessions = await rows(
    store.db,
    'read sessions',
    sql`select s.day::text, s.last_day::text, encode(p.pseudonym, 'hex') as person, t.name as tool,
        (extract(epoch from s.started_at) * 1000000)::bigint::text as started,
        (extract(epoch from s.ended_at) * 1000000)::bigint::text as ended, s.messages::int
      from session s join account p on p.account_id = s.person_id join tool t on t.id = s.tool_id`,
  )
  const units = await rows(
    store.db,
    'read unit days',
    sql`select r.day::text, u.path as unit, t.name as tool, r.messages::int, r.sessions::int,
        r.requests::int, r.errors::int, r.input_tokens::int as input,
        r.cost_billed_micros::text as billed,
        r.cost_estimated_micros::text as estimated, r.cost_credits_micros::text as credits
      from rollup_unit_day r join tool t on t.id = r.tool_id left join org_unit u on u.unit_id = r.unit_id`,
  )
  const departments = await rows(
    store.db,
    'read active people',
    sql`select b.day::text, u.path as unit, t.name as tool, encode(a.pseudonym, 'hex') as person
      from active_bits b join tool t on t.id = b.tool_id
      left join org_unit u on u.unit_id = b.department_id
      join account a on a.account_id < length(b.bits) and get_bit(b.bits, a.account_id) = 1`,
  )
  const teams = await rows(
    store.db,
    'read people of units',
    sql`select p.day::text, u.path as unit, t.name as tool, encode(a.pseudonym, 'hex') as person
      from unit_people p cross join unnest(p.people) as one(id)
      join tool t on t.id = p.tool_id join org_unit u on u.unit_id = p.unit_id
      join account a on a.account_id = one.id`,
  )
  return {
    sessions: canonical(sessions as object[]),
    units: canonical(units as object[]),
    departments: canonical(departments as object[]),
    teams: canonical(teams as object[]),
  }
}
