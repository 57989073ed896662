import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { daysOf, lastWholeDay } from '#connectors/api/days.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { chunks, summedReports } from '#connectors/api/report-sum.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { personOwner } from './actor.ts'
import { FIRST_DAY } from './analytics-stream.ts'
import {
  type AnthropicDoor,
  anthropicClient,
  isExpired,
  MOST_RESTARTS,
  statusOf,
} from './client.ts'

const CALL = 'GET /v1/organizations/analytics/users'
const SOURCE = 'claude-enterprise'

const count = z.int().nonnegative().nullish()
const text = z.string().min(1).max(500).nullish()
const talked = z
  .looseObject({
    message_count: count,
    distinct_conversation_count: count,
    distinct_session_count: count,
  })
  .nullish()
const decided = z.looseObject({
  accepted_count: count,
  rejected_count: count,
  accepted: count,
  rejected: count,
})
const row = z.looseObject({
  user: z.looseObject({ id: text, email_address: text, email: text }),
  chat_metrics: talked,
  chat_cowork_unified_metrics: z.looseObject({ chat: talked, sessions: talked }).nullish(),
  cowork_metrics: talked,
  office_metrics: z.record(z.string(), talked).nullish(),
  design_metrics: talked,
  science_metrics: talked,
  claude_tag_metrics: z.looseObject({ active_message_count: count }).nullish(),
  claude_code_metrics: z
    .looseObject({
      core_metrics: z.looseObject({ distinct_session_count: count }).nullish(),
      tool_actions: z.record(z.string(), decided.nullish()).nullish(),
    })
    .nullish(),
})
type Row = z.infer<typeof row>
type Talked = z.infer<typeof talked>

/** Messages, conversations and sessions per member and day; Claude Code of seat holders. */
export function enterpriseStream(door: AnthropicDoor): DayStream {
  return {
    id: 'activity',
    how: 'days',
    says: 'Messages, conversations and sessions per member, product and day.',
    source: SOURCE,
    tools: ['claude', 'claude-code'],
    measures: ['activity'],
    bucketZone: 'UTC',
    lateDays: 4,
    windowDays: 31,
    historyDays: 364,
    everyMinutes: 240,
    pull: (window, call) => pull(window, call, door),
  }
}

async function* pull(window: Window, call: Call, door: AnthropicDoor): AsyncGenerator<Pulled> {
  const client = await anthropicClient(call, door)
  for (const day of daysOf(window)) {
    const rows = day < FIRST_DAY ? undefined : await rowsOf(client, day, { call, door })
    if (rows === undefined) yield { unpublished: [day] }
    else {
      const refused = refusals()
      const reports = rows.flatMap((raw): readonly UsageReport[] => {
        const read = row.safeParse(raw)
        if (read.success) return reportsOf(read.data, day, call)
        refused.add('members', `has another form at ${read.error.issues[0]?.path.join('.')}`)
        return []
      })
      yield { refused: refused.take() }
      for (const part of chunks(summedReports(reports))) yield { reports: part }
    }
  }
}

/** Undefined for a day the vendor has not published yet: it says so with 400. */
async function rowsOf(
  client: Anthropic,
  day: Day,
  { call, door }: { readonly call: Call; readonly door: AnthropicDoor },
): Promise<readonly unknown[] | undefined> {
  for (let restarts = 0; ; restarts++) {
    try {
      const rows: unknown[] = []
      const first = await client.organization.analytics.users.list({ date: day, limit: 1000 })
      for await (const page of first.iterPages()) rows.push(...page.data)
      return rows
    } catch (error) {
      const early = day >= addDays(lastWholeDay(call.now()), -3)
      if (early && statusOf(error) === 400) return undefined
      if (!isExpired(error) || restarts >= MOST_RESTARTS)
        throw faultOf(error, { door, call: CALL, now: call.now() })
    }
  }
}

const sum = (values: readonly (number | null | undefined)[]): number | null =>
  values.reduce<number | null>(
    (total, value) => (value === null || value === undefined ? total : (total ?? 0) + value),
    null,
  )

function reportsOf(member: Row, day: Day, call: Call): readonly UsageReport[] {
  const { account } = personOwner(member.user, call.pseudonyms)
  const unified = member.chat_cowork_unified_metrics
  const tag = member.claude_tag_metrics?.active_message_count
  const report = (
    feature: UsageReport['feature'],
    counts: Partial<UsageReport>,
    tool = 'claude',
  ): UsageReport => ({
    ...UNREPORTED,
    day,
    account,
    tool,
    source: SOURCE,
    model: null,
    feature,
    active: true,
    passive: false,
    ...counts,
  })
  // Kinds of conversation that are counted apart: none is in two of them.
  const talk = (feature: UsageReport['feature'], parts: readonly Talked[]) =>
    report(feature, {
      messages: sum(parts.map((part) => part?.message_count)),
      vendorSessions: sum(
        parts.map((part) => part?.distinct_conversation_count ?? part?.distinct_session_count),
      ),
    })
  const all = [
    talk('chat', [member.chat_metrics, unified?.chat]),
    talk('agents', [member.cowork_metrics, unified?.sessions]),
    talk('document_chat', Object.values(member.office_metrics ?? {})),
    talk('tools', [member.design_metrics, member.science_metrics]),
    report('team_ai', { messages: tag ?? null }),
    report('cli', codeOf(member.claude_code_metrics), 'claude-code'),
  ]
  // A member is listed with zeros where there was nothing: those say no more than no row.
  return all.filter(
    ({ messages, vendorSessions, codeGenerations }) =>
      (messages ?? 0) + (vendorSessions ?? 0) + (codeGenerations ?? 0) > 0,
  )
}

function codeOf(metrics: Row['claude_code_metrics']): Partial<UsageReport> {
  const actions = Object.values(metrics?.tool_actions ?? {})
  const accepted = sum(actions.map((each) => each?.accepted_count ?? each?.accepted))
  const rejected = sum(actions.map((each) => each?.rejected_count ?? each?.rejected))
  return {
    vendorSessions: metrics?.core_metrics?.distinct_session_count ?? null,
    codeAcceptances: accepted,
    codeGenerations: sum([accepted, rejected]),
  }
}
