import type OpenAI from 'openai'
import { z } from 'zod'

import type { BillLine, Call, DayStream, Pulled, Refused, Window } from '#collect.ts'
import { dollarsOfPicos, picosOfDollars } from '#connectors/api/amount.ts'
import { isAnswer } from '#connectors/api/fault.ts'
import type { Day } from '#core/time/day.ts'

import { dayBuckets } from './buckets.ts'
import { openaiClient } from './client.ts'
import { keyProjects, type Owners, owners } from './names.ts'
import { OPENAI_TOOL } from './usage.ts'

const SOURCE = 'openai-costs'
const NAME = 'GET /organization/costs'
const CHUNK = 5_000

type By = 'project_id' | 'user_id' | 'line_item' | 'api_key_id'

/**
 * How to group, best first: some organizations may not group by user and project at once (400). Keys
 * belong to projects, so user and key say the same; projects alone say least.
 */
const GROUPINGS: readonly (readonly By[])[] = [
  ['project_id', 'user_id', 'line_item'],
  ['user_id', 'api_key_id', 'line_item'],
  ['project_id', 'line_item'],
]

const row = z.looseObject({
  amount: z.looseObject({
    value: z.union([z.number(), z.string().regex(/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i)]),
    currency: z.string().regex(/^[a-z]{3}$/i),
  }),
  line_item: z.string().max(300).nullish(),
  user_id: z.string().nullish(),
  project_id: z.string().nullish(),
  api_key_id: z.string().nullish(),
})

const ITEM = /^([a-z0-9][a-z0-9._:/-]{1,127}), /i

/** `gpt-5.6, input` names its model; `web search tool calls` names none. */
export function modelOfLineItem(item: string | null): string | null {
  return item === null ? null : (ITEM.exec(item)?.[1]?.toLowerCase() ?? null)
}

function lineOf(
  value: unknown,
  {
    day,
    known,
    keys,
  }: { readonly day: Day; readonly known: Owners; readonly keys: ReadonlyMap<string, string> },
): BillLine | undefined {
  const read = row.safeParse(value)
  if (!read.success) return undefined
  const { amount, line_item, api_key_id, ...who } = read.data
  const currency = amount.currency.toUpperCase()
  const picos = picosOfDollars(amount.value)
  if (picos === undefined) return undefined
  const project_id = who.project_id ?? (api_key_id ? keys.get(api_key_id) : undefined)
  const item = line_item ?? null
  return {
    day,
    tool: OPENAI_TOOL,
    source: SOURCE,
    item,
    model: modelOfLineItem(item),
    account: known.accountOf({ ...who, api_key_id, project_id }).account,
    costPicos: currency === 'USD' ? picos : null,
    amount: dollarsOfPicos(picos),
    currency,
    basis: 'billed',
  }
}

async function bill(
  window: Window,
  call: Call,
  { client, known, by }: { client: OpenAI; known: Owners; by: readonly By[] },
): Promise<{ readonly lines: readonly BillLine[]; readonly refused: readonly Refused[] }> {
  const lines: BillLine[] = []
  let keys: ReadonlyMap<string, string> | undefined
  let bad = 0
  const buckets = dayBuckets(window, call, {
    name: NAME,
    limit: 31,
    ask: (query) => client.admin.organization.usage.costs({ ...query, group_by: [...by] }),
  })
  for await (const { day, rows } of buckets) {
    if (by.includes('api_key_id') && rows.length > 0)
      keys ??= await keyProjects(call, client, known.projects.keys())
    for (const value of rows) {
      const line = lineOf(value, { day, known, keys: keys ?? new Map() })
      if (line) lines.push(line)
      else bad += 1
    }
  }
  const refused =
    bad > 0 ? [{ where: NAME, why: 'rows whose amount makes no sense', count: bad }] : []
  return { lines, refused }
}

async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
  const client = await openaiClient(call)
  const known = await owners(call, client)
  for (const [at, by] of GROUPINGS.entries()) {
    try {
      const { lines, refused } = await bill(window, call, { client, known, by })
      yield { services: known.met(), refused }
      for (let from = 0; from < lines.length; from += CHUNK)
        yield { bill: lines.slice(from, from + CHUNK) }
      return
    } catch (error) {
      // Not by these together.
      if (!isAnswer(error, 400) || at === GROUPINGS.length - 1) throw error
    }
  }
}

export const costsStream: DayStream = {
  id: 'costs',
  says: "OpenAI's bill by line item, person or project and day.",
  source: SOURCE,
  tools: [OPENAI_TOOL],
  measures: ['cost'],
  how: 'days',
  bucketZone: 'UTC',
  lateDays: 3,
  windowDays: 31,
  historyDays: null,
  everyMinutes: 60,
  pull,
}
