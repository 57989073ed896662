import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { picosOfDollars } from '#connectors/api/amount.ts'
import { client } from '#connectors/api/client.ts'
import { dayOfUnix, unixOf } from '#connectors/api/days.ts'
import type { Door } from '#connectors/api/fault.ts'
import { modelOrNull } from '#connectors/api/measured.ts'
import { unpublishedDays } from '#connectors/api/unpublished.ts'
import { accountOf, loginBook, WORKSPACE_ID } from '#connectors/chatgpt/client.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

export const CODEX_KEY = 'CODEX_ANALYTICS_KEY'
const CODEX = 'codex'
const SOURCE = 'codex-analytics'
/** Documented as up to twelve hours late; rows were seen up to five days late. */
const LAG_DAYS = 5

const DOOR: Door = {
  title: 'Codex Enterprise analytics',
  keyFix: `Make a new platform key with the scope codex.enterprise.analytics.read and put it in ${CODEX_KEY}.`,
  rightFix: 'Give the key the scope codex.enterprise.analytics.read.',
  placeFix: `Check ${WORKSPACE_ID}: the key sees only its own workspace.`,
}

const count = z.int().min(0).nullish()
const credits = z.number().min(0).max(1e9).nullish()
const row = z.looseObject({
  start_time: z.number(),
  user_id: z.string().max(200).nullish(),
  actor: z
    .looseObject({ user_id: z.string().max(200).nullish(), email: z.string().max(320).nullish() })
    .nullish(),
  totals: z.looseObject({ threads: count, turns: count, credits }),
  clients: z
    .array(
      z.looseObject({
        client_id: z.string().max(100).nullish(),
        uncached_text_input_tokens: count,
        cached_text_input_tokens: count,
        text_output_tokens: count,
      }),
    )
    .nullish(),
  models: z.array(z.looseObject({ model: z.string().max(200).nullish() })).nullish(),
})
type Row = z.output<typeof row>
const page = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  next_page: z.string().nullish(),
})

const featureOf = (client: string | null | undefined) =>
  /cli/i.test(client ?? '') ? 'cli' : 'agents'

/** What all parts agree on; null where they differ: totals are not told by client or model. */
function same<Value>(values: readonly Value[]): Value | null {
  const [first] = values
  return first !== undefined && values.every((value) => value === first) ? first : null
}

/** Adds what is known; null where nothing is. */
function total(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => typeof value === 'number')
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}

/** A person's day is one row: threads may pass from client to client, so clients' threads do not add up. */
function reportOf({ start_time, user_id, actor, totals, clients, models }: Row, call: Call) {
  const day = dayOfUnix(start_time)
  if (day === undefined) return undefined
  const who = { id: actor?.user_id ?? user_id, email: actor?.email }
  const parts = clients ?? []
  const inputTokens = total(parts.map((part) => part.uncached_text_input_tokens))
  const cacheReadTokens = total(parts.map((part) => part.cached_text_input_tokens))
  const outputTokens = total(parts.map((part) => part.text_output_tokens))
  const picos = typeof totals.credits === 'number' ? picosOfDollars(totals.credits) : undefined
  const active = (totals.turns ?? 0) > 0
  const report: UsageReport = {
    ...UNREPORTED,
    day,
    account: accountOf(who, call),
    tool: CODEX,
    source: SOURCE,
    model: same((models ?? []).map(({ model }) => modelOrNull(model))),
    feature: same(parts.map((part) => featureOf(part.client_id))),
    active,
    passive: !active && (totals.credits ?? 0) > 0,
    messages: totals.turns ?? null,
    vendorSessions: totals.threads ?? null,
    inputTokens,
    cacheReadTokens,
    outputTokens,
    unpricedTokens: total([inputTokens, cacheReadTokens, outputTokens]),
    creditsMilli: picos === undefined ? null : Number(divideHalfEven(picos, 1_000_000_000n)),
  }
  return { report, who }
}

const codexClient = (call: Call) =>
  client(call, {
    door: DOOR,
    origin: 'https://api.chatgpt.com',
    headers: { authorization: `Bearer ${call.setting(CODEX_KEY) ?? ''}` },
  })

/** One page of person-days. */
export async function codexPage(
  { from, to }: Window,
  call: Call,
  next?: { readonly page?: string | undefined; readonly limit?: number },
) {
  const { body } = await codexClient(call).ask(
    {
      call: 'GET /v1/analytics/codex/workspaces/{place}/usage',
      path: { place: call.setting(WORKSPACE_ID) ?? '' },
      query: {
        start_time: unixOf(from),
        end_time: unixOf(addDays(to, 1)),
        group_by: 'day',
        group: 'user',
        limit: next?.limit ?? 100,
        page: next?.page,
      },
    },
    page,
  )
  return body
}

async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
  const logins = loginBook(call)
  const told = new Set<Day>()
  let next: string | undefined
  do {
    const { data, has_more, next_page } = await codexPage(window, call, { page: next })
    const reports: UsageReport[] = []
    let bad = 0
    for (const value of data) {
      const read = row.safeParse(value)
      const made = read.success ? reportOf(read.data, call) : undefined
      if (!made) bad += 1
      else if (made.report.day >= window.from && made.report.day <= window.to) {
        logins.see(made.who)
        reports.push(made.report)
        told.add(made.report.day)
      }
    }
    yield {
      reports,
      logins: logins.met(),
      refused:
        bad > 0
          ? [{ where: 'usage', why: 'rows without a day or counts that make sense', count: bad }]
          : [],
    }
    next = has_more === true && next_page && next_page !== next ? next_page : undefined
  } while (next !== undefined)
  const unpublished = unpublishedDays(window, told, { now: call.now(), lagDays: LAG_DAYS })
  if (unpublished.length > 0) yield { unpublished }
}

export const usageStream: DayStream = {
  id: 'usage',
  says: 'Threads, turns, tokens and credits by person and day.',
  source: SOURCE,
  tools: [CODEX],
  how: 'days',
  bucketZone: 'UTC',
  lateDays: 7,
  windowDays: 30,
  historyDays: 90,
  everyMinutes: 360,
  pull,
}
