import type { AgentMetric, MetricId } from '#core/metric/metric.ts'
import type { Question } from '#ports.ts'

/** Of the table of runs: each of an agent, by person, tool and day. */
export const AGENT_COLUMNS = {
  agent_runs: 'f.runs',
  good_agent_runs: 'f.runs - f.failed_runs',
} as const

export type AgentColumn = keyof typeof AGENT_COLUMNS

/** Runs as rows of use: of no model and no feature that is known. */
export const AGENT_DAYS =
  "(select d.*, 0 as model_id, 0 as feature_id from asset_daily d join asset a using (tenant_id, asset_id) where a.kind = 'agent')"

export const isAgents = (metric: MetricId): metric is AgentMetric =>
  metric === 'agent_runs' || metric === 'agent_success'

/** Whether a question is about models or features, which runs do not tell. */
export function ofModels({ scope, by, also }: Question): boolean {
  const { model, feature } = scope.ids
  const split = [by, also].some((of) => of === 'model' || of === 'feature')
  return model !== undefined || feature !== undefined || split
}
