import { z } from 'zod'

import type { BillLine, Call, DayStream, Pulled, Window } from '#collect.ts'
import { dollarsOfPicos, picosOfDollars } from '#connectors/api/amount.ts'
import { startOf } from '#connectors/api/days.ts'
import { modelOrNull } from '#connectors/api/measured.ts'
import { unpublishedDays } from '#connectors/api/unpublished.ts'
import { UserError } from '#core/errors.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { addDays, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { accountOf, CHATGPT, loginBook, ORGANIZATION_ID } from './client.ts'
import { logFiles, RETENTION_DAYS, valuesOf } from './logs.ts'

const TYPE = 'COSTS'
const SOURCE = 'chatgpt-costs'
const LATE_DAYS = 3
const LAG_DAYS = 2
const CHUNK = 5_000

const count = z.int().min(0).nullish()
const amount = z.union([z.number(), z.string().regex(/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i)])
const payload = z.looseObject({
  day: z.string().refine(isDay),
  identity: z
    .looseObject({ user_id: z.string().max(200).nullish(), email: z.string().max(320).nullish() })
    .nullish(),
  product: z.string().max(100).nullish(),
  client: z.string().max(100).nullish(),
  model: z.string().max(200).nullish(),
  measures: z.looseObject({
    usage: z
      .looseObject({
        text_input_tokens: count,
        text_cached_input_tokens: count,
        text_output_tokens: count,
      })
      .nullish(),
    billing: z
      .array(
        z.looseObject({
          sku: z.string().max(200).nullish(),
          cost: z.looseObject({ value: amount, unit: z.string().max(40) }),
        }),
      )
      .nullish(),
  }),
})
const entry = z.looseObject({ event_id: z.string().min(1).max(300), payload })
type Payload = z.output<typeof payload>

/** The product as our tools are called: `CHATGPT` and `chatgpt_enterprise` are `chatgpt`. */
function toolOf({ product }: Payload): string {
  const slug = (product ?? CHATGPT).toLowerCase().replace(/[^a-z0-9]+/g, '-')
  if (slug.startsWith('codex')) return 'codex'
  return slug === '' || slug.startsWith(CHATGPT) ? CHATGPT : slug
}

const featureOf = ({ client }: Payload, tool: string): UsageReport['feature'] => {
  if (client && /cli/i.test(client)) return 'cli'
  return tool === CHATGPT ? 'chat' : tool === 'codex' ? 'agents' : null
}

const plus = (a: number | null, b: number | null | undefined) =>
  a === null ? (b ?? null) : a + (b ?? 0)

type Sums = {
  readonly reports: Map<string, UsageReport>
  readonly credits: Map<string, bigint>
  readonly bill: Map<string, BillLine>
}

/** Hourly rows of one person, product and model are one report of the day. */
function add(sums: Sums, row: Payload, call: Call) {
  const { usage, billing } = row.measures
  const account = accountOf({ id: row.identity?.user_id, email: row.identity?.email }, call)
  const tool = toolOf(row)
  const feature = featureOf(row, tool)
  const model = modelOrNull(row.model)
  const { day } = row
  const key = JSON.stringify([day, account, tool, feature, model])
  const before = sums.reports.get(key)
  const inputTokens = plus(before?.inputTokens ?? null, usage?.text_input_tokens)
  const cacheReadTokens = plus(before?.cacheReadTokens ?? null, usage?.text_cached_input_tokens)
  const outputTokens = plus(before?.outputTokens ?? null, usage?.text_output_tokens)
  let credits = sums.credits.get(key) ?? 0n
  for (const [at, { sku, cost }] of (billing ?? []).entries()) {
    const picos = picosOfDollars(cost.value) ?? 0n
    const inCredits = cost.unit.toUpperCase() === 'CREDITS'
    if (inCredits) credits += picos
    const currency = inCredits ? 'credits' : cost.unit.toUpperCase()
    const item = sku ?? null
    const line = JSON.stringify([key, item, currency, item === null ? at : 0])
    const sum = (picosOfDollars(sums.bill.get(line)?.amount ?? '0') ?? 0n) + picos
    sums.bill.set(line, {
      day,
      tool,
      source: SOURCE,
      item,
      model,
      account,
      // Credits are worth what the contract says, and only that.
      costPicos: currency === 'USD' ? sum : null,
      amount: dollarsOfPicos(sum),
      currency,
      basis: inCredits ? 'credits' : 'billed',
    })
  }
  sums.credits.set(key, credits)
  sums.reports.set(key, {
    ...UNREPORTED,
    day,
    account,
    tool,
    source: SOURCE,
    model,
    feature,
    // That something was used does not say that its person asked: agents and schedules cost too.
    active: false,
    passive: true,
    inputTokens,
    cacheReadTokens,
    outputTokens,
    unpricedTokens: plus(plus(inputTokens, cacheReadTokens), outputTokens),
    creditsMilli: Number(divideHalfEven(credits, 1_000_000_000n)),
  })
}

async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
  if (call.setting(ORGANIZATION_ID) === undefined)
    throw new UserError(
      `ChatGPT Enterprise reports costs by organization, and ${ORGANIZATION_ID} is not set`,
      `Put the organization's id (org-…) in ${ORGANIZATION_ID}.`,
    )
  const sums: Sums = { reports: new Map(), credits: new Map(), bill: new Map() }
  const seen = new Set<string>()
  const logins = loginBook(call)
  let bad = 0
  // A day's hours may come in files that end a few days later.
  const span = {
    after: startOf(window.from),
    before: startOf(addDays(window.to, 1 + LATE_DAYS)),
  }
  for await (const file of logFiles(TYPE, span, call))
    for await (const values of valuesOf(file, call))
      for (const value of values) {
        const read = entry.safeParse(value)
        if (!read.success) bad += 1
        else if (!seen.has(read.data.event_id)) {
          seen.add(read.data.event_id)
          const { identity, day } = read.data.payload
          if (day < window.from || day > window.to) continue
          logins.see({ id: identity?.user_id, email: identity?.email })
          add(sums, read.data.payload, call)
        }
      }
  const told = [...sums.reports.values()].map(({ day }) => day)
  yield {
    unpublished: unpublishedDays(window, told, { now: call.now(), lagDays: LAG_DAYS }),
    logins: logins.met(),
    refused:
      bad > 0
        ? [{ where: TYPE, why: 'lines without id, day or counts that make sense', count: bad }]
        : [],
  }
  const reports = [...sums.reports.values()]
  const bill = [...sums.bill.values()]
  for (let at = 0; at < Math.max(reports.length, bill.length); at += CHUNK)
    yield { reports: reports.slice(at, at + CHUNK), bill: bill.slice(at, at + CHUNK) }
}

export const costsStream: DayStream = {
  id: 'costs',
  says: 'Tokens and credits by person, product, model and day.',
  source: SOURCE,
  tools: [CHATGPT, 'codex'],
  measures: ['tokens', 'cost'],
  how: 'days',
  bucketZone: 'UTC',
  lateDays: LATE_DAYS,
  windowDays: 7,
  // Of the thirtieth day, the first files are gone already.
  historyDays: RETENTION_DAYS - 1,
  retentionDays: RETENTION_DAYS,
  everyMinutes: 180,
  pull,
}
