import { z } from 'zod'

import type { Pseudonymizer } from '#collect.ts'
import { shown } from '#connectors/shown.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { day, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

export const COPILOT = 'github-copilot'

export type CopilotOptions = {
  readonly pseudonyms: Pseudonymizer
  /** Names the source; `github-copilot` without it. */
  readonly source?: string
  /** What the contract says an AI credit costs, in micro-dollars; without it credits are unpriced. */
  readonly creditMicros?: number
}

const whole = z.int().min(0).nullish()
const surface = z
  .looseObject({
    session_count: whole,
    request_count: whole,
    prompt_count: whole,
    token_usage: z.looseObject({ prompt_tokens_sum: whole, output_tokens_sum: whole }).nullish(),
  })
  .nullish()

/**
 * What we read of a users-1-day row. Every field is optional in GitHub's schema and new ones come:
 * https://docs.github.com/en/copilot/reference/copilot-usage-metrics/example-schema
 */
const reportRow = z.looseObject({
  day: z.string(),
  user_login: z.string().trim().min(1).max(320),
  ai_credits_used: z.number().min(0).max(1e9).nullish(),
  user_initiated_interaction_count: whole,
  code_generation_activity_count: whole,
  code_acceptance_activity_count: whole,
  totals_by_cli: surface,
  totals_by_copilot_app: surface,
})

export type ReportRow = z.output<typeof reportRow>
type Surface = z.output<typeof surface>

/** Why a row cannot be read: `why` continues the sentence "day '12' is not a day". */
export type RowFault = {
  readonly field: string | null
  readonly value: string | null
  readonly why: string
}

export function readReportRow(value: unknown): { readonly row: ReportRow } | RowFault {
  if (typeof value !== 'object' || value === null)
    return { field: null, value: null, why: 'is not a JSON object' }
  const read = reportRow.safeParse(value)
  if (!read.success) {
    const field = read.error.issues[0]?.path.join('.') ?? ''
    const why = 'is missing or not as GitHub documents it'
    return { field: field === '' ? null : field, value: null, why }
  }
  if (isDay(read.data.day)) return { row: read.data }
  return { field: 'day', value: shown('day', read.data.day), why: 'is not a day' }
}

/** Adds what is known; null where nothing is. */
function sum(...parts: readonly (number | null | undefined)[]): number | null {
  const known = parts.filter((part) => typeof part === 'number')
  return known.length === 0 ? null : known.reduce((all, part) => all + part, 0)
}

const NOTHING = { ...UNREPORTED, tool: COPILOT, model: null } as const

/**
 * One row of totals, and one of the command line and the app, which alone count sessions and
 * tokens. The parts by feature, model and editor do not add up to the totals and are left out.
 */
export function reportRows(row: ReportRow, options: CopilotOptions): readonly UsageReport[] {
  const { pseudonyms, creditMicros, source = COPILOT } = options
  const surfaces = [row.totals_by_cli, row.totals_by_copilot_app].filter((part) => !!part)
  const of = (read: (part: NonNullable<Surface>) => number | null | undefined) =>
    sum(...surfaces.map(read))
  const prompts = of((part) => part.prompt_count) ?? 0
  const interactions = row.user_initiated_interaction_count ?? null
  const credits = row.ai_credits_used ?? null
  const creditsMilli = credits === null ? null : Math.round(credits * 1000)
  const whose = {
    ...NOTHING,
    day: day(row.day),
    account: pseudonyms.person(row.user_login),
    source,
  }
  const active = (interactions ?? 0) > 0 || prompts > 0
  const totals: UsageReport = {
    ...whose,
    feature: null,
    active,
    passive: !active && ((credits ?? 0) > 0 || (row.code_generation_activity_count ?? 0) > 0),
    messages: interactions,
    codeGenerations: row.code_generation_activity_count ?? null,
    codeAcceptances: row.code_acceptance_activity_count ?? null,
    creditsMilli,
    costCreditsMicros:
      creditsMilli === null || creditMicros === undefined
        ? null
        : divideHalfEven(BigInt(creditsMilli) * BigInt(creditMicros), 1000n),
  }
  if (surfaces.length === 0) return [totals]
  // Whether prompt_tokens_sum holds cached tokens is not documented: it is kept as input.
  const inputTokens = of((part) => part.token_usage?.prompt_tokens_sum)
  const outputTokens = of((part) => part.token_usage?.output_tokens_sum)
  const commandLine: UsageReport = {
    ...whose,
    feature: 'cli',
    active: prompts > 0,
    passive: false,
    vendorSessions: of((part) => part.session_count),
    requests: of((part) => part.request_count),
    inputTokens,
    outputTokens,
    unpricedTokens: sum(inputTokens, outputTokens),
  }
  return [totals, commandLine]
}
