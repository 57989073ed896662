import { type SQL, sql } from 'drizzle-orm'

import type { AgentMetric, MetricId } from '#core/metric/metric.ts'
import type { Question } from '#ports.ts'

/** Of the table of runs: each of an agent, prompt or tool, by person, tool and day. */
export const AGENT_COLUMNS = {
  agent_runs: "case when f.kind = 'agent' then f.runs end",
  good_agent_runs: "case when f.kind = 'agent' then f.runs - f.failed_runs end",
  asset_runs: 'f.runs',
} as const

export type AgentColumn = keyof typeof AGENT_COLUMNS

/** Runs as rows of use: of no model and no feature that is known. */
export const ASSET_DAYS =
  '(select d.*, a.kind, 0 as model_id, 0 as feature_id from asset_daily d join asset a using (tenant_id, asset_id))'

/** Those of agents alone. */
const AGENT_DAYS =
  "(select d.*, a.kind, 0 as model_id, 0 as feature_id from asset_daily d join asset a using (tenant_id, asset_id) where a.kind = 'agent')"

export type RunDays = typeof ASSET_DAYS | typeof AGENT_DAYS

/** Its kind and the start of its hash, of a row of `asset`. */
const CODE = sql`replace(a.kind, '_', ' ') || ' ' || left(encode(a.pseudonym, 'hex'), 6)`

/**
 * Assets and what they are called: by the name that is shared and shown, else by their code. Two of one
 * name are told apart by it.
 */
export const ASSETS: SQL = sql`(
  select a.tenant_id, a.asset_id, a.kind, a.pseudonym, ${CODE} as code,
    coalesce(n.name || case when exists (select from asset_name o
      where o.tenant_id = n.tenant_id and o.asset_id <> n.asset_id and lower(o.name) = lower(n.name)
        and o.shown_since is not null) then ' (' || ${CODE} || ')' else '' end, ${CODE}) as called
  from asset a left join asset_name n on n.tenant_id = a.tenant_id and n.asset_id = a.asset_id
    and n.shown_since is not null) as asset`

export const isAgents = (metric: MetricId): metric is AgentMetric =>
  metric === 'agent_runs' || metric === 'agent_success' || metric === 'asset_runs'

/** Whether a question is about models or features, which runs do not tell. */
export function ofModels({ scope, by, also }: Question): boolean {
  const { model, feature } = scope.ids
  const split = [by, also].some((of) => of === 'model' || of === 'feature')
  return model !== undefined || feature !== undefined || split
}

/** The runs a question about prompts, tools or agents is answered from; undefined for all others. */
export function runDays({ scope, by, also, metrics }: Question): RunDays | undefined {
  if (scope.ids.asset === undefined && by !== 'asset' && also !== 'asset') return undefined
  return metrics.includes('asset_runs') ? ASSET_DAYS : AGENT_DAYS
}
