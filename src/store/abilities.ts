import { sql } from 'drizzle-orm'

import type { MedianMetric, MetricId, RatioMetric, SummedMetric } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'

import { ASSET_DAYS, isAgents } from './agent-columns.ts'
import type { AsOf } from './coverage.ts'
import { TENANT } from './measure-sql.ts'
import { isOfPersons } from './person-metrics.ts'
import { rows } from './rows.ts'

/** Whether a tool has ever reported a metric. */
export type Abilities = (tool: number, metric: MetricId) => boolean

/** What tools have ever reported of these metrics. */
export type AbilitiesOf = (asOf: AsOf, metrics: readonly MetricId[]) => Promise<Abilities>

const told = (...columns: readonly string[]) =>
  columns.map((column) => `bool_or(${column} is not null)`).join(' and ')

const COST = 'coalesce(cost_billed_micros, cost_estimated_micros, cost_credits_micros)'

const USUAL = {
  messages: told('messages'),
  sessions: told('sessions'),
  spend: told(COST),
  input_tokens: told('input_tokens'),
  cache_read_tokens: told('cache_read_tokens'),
  cache_write_tokens: told('cache_write_tokens'),
  output_tokens: told('output_tokens'),
} as const satisfies Partial<Record<SummedMetric, string>>

type Usual = keyof typeof USUAL
type Special = Exclude<SummedMetric | RatioMetric | MedianMetric, Usual>

/** Asked for now and then, so read only then. */
const SPECIAL: Readonly<Record<Special, string>> = {
  output_characters: told('output_characters'),
  messages_per_session: told('messages', 'sessions'),
  sessions_per_person_week: told('sessions'),
  tokens_per_person_week: told(
    'coalesce(input_tokens, cache_read_tokens, cache_write_tokens, output_tokens)',
  ),
  cost_per_person: told(COST),
  cost_per_session: told(COST, 'sessions'),
  cost_per_message: told(COST, 'messages'),
  output_input_ratio: told('input_tokens', 'output_tokens'),
  cache_hit_rate: told('cache_read_tokens', 'input_tokens'),
  acceptance_rate: told('code_acceptances', 'code_generations'),
  agent_share: told('agent_requests', 'requests'),
  error_rate: told('errors', 'requests'),
  short_prompt_share: told('prompts_short', 'prompts_measured'),
  middle_prompt_share: told('prompts_middle', 'prompts_measured'),
  long_prompt_share: told('prompts_long', 'prompts_measured'),
  // Whoever tells sessions tells their depth.
  one_message_share: told('sessions'),
  long_session_share: told('sessions'),
  premium_share: told('sessions'),
  session_duration: told('sessions'),
  median_session_depth: told('sessions'),
  prompt_length: told('prompts_measured'),
}

type Flags = ReadonlyMap<number, Readonly<Partial<Record<MetricId, boolean>>>>

/**
 * Reads what each tool has ever reported, and remembers it until the next import: proving that a
 * tool has never reported something takes a look at every day there is.
 */
export function abilitiesOf(db: Db): AbilitiesOf {
  const usual = remembered(() => readFlags(db, USUAL))
  const special = remembered(() => readFlags(db, SPECIAL))
  const agents = remembered(() => readAgents(db))
  return async (asOf, metrics) => {
    const asked = metrics.some((metric) => metric in SPECIAL)
    const flags = [
      await usual(asOf),
      ...(asked ? [await special(asOf)] : []),
      ...(metrics.some(isAgents) ? [await agents(asOf)] : []),
    ]
    // Whether anyone was active is known of every tool; the rest is a column that may stay empty.
    return (tool, metric) =>
      metric === 'active_people' ||
      metric === 'weekly_active_people' ||
      metric === 'adoption' ||
      isOfPersons(metric) ||
      (metric === 'concentration' && flags.some((of) => of.get(tool)?.messages === true)) ||
      flags.some((of) => of.get(tool)?.[metric] === true)
  }
}

function remembered(read: () => Promise<Flags>): (asOf: AsOf) => Promise<Flags> {
  let last: { readonly asOf: AsOf; readonly flags: Flags } | undefined
  return async (asOf) => {
    if (asOf !== undefined && last?.asOf === asOf) return last.flags
    const flags = await read()
    last = { asOf, flags }
    return flags
  }
}

/** The tools that ever named a prompt, a tool or an agent. */
async function readAgents(db: Db): Promise<Flags> {
  const found = await rows<{ readonly tool: number; readonly agents: boolean }>(
    db,
    'tools with agents',
    sql`select f.tool_id::int as tool, bool_or(f.kind = 'agent') as agents
      from ${sql.raw(ASSET_DAYS)} f where f.tenant_id = ${TENANT} group by 1`,
  )
  return new Map(
    found.map(({ tool, agents }) => [
      tool,
      { agent_runs: agents, agent_success: agents, asset_runs: true },
    ]),
  )
}

async function readFlags(db: Db, asked: Readonly<Record<string, string>>): Promise<Flags> {
  const flags = Object.entries(asked).map(([metric, condition]) => `${condition} as ${metric}`)
  const found = await rows<{ readonly tool: number } & Readonly<Record<MetricId, boolean>>>(
    db,
    'abilities',
    sql`
      select tool_id::int as tool, ${sql.raw(flags.join(', '))}
      from rollup_day where tenant_id = ${TENANT} group by tool_id`,
  )
  return new Map(found.map((flags) => [flags.tool, flags]))
}
