import { createHash } from 'node:crypto'

import { getTableColumns, sql } from 'drizzle-orm'

import { usageReport } from '#db/schema/usage.ts'
import type { UsageReport } from '#ingest.ts'

import { field, flag, type StageKind } from './stage-kind.ts'

export const NUMBERS = {
  messages: 'messages',
  agent_requests: 'agentRequests',
  errors: 'errors',
  prompt_characters: 'promptCharacters',
  prompts_measured: 'promptsMeasured',
  prompts_short: 'promptsShort',
  prompts_middle: 'promptsMiddle',
  prompts_long: 'promptsLong',
  vendor_sessions: 'vendorSessions',
  requests: 'requests',
  input_tokens: 'inputTokens',
  cache_read_tokens: 'cacheReadTokens',
  cache_write_tokens: 'cacheWriteTokens',
  output_tokens: 'outputTokens',
  unpriced_tokens: 'unpricedTokens',
  code_generations: 'codeGenerations',
  code_acceptances: 'codeAcceptances',
  credits_milli: 'creditsMilli',
  cost_credits_micros: 'costCreditsMicros',
  cost_billed_micros: 'costBilledMicros',
  cost_estimated_micros: 'costEstimatedMicros',
} as const satisfies Record<string, keyof UsageReport>

const columns = Object.keys(NUMBERS)

/** One person-day as a vendor reports it. Rows have no id: a report is the whole of its days. */
export const reportStage: StageKind<UsageReport> = {
  table: 'usage_report',
  replaced: 'usage_report_replaced',
  key: ['day', 'account_id', 'tool_id', 'model_id', 'feature_id', 'source_id'],
  columns: Object.values(getTableColumns(usageReport)).map((column) => column.name),
  payload: ['active boolean', 'passive boolean', ...columns.map((name) => `${name} bigint`)].join(
    ', ',
  ),
  usesIds: false,
  write: (report) => [
    flag(report.active),
    flag(report.passive),
    ...Object.values(NUMBERS).map((name) => field(report[name])),
  ],
  // The same person-day twice: the report that was taken later knows more.
  best: sql.raw(
    [...columns.map((name) => `${name} desc nulls last`), 'active desc', 'digest desc', 'seq'].join(
      ', ',
    ),
  ),
  fill: {
    active: sql`s.active`,
    passive: sql`s.passive`,
    ...Object.fromEntries(columns.map((name) => [name, sql.raw(`s.${name}`)])),
  },
}

/** Hex; the same for the same report, whatever the order of its fields. */
export function reportDigest(report: UsageReport): string {
  const facts = [
    report.day,
    report.account,
    report.tool,
    report.model,
    report.feature,
    report.active,
    report.passive,
    ...Object.values(NUMBERS).map((name) => report[name]?.toString() ?? null),
  ]
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex')
}
