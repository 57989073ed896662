import { z } from 'zod'

import type { BillLine, Call, DayStream, Pulled, ServiceAccount, Window } from '#collect.ts'
import { dollarsOfPicos, picosOfCents } from '#connectors/api/amount.ts'
import { unixOf } from '#connectors/api/days.ts'
import type { Turn } from '#connectors/api/pace.ts'
import { type Refusals, refusals } from '#connectors/api/refusals.ts'
import { chunks } from '#connectors/api/report-sum.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { complete, cursorClient, PAGE, pagination } from './client.ts'

const CALL = 'POST /teams/filtered-usage-events'
const SOURCE = 'cursor-events'

const count = z.int().nonnegative().nullish()
const name = z.string().max(500).nullish()
const event = z.looseObject({
  timestamp: z.union([z.string().regex(/^\d{13}$/), z.int().min(1e12).max(1e13)]),
  userEmail: name,
  serviceAccountId: name,
  model: name,
  kind: name,
  isHeadless: z.boolean().nullish(),
  isChargeable: z.boolean().nullish(),
  cloudAgentId: name,
  automationId: name,
  chargedCents: z.number().nullish(),
  tokenUsage: z
    .looseObject({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      cacheWriteTokens: count,
    })
    .nullish(),
})
type Event = z.infer<typeof event>
const page = z.looseObject({
  totalUsageEventsCount: z.int().nullish(),
  pagination,
  usageEvents: z.array(z.unknown()),
})

/** What the day's calls of one account with one model come to. */
type Sum = {
  readonly day: Day
  readonly account: string | null
  readonly person: boolean
  readonly automatic: boolean
  readonly model: string | null
  requests: number
  errors: number
  tokens: Record<'input' | 'read' | 'write' | 'output', number | null>
  picos: bigint
}

/**
 * An event is one call of a model, not one prompt, and has no id: the calls are added up by day, and a
 * day is replaced whole.
 */
export function eventsStream(turn: Turn): DayStream {
  return {
    id: 'events',
    how: 'days',
    says: 'Calls, tokens and cost by person, model and day.',
    source: SOURCE,
    tools: ['cursor'],
    bucketZone: 'UTC',
    lateDays: 2,
    windowDays: 30,
    historyDays: null,
    everyMinutes: 120,
    pull: (window, call) => pull(window, call, turn),
  }
}

async function* pull(window: Window, call: Call, turn: Turn): AsyncGenerator<Pulled> {
  const api = cursorClient(call, turn)
  const refused = refusals()
  const sums = new Map<string, Sum>()
  const services = new Map<string, ServiceAccount>()
  const span = {
    startDate: unixOf(window.from) * 1000,
    endDate: unixOf(addDays(window.to, 1)) * 1000 - 1,
  }
  let total: number | null | undefined
  let rows = 0
  for (let number = 1, more = true; more; number++) {
    const json = { ...span, page: number, pageSize: PAGE }
    const { body } = await api.ask({ call: CALL, json }, page)
    total ??= body.totalUsageEventsCount
    rows += body.usageEvents.length
    more = body.pagination.hasNextPage && body.usageEvents.length > 0
    for (const raw of body.usageEvents) add(raw, { window, call, sums, services, refused })
  }
  complete(rows, total, CALL)
  yield { services: [...services.values()], refused: refused.take() }
  for (const part of chunks([...sums.values()]))
    yield { reports: part.map(report), bill: part.flatMap(billed) }
}

function add(
  raw: unknown,
  into: {
    readonly window: Window
    readonly call: Call
    readonly sums: Map<string, Sum>
    readonly services: Map<string, ServiceAccount>
    readonly refused: Refusals
  },
): void {
  const { window, call, sums, services, refused } = into
  const read = event.safeParse(raw)
  const charged = read.success ? picosOfCents(read.data.chargedCents ?? 0) : undefined
  if (!read.success || charged === undefined) {
    const at = read.error?.issues[0]?.path.join('.') ?? 'chargedCents'
    return refused.add('usage events', `has another form at ${at}`)
  }
  const day = dayAt(Number(read.data.timestamp), 'UTC')
  if (day < window.from || day > window.to)
    return refused.add('usage events', 'lies outside the days asked for')
  const { userEmail: email, serviceAccountId: service, model } = read.data
  const account = email
    ? call.pseudonyms.person(email)
    : service
      ? call.pseudonyms.service(`cursor:service_account:${service}`)
      : null
  if (!email && service && account !== null)
    services.set(account, { account, kind: 'service_account', label: service })
  const automatic = isAutomatic(read.data)
  const key = JSON.stringify([day, account, model, automatic])
  const sum = sums.get(key) ?? {
    day,
    account,
    person: Boolean(email),
    automatic,
    model: model ?? null,
    requests: 0,
    errors: 0,
    picos: 0n,
    tokens: { input: null, read: null, write: null, output: null },
  }
  sums.set(key, sum)
  const { tokenUsage: used } = read.data
  sum.requests += 1
  if (/error/i.test(read.data.kind ?? '')) sum.errors += 1
  if (read.data.isChargeable) sum.picos += charged
  if (!used) return
  const { tokens } = sum
  tokens.input = (tokens.input ?? 0) + (used.inputTokens ?? 0)
  tokens.read = (tokens.read ?? 0) + (used.cacheReadTokens ?? 0)
  tokens.write = (tokens.write ?? 0) + (used.cacheWriteTokens ?? 0)
  tokens.output = (tokens.output ?? 0) + (used.outputTokens ?? 0)
}

const isAutomatic = ({ isHeadless, cloudAgentId, automationId }: Event) =>
  Boolean(isHeadless) || Boolean(cloudAgentId) || Boolean(automationId)

function report(sum: Sum): UsageReport {
  const { day, account, person, automatic, model, requests, errors, tokens, picos } = sum
  return {
    ...UNREPORTED,
    day,
    account,
    tool: 'cursor',
    source: SOURCE,
    model,
    feature: automatic ? 'agents' : null,
    active: person && !automatic,
    passive: person && automatic,
    requests,
    errors,
    inputTokens: tokens.input,
    cacheReadTokens: tokens.read,
    cacheWriteTokens: tokens.write,
    outputTokens: tokens.output,
    costEstimatedMicros: divideHalfEven(picos, 1_000_000n),
  }
}

/** `chargedCents` is there on rows that a plan includes, too: only chargeable ones are billed. */
function billed({ day, account, model, picos }: Sum): readonly BillLine[] {
  if (picos === 0n) return []
  return [
    {
      day,
      tool: 'cursor',
      source: SOURCE,
      item: null,
      model,
      account,
      costPicos: picos,
      amount: dollarsOfPicos(picos),
      currency: 'USD',
      basis: 'billed',
    },
  ]
}
