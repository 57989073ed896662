import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { REPORTED_CREDITS } from './credit-price.ts'
import { belongs, PERSON, UNIT } from './rebuild-belongs.ts'
import { rows } from './rows.ts'

/** Buckets of a log2 histogram: element n counts values whose floor(log2) is n - 1, the last all above. */
const BUCKETS = 20

/** A request small enough for a light model. */
const LIGHT_INPUT_TOKENS = 500
const LIGHT_OUTPUT_TOKENS = 200

const bounds = sql.raw(
  `'{${Array.from({ length: BUCKETS - 1 }, (_, n) => 2 ** (n + 1)).join(',')}}'::int[]`,
)

/** The bucket of a value; null where it is not to be counted. */
const bucketOf = (value: SQL, counted: SQL) =>
  sql`case when ${counted} then width_bucket(${value}, ${bounds}) end`

/** Ends a subquery, which is else folded into its query: a bucket is found anew for each of its counts. */
const COMPUTED_ONCE = sql.raw('offset 0')

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
const input = sql.raw(
  'coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)',
)
const anyTokens = sql.raw(
  'num_nonnulls(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens) > 0',
)
const output = sql.raw('coalesce(output_tokens, 0)')

/** Each line with what is counted of it; null where it has nothing to count. */
const counted = (stale: SQL) => sql`
  select ${KEY}, agent, error, output_characters, input_tokens, cache_read_tokens,
    cache_write_tokens, output_tokens, cost_picos, cost_basis, prompt_characters,
    ${bucketOf(sql`prompt_characters`, sql`prompt_characters is not null`)} as prompt_bucket,
    case when ${anyTokens} then case when cost_picos is null then ${input} + ${output} else 0 end
      end as unpriced,
    case when ${anyTokens} then (${input} <= ${sql.raw(String(LIGHT_INPUT_TOKENS))}
      and ${output} <= ${sql.raw(String(LIGHT_OUTPUT_TOKENS))})::int end as light
  from (
    select ${KEY}, agent, error, output_characters, input_tokens, cache_read_tokens,
      cache_write_tokens, output_tokens, cost_picos, cost_basis,
      case when not agent then prompt_characters end as prompt_characters
    from usage_event where tenant_id = 1 and day = ${stale}
  ) line
  ${COMPUTED_ONCE}`

/** Prompts of a length; null where no prompt was measured. */
const prompts = (length: string) =>
  sql.raw(
    `case when count(prompt_characters) > 0 then count(*) filter (where prompt_characters ${length}) end`,
  )

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
        ${COMPUTED_ONCE}
      ) s
      group by ${KEY}`,
  )
  await rows(tx, 'analyse daily sessions', sql`analyze rebuild_daily_session (day, account_id)`)
  await rows(tx, 'daily facts from events', fromEvents(stale))
  await rows(tx, 'daily facts from reports', fromReports(stale))
  await rows(tx, 'drop daily sessions', sql`drop table rebuild_daily_session`)
}

/** A question about a team reads a page of a day in place of one for each of its people. */
const BESIDE_EACH_OTHER = sql`order by f.day, ${UNIT}, f.account_id`

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
      sum(prompt_characters) as prompt_characters,
      count(prompt_characters) as prompts_measured,
      ${prompts('< 50')} as short,
      ${prompts('between 50 and 200')} as middle,
      ${prompts('> 200')} as long,
      ${histogram('prompt_bucket')} as prompt_histogram,
      sum(output_characters) as output_characters,
      count(output_characters) as outputs_measured,
      sum(input_tokens) as input_tokens,
      sum(cache_read_tokens) as cache_read_tokens,
      sum(cache_write_tokens) as cache_write_tokens,
      sum(output_tokens) as output_tokens,
      sum(unpriced) as unpriced_tokens,
      sum(light) as light_requests,
      ${micros(0)} as billed, ${micros(1)} as estimated, ${micros(2)} as credits
    from (${counted(stale)}) counted
    group by ${KEY}
  )
  select 1, f.day, f.account_id, f.tool_id, f.model_id, f.feature_id, f.source_id,
    ${PERSON}, ${UNIT}, f.active, not f.active, f.messages,
    case when f.account_id <> 0 and sa.account_id is null then coalesce(s.sessions, 0) end, f.requests, f.agent_requests,
    f.errors, f.prompt_characters, f.prompts_measured, f.short, f.middle, f.long, f.prompt_histogram,
    f.output_characters, f.outputs_measured, s.depth, s.seconds, f.input_tokens,
    f.cache_read_tokens, f.cache_write_tokens, f.output_tokens, f.unpriced_tokens, f.light_requests,
    f.billed, f.estimated, f.credits
  from f ${belongs}
  left join rebuild_daily_session s on s.day = f.day and s.account_id = f.account_id
    and s.tool_id = f.tool_id and s.model_id = f.model_id and s.feature_id = f.feature_id
    and s.source_id = f.source_id
  ${BESIDE_EACH_OTHER}`

const REPORTED = sql.raw(
  `messages, vendor_sessions, requests, agent_requests, errors, prompt_characters, prompts_measured,
   prompts_short, prompts_middle, prompts_long, prompt_histogram, output_characters, outputs_measured,
   input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, unpriced_tokens,
   light_requests, code_generations, code_acceptances, credits_milli, cost_billed_micros,
   cost_estimated_micros`,
)

const fromReports = (stale: SQL) => sql`
  insert into usage_daily (tenant_id, ${KEY}, person_id, unit_id, active, passive, ${REPORTED},
    cost_credits_micros)
  select 1, f.day, f.account_id, f.tool_id, f.model_id, f.feature_id, f.source_id,
    ${PERSON}, ${UNIT}, f.active, f.passive and not f.active,
    ${REPORTED}, ${REPORTED_CREDITS}
  from usage_report f ${belongs}
  where f.tenant_id = 1 and f.day = ${stale}
  ${BESIDE_EACH_OTHER}`
