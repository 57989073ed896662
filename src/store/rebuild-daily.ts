import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Buckets of a log2 histogram: element n counts values whose floor(log2) is n - 1, the last all above. */
export const BUCKETS = 20

/** A request small enough for a light model. */
const LIGHT_INPUT_TOKENS = 500
const LIGHT_OUTPUT_TOKENS = 200

const bounds = sql.raw(
  `'{${Array.from({ length: BUCKETS - 1 }, (_, n) => 2 ** (n + 1)).join(',')}}'::int[]`,
)

/** The bucket of a value; null where it is not to be counted. */
const bucketOf = (value: SQL, counted: SQL) =>
  sql`case when ${counted} then width_bucket(${value}, ${bounds}) end`

/** Null when nothing was measured, so that "unknown" and "none" stay apart. */
function histogram(bucket: string): SQL {
  const counts = Array.from(
    { length: BUCKETS },
    (_, n) => `count(*) filter (where ${bucket} = ${n})::int`,
  )
  return sql.raw(`case when count(${bucket}) > 0 then array[${counts.join(', ')}] end`)
}

const PICOS = 1_000_000

/** The exact sum of picodollars, rounded once, half to even, to whole micro-dollars. */
function micros(basis: number): SQL {
  const sum = `sum(cost_picos) filter (where cost_basis = ${basis})`
  const whole = `div(${sum}, ${PICOS})`
  const rest = `2 * abs(mod(${sum}, ${PICOS}))`
  return sql.raw(`(${whole} + case
    when ${rest} > ${PICOS} or (${rest} = ${PICOS} and mod(${whole}, 2) <> 0) then sign(${sum})
    else 0 end)::bigint`)
}

const KEY = sql.raw('day, account_id, tool_id, model_id, feature_id, source_id')
const input = sql`coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)`
const anyTokens = sql`num_nonnulls(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens) > 0`
const prompted = sql`(not agent and prompt_characters is not null)`

/** A count over lines that have the number; null where no line has it. */
const known = (has: SQL, value: SQL) =>
  sql`case when count(*) filter (where ${has}) > 0 then ${value} end`

/** Writes `usage_daily` for the days that are stale, from events, sessions and vendors' reports. */
export async function rebuildDaily(tx: Db, stale: SQL): Promise<void> {
  await rows(
    tx,
    'delete daily facts',
    sql`delete from usage_daily where tenant_id = 1 and day = ${stale}`,
  )
  await rows(
    tx,
    'daily sessions',
    sql`create temp table rebuild_daily_session on commit drop as
      select ${KEY}, count(*) as sessions,
        ${histogram('depth')} as depth, ${histogram('seconds')} as seconds
      from (
        select ${KEY}, ${bucketOf(sql`messages`, sql`true`)} as depth,
          ${bucketOf(sql`floor(extract(epoch from ended_at - started_at))::int`, sql`messages > 1`)} as seconds
        from session where tenant_id = 1 and day = ${stale}
      ) s
      group by ${KEY}`,
  )
  await rows(tx, 'analyse daily sessions', sql`analyze rebuild_daily_session (day, account_id)`)
  await rows(tx, 'daily facts from events', fromEvents(stale))
  await rows(tx, 'daily facts from reports', fromReports(stale))
  await rows(tx, 'drop daily sessions', sql`drop table rebuild_daily_session`)
}

/** The person and home unit of a row on its day; 0 for none. */
const belongs = sql`
  left join account_person ap on ap.tenant_id = 1 and ap.account_id = f.account_id
    and f.day between ap.valid_from and ap.valid_to
  left join membership m on m.tenant_id = 1 and m.person_id = ap.person_id
    and f.day between m.valid_from and m.valid_to`

const fromEvents = (stale: SQL) => sql`
  insert into usage_daily (tenant_id, ${KEY}, person_id, unit_id, active, passive, messages, sessions,
    requests, agent_requests, errors, prompt_characters, prompts_measured, prompts_short,
    prompts_middle, prompts_long, prompt_histogram, output_characters, outputs_measured,
    session_depth_histogram, session_seconds_histogram, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, unpriced_tokens, light_requests, cost_billed_micros,
    cost_estimated_micros, cost_credits_micros)
  with f as (
    select ${KEY},
      bool_or(not agent) as active,
      count(*) filter (where not agent) as messages,
      count(*) as requests,
      count(*) filter (where agent) as agent_requests,
      count(*) filter (where error) as errors,
      sum(prompt_characters) filter (where ${prompted}) as prompt_characters,
      count(*) filter (where ${prompted}) as prompts_measured,
      ${known(prompted, sql`count(*) filter (where ${prompted} and prompt_characters < 50)`)} as short,
      ${known(prompted, sql`count(*) filter (where ${prompted} and prompt_characters between 50 and 200)`)} as middle,
      ${known(prompted, sql`count(*) filter (where ${prompted} and prompt_characters > 200)`)} as long,
      ${histogram('prompt_bucket')} as prompt_histogram,
      sum(output_characters) as output_characters,
      count(output_characters) as outputs_measured,
      sum(input_tokens) as input_tokens,
      sum(cache_read_tokens) as cache_read_tokens,
      sum(cache_write_tokens) as cache_write_tokens,
      sum(output_tokens) as output_tokens,
      ${known(anyTokens, sql`coalesce(sum(${input} + coalesce(output_tokens, 0)) filter (where cost_picos is null), 0)`)} as unpriced_tokens,
      ${known(anyTokens, sql`count(*) filter (where ${anyTokens} and ${input} <= ${sql.raw(String(LIGHT_INPUT_TOKENS))} and coalesce(output_tokens, 0) <= ${sql.raw(String(LIGHT_OUTPUT_TOKENS))})`)} as light_requests,
      ${micros(0)} as billed, ${micros(1)} as estimated, ${micros(2)} as credits
    from (
      select *, ${bucketOf(sql`prompt_characters`, prompted)} as prompt_bucket
      from usage_event where tenant_id = 1 and day = ${stale}
    ) e
    group by ${KEY}
  )
  select 1, f.day, f.account_id, f.tool_id, f.model_id, f.feature_id, f.source_id,
    coalesce(ap.person_id, 0), coalesce(m.unit_id, 0), f.active, not f.active, f.messages,
    case when f.account_id <> 0 then coalesce(s.sessions, 0) end, f.requests, f.agent_requests,
    f.errors, f.prompt_characters, f.prompts_measured, f.short, f.middle, f.long, f.prompt_histogram,
    f.output_characters, f.outputs_measured, s.depth, s.seconds, f.input_tokens,
    f.cache_read_tokens, f.cache_write_tokens, f.output_tokens, f.unpriced_tokens, f.light_requests,
    f.billed, f.estimated, f.credits
  from f ${belongs}
  left join rebuild_daily_session s on s.day = f.day and s.account_id = f.account_id
    and s.tool_id = f.tool_id and s.model_id = f.model_id and s.feature_id = f.feature_id
    and s.source_id = f.source_id
  order by f.day, f.account_id`

const MEASURES_REPORTED = sql.raw(
  `messages, vendor_sessions, requests, agent_requests, errors, prompt_characters, prompts_measured,
   prompts_short, prompts_middle, prompts_long, prompt_histogram, output_characters, outputs_measured,
   input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, unpriced_tokens,
   light_requests, code_generations, code_acceptances, credits_milli, cost_billed_micros,
   cost_estimated_micros, cost_credits_micros`,
)

const fromReports = (stale: SQL) => sql`
  insert into usage_daily (tenant_id, ${KEY}, person_id, unit_id, active, passive, ${MEASURES_REPORTED})
  select 1, f.day, f.account_id, f.tool_id, f.model_id, f.feature_id, f.source_id,
    coalesce(ap.person_id, 0), coalesce(m.unit_id, 0), f.active, f.passive and not f.active,
    ${MEASURES_REPORTED}
  from usage_report f ${belongs}
  where f.tenant_id = 1 and f.day = ${stale}`
