import { z } from 'zod'

import type { Call, DayStream, ServiceAccount } from '#collect.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { type Day, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { type Caller, accountOf, LITELLM, toolOf } from './caller.ts'
import { proxyOf } from './client.ts'
import { added, type Metrics, metricsOf, minus, NONE } from './metrics.ts'
import { disjoint } from './tokens.ts'

const SOURCE = 'litellm-daily'
const PICOS_PER_MICRO = 1_000_000n
const PAGE_ROWS = 1000

const who = z
  .looseObject({
    key_alias: z.string().nullish(),
    user_id: z.string().nullish(),
    user_email: z.string().nullish(),
  })
  .nullish()
const parts = z.record(z.string(), z.looseObject({})).nullish()
const result = z.looseObject({
  date: z.string(),
  metrics: z.looseObject({}),
  breakdown: z.looseObject({ models: parts, api_keys: parts }).nullish(),
})
const page = z.looseObject({
  results: z.array(result),
  metadata: z
    .looseObject({ has_more: z.boolean().nullish(), total_pages: z.int().nullish() })
    .nullish(),
})

/** What a key used of a model, or of all where the release does not say. */
type Part = {
  readonly key: string
  readonly model: string | null
  caller: Caller
  metrics: Metrics
}
type Sums = { total: Metrics; readonly parts: Map<string, Part> }

/** For proxies that keep no log of requests: sums by key, model and day. */
export const daily: DayStream = {
  how: 'days',
  id: 'daily',
  says: 'Requests, tokens and reckoned cost by key or person, model and day.',
  source: SOURCE,
  tools: [LITELLM],
  bucketZone: 'UTC',
  historyDays: null,
  lateDays: 2,
  windowDays: 7,
  everyMinutes: 360,
  async *pull(window, call) {
    const days = new Map<Day, Sums>()
    const refused = refusals()
    for (let number = 1; ; number++) {
      const query = {
        start_date: window.from,
        end_date: window.to,
        page: number,
        page_size: PAGE_ROWS,
      }
      const asked = { call: 'GET /user/daily/activity', query } as const
      const { results, metadata } = (await proxyOf(call).ask(asked, page)).body
      for (const one of results)
        if (isDay(one.date) && one.date >= window.from && one.date <= window.to)
          add(days, one.date, one)
        else refused.add('daily activity', 'is of a day not asked for')
      const more = metadata?.has_more ?? number < (metadata?.total_pages ?? 1)
      if (!more || results.length === 0) break
    }
    for (const [day, sums] of days) yield rowsOf(day, sums, call)
    yield { refused: refused.take() }
  },
}

/** A day that two pages cut in half is the sum of its halves. */
function add(days: Map<Day, Sums>, day: Day, one: z.output<typeof result>): void {
  const sums = days.get(day) ?? { total: NONE, parts: new Map<string, Part>() }
  days.set(day, sums)
  sums.total = added(sums.total, metricsOf(one.metrics))
  for (const part of partsOf(one)) {
    const at = JSON.stringify([part.key, part.model])
    const known = sums.parts.get(at)
    if (known) known.metrics = added(known.metrics, part.metrics)
    else sums.parts.set(at, part)
  }
}

/** By key and model where models say their keys, else by key. */
function partsOf({ breakdown }: z.output<typeof result>): readonly Part[] {
  const models = Object.entries(breakdown?.models ?? {})
  const byModel = models.flatMap(([model, said]) =>
    Object.entries(parts.safeParse(said['api_key_breakdown']).data ?? {}).map(([key, of]) =>
      partOf(key, of, model),
    ),
  )
  if (byModel.length > 0) return byModel
  return Object.entries(breakdown?.api_keys ?? {}).map(([key, said]) => partOf(key, said, null))
}

/** Old releases have the numbers where newer ones have `metrics` and `metadata`. */
function partOf(key: string, said: Readonly<Record<string, unknown>>, model: string | null): Part {
  const named = who.safeParse(said['metadata']).data
  const caller = {
    email: named?.user_email,
    user: named?.user_id,
    alias: named?.key_alias,
    key,
  }
  return { key, model, caller, metrics: metricsOf(said['metrics'] ?? said) }
}

function rowsOf(day: Day, { total, parts }: Sums, { pseudonyms }: Call) {
  const services = new Map<string, ServiceAccount>()
  const refused = refusals()
  const refuse = (why: string) => refused.add(`daily activity of ${day}`, why)
  const row = (
    metrics: Metrics,
    rest: Pick<UsageReport, 'account' | 'tool' | 'model'> & { person: boolean },
  ) => {
    const { person, ...whose } = rest
    const tokens = disjoint(metrics)
    if (!tokens) refuse('has more cached than prompt tokens: its input is left out')
    const report: UsageReport = {
      ...UNREPORTED,
      ...(tokens ?? { outputTokens: metrics.output }),
      ...whose,
      day,
      source: SOURCE,
      feature: null,
      active: person && (metrics.requests ?? 0) > 0,
      passive: false,
      requests: metrics.requests,
      errors: metrics.failed,
      costEstimatedMicros:
        metrics.picos === null ? null : divideHalfEven(metrics.picos, PICOS_PER_MICRO),
    }
    return report
  }
  const reports: UsageReport[] = []
  let rest = total
  for (const { model, caller, metrics } of parts.values()) {
    rest = minus(rest, metrics)
    const { account, person, service } = accountOf(caller, pseudonyms)
    if (service) services.set(service.account, service)
    reports.push(row(metrics, { account, person, tool: toolOf([caller.alias]), model }))
  }
  // The lists of keys may be cut short; what the day has beyond them is nobody's.
  const left = [rest.prompt, rest.output, rest.requests].map((value) => value ?? 0)
  if (left.every((value) => value >= 0) && left.some((value) => value > 0))
    reports.push(row(rest, { account: null, person: false, tool: LITELLM, model: null }))
  else if (left.some((value) => value < 0)) refuse('has parts beyond its total')
  return { reports, services: [...services.values()], refused: refused.take() }
}
