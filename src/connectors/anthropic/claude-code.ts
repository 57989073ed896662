import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { microsOfCents } from '#connectors/api/amount.ts'
import { shaped } from '#connectors/api/client.ts'
import { dayOf, daysOf } from '#connectors/api/days.ts'
import { faultOf } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { chunks, summedReports } from '#connectors/api/report-sum.ts'
import { type Day, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { actorShape, type Owner, ownerOf } from './actor.ts'
import { announced } from './analytics-stream.ts'
import { type AnthropicDoor, anthropicClient, isExpired, MOST_RESTARTS } from './client.ts'
import { serviceNames } from './names.ts'

const PATH = '/v1/organizations/usage_report/claude_code'
const CALL = `GET ${PATH}`
const SOURCE = 'claude-code-analytics'

const count = z.int().nonnegative()
const decided = z.looseObject({ accepted: count.nullish(), rejected: count.nullish() })
const row = z.looseObject({
  date: z.string(),
  actor: actorShape,
  core_metrics: z.looseObject({ num_sessions: count }).nullish(),
  tool_actions: z.record(z.string(), decided.nullish()).nullish(),
  model_breakdown: z
    .array(
      z.looseObject({
        model: z.string().min(1).max(200),
        tokens: z.looseObject({
          input: count,
          output: count,
          cache_read: count.nullish(),
          cache_creation: count.nullish(),
        }),
        estimated_cost: z
          .looseObject({ currency: z.string(), amount: z.number().nonnegative() })
          .nullish(),
      }),
    )
    .nullish(),
})
type Row = z.infer<typeof row>

const page = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  next_page: z.string().nullish(),
})

/** Sessions, accepted edits, tokens and the vendor's own estimate, per person and day. */
export function claudeCodeStream(door: AnthropicDoor): DayStream {
  return {
    id: 'claude-code',
    how: 'days',
    says: 'Claude Code: sessions, accepted edits, tokens by model, per person and day.',
    source: SOURCE,
    tools: ['claude-code'],
    bucketZone: 'UTC',
    lateDays: 3,
    windowDays: 31,
    historyDays: 364,
    everyMinutes: 120,
    pull: (window, call) => pull(window, call, door),
  }
}

async function* pull(window: Window, call: Call, door: AnthropicDoor): AsyncGenerator<Pulled> {
  const client = await anthropicClient(call, door)
  const services = announced()
  const names = await serviceNames(client, { call, door })
  const known = { pseudonyms: call.pseudonyms, names }
  for (const day of daysOf(window)) {
    const refused = refusals()
    const reports: UsageReport[] = []
    const owners: Owner[] = []
    for (const raw of await rowsOf(client, day, { call, door })) {
      const read = row.safeParse(raw)
      if (!read.success)
        refused.add('Claude Code', `has another form at ${read.error.issues[0]?.path.join('.')}`)
      else if (dayIn(read.data.date) !== day) refused.add('Claude Code', 'is of another day')
      else {
        const owner = ownerOf({ actor: read.data.actor }, known)
        owners.push(owner)
        reports.push(...reportsOf(read.data, { day, owner }))
        if (read.data.model_breakdown?.some(({ estimated_cost: cost }) => cost && !isUsd(cost)))
          refused.add('Claude Code', 'estimates its cost in a currency other than USD')
      }
    }
    yield { services: services(owners), refused: refused.take() }
    for (const part of chunks(summedReports(reports))) yield { reports: part }
  }
}

const dayIn = (date: string) => (isDay(date) ? date : dayOf(date))
const isUsd = ({ currency }: { readonly currency: string }) => currency.toUpperCase() === 'USD'

/** All rows of one day: they are read whole before any is given, so a day can be asked for again. */
async function rowsOf(
  client: Anthropic,
  day: Day,
  { call, door }: { readonly call: Call; readonly door: AnthropicDoor },
): Promise<readonly unknown[]> {
  for (let restarts = 0; ; restarts++) {
    try {
      const rows: unknown[] = []
      let next: string | undefined
      do {
        const query = {
          starting_at: day,
          limit: 1000,
          ...(next === undefined ? {} : { page: next }),
        }
        const answer = shaped(await client.get(PATH, { query }), page, { door, call: CALL })
        rows.push(...answer.data)
        next = answer.has_more === false ? undefined : (answer.next_page ?? undefined)
      } while (next !== undefined)
      return rows
    } catch (error) {
      if (!isExpired(error) || restarts >= MOST_RESTARTS)
        throw faultOf(error, { door, call: CALL, now: call.now() })
    }
  }
}

/** One row of what has no model, and one per model. */
function reportsOf(
  { core_metrics: core, tool_actions: actions, model_breakdown: models }: Row,
  { day, owner }: { readonly day: Day; readonly owner: Owner },
): readonly UsageReport[] {
  const decisions = Object.values(actions ?? {}).filter(
    (each) => each !== null && each !== undefined,
  )
  const accepted = decisions.reduce((sum, each) => sum + (each.accepted ?? 0), 0)
  const rejected = decisions.reduce((sum, each) => sum + (each.rejected ?? 0), 0)
  const sessions = core?.num_sessions ?? null
  const common = {
    ...UNREPORTED,
    day,
    account: owner.account,
    tool: 'claude-code',
    source: SOURCE,
    feature: 'cli',
    active: owner.person && ((sessions ?? 0) > 0 || accepted + rejected > 0),
    passive: false,
  } as const
  return [
    {
      ...common,
      model: null,
      vendorSessions: sessions,
      codeGenerations: actions ? accepted + rejected : null,
      codeAcceptances: actions ? accepted : null,
    },
    ...(models ?? []).map(({ model, tokens, estimated_cost: cost }) => ({
      ...common,
      model,
      inputTokens: tokens.input,
      cacheReadTokens: tokens.cache_read ?? 0,
      cacheWriteTokens: tokens.cache_creation ?? 0,
      outputTokens: tokens.output,
      costEstimatedMicros: cost && isUsd(cost) ? (microsOfCents(cost.amount) ?? null) : null,
    })),
  ]
}
