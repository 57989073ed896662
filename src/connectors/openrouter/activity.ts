import { z } from 'zod'

import type { BillLine, Call, DayStream, Pulled, Window } from '#collect.ts'
import { dollarsOfPicos, picosOfDollars } from '#connectors/api/amount.ts'
import type { Client } from '#connectors/api/client.ts'
import { type Refusals, refusals } from '#connectors/api/refusals.ts'
import { divideHalfEven } from '#core/money/money.ts'
import { type Day, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

const SOURCE = 'openrouter'
const PAGE = 100

const count = z.int().nonnegative()
const row = z.looseObject({
  date: z.string().min(10),
  model: z.string().min(1).max(200),
  usage: z.number(),
  requests: count,
  prompt_tokens: count,
  completion_tokens: count,
})
const answer = z.looseObject({ data: z.array(z.unknown()) })
const members = z.looseObject({
  data: z.array(z.looseObject({ id: z.string().min(1), email: z.string().min(3) })),
  total_count: z.int().nullish(),
})

type Use = {
  readonly day: Day
  readonly model: string
  readonly requests: number
  readonly prompt: number
  readonly completion: number
  readonly picos: bigint
}

/**
 * Activity has no column for who: it is asked for member by member, and what the whole organisation
 * used beyond them (keys of programs, members that left) belongs to nobody.
 */
export function activityStream(open: (call: Call) => Client): DayStream {
  return {
    id: 'activity',
    how: 'days',
    says: 'Requests, tokens and cost by member, model and day.',
    source: SOURCE,
    tools: ['openrouter'],
    bucketZone: 'UTC',
    lateDays: 2,
    windowDays: 30,
    historyDays: 30,
    retentionDays: 30,
    everyMinutes: 720,
    pull: (window, call) => pull(window, call, open(call)),
  }
}

async function* pull(window: Window, call: Call, api: Client): AsyncGenerator<Pulled> {
  const refused = refusals()
  const people: { id: string; email: string }[] = []
  for (let offset = 0; ; offset += PAGE) {
    const query = { offset, limit: PAGE }
    const { body } = await api.ask({ call: 'GET /organization/members', query }, members)
    people.push(...body.data)
    if (body.data.length < PAGE) break
  }
  const rest = await usesOf(api, { window, refused })
  for (const { id, email } of people) {
    const uses = await usesOf(api, { window, user: id })
    for (const [key, use] of uses) {
      const whole = rest.get(key)
      if (whole) rest.set(key, plus(whole, use, -1))
    }
    const account = call.pseudonyms.person(email)
    yield page([...uses.values()], account)
  }
  // A member's use that came in after the whole was asked for leaves less than nothing.
  const left = [...rest.values()].filter(({ requests, picos }) => requests > 0 || picos > 0n)
  yield { ...page(left, null), refused: refused.take() }
}

const plus = (a: Use, b: Use, sign: 1 | -1 = 1): Use => ({
  ...a,
  requests: Math.max(0, a.requests + sign * b.requests),
  prompt: Math.max(0, a.prompt + sign * b.prompt),
  completion: Math.max(0, a.completion + sign * b.completion),
  picos: a.picos + BigInt(sign) * b.picos,
})

/** By day and model; endpoints and providers of a model together. */
async function usesOf(
  api: Client,
  asked: { readonly window: Window; readonly user?: string; readonly refused?: Refusals },
): Promise<Map<string, Use>> {
  const { window, user, refused } = asked
  const query = { user_id: user }
  const { body } = await api.ask({ call: 'GET /activity', query }, answer)
  const uses = new Map<string, Use>()
  for (const raw of body.data) {
    const read = row.safeParse(raw)
    const day = read.success ? read.data.date.slice(0, 10) : ''
    const picos = read.success ? picosOfDollars(read.data.usage) : undefined
    if (!read.success || !isDay(day) || picos === undefined)
      refused?.add(
        'activity',
        `has another form at ${read.error?.issues[0]?.path.join('.') ?? 'date'}`,
      )
    else if (day >= window.from && day <= window.to) {
      const { model, requests, prompt_tokens: prompt, completion_tokens: completion } = read.data
      const use = { day, model, requests, prompt, completion, picos }
      const key = `${day} ${model}`
      const known = uses.get(key)
      uses.set(key, known ? plus(known, use) : use)
    }
  }
  return uses
}

function page(uses: readonly Use[], account: string | null): Pulled {
  const shared = { tool: 'openrouter', source: SOURCE, account } as const
  const reports = uses.map(({ day, model, requests, prompt, completion, picos }): UsageReport => ({
    ...UNREPORTED,
    ...shared,
    day,
    model,
    feature: 'api',
    active: account !== null && requests > 0,
    passive: false,
    requests,
    inputTokens: prompt,
    outputTokens: completion,
    costEstimatedMicros: divideHalfEven(picos, 1_000_000n),
  }))
  const bill = uses
    .filter(({ picos }) => picos !== 0n)
    .map(({ day, model, picos }): BillLine => ({
      ...shared,
      day,
      item: null,
      model,
      costPicos: picos,
      amount: dollarsOfPicos(picos),
      currency: 'USD',
      basis: 'billed',
    }))
  return { reports, bill }
}
