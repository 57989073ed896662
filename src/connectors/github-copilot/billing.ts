import { z } from 'zod'

import type { BillLine, DayStream } from '#collect.ts'
import { dollarsOfPicos, picosOfDollars } from '#connectors/api/amount.ts'
import { daysOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import type { Day } from '#core/time/day.ts'

import { type Github, githubOf } from './client.ts'
import { COPILOT } from './report-row.ts'

const SOURCE = 'github-copilot-billing'

const usageItems = z.looseObject({ usageItems: z.array(z.unknown()) })
const usageItem = z.looseObject({
  product: z.string().nullish(),
  sku: z.string().min(1),
  model: z.string().nullish(),
  netAmount: z.number(),
})

/**
 * What GitHub charges for credits and premium requests after included use and discounts, by model and
 * day. Seats are on another bill. The current and the previous month may still change.
 */
export const billing: DayStream = {
  how: 'days',
  id: 'billing',
  says: 'What AI credits and premium requests cost by model and day, as billed.',
  source: SOURCE,
  tools: [COPILOT],
  measures: ['cost'],
  bucketZone: 'UTC',
  historyDays: 730,
  lateDays: 62,
  windowDays: 31,
  everyMinutes: 1440,
  async *pull(window, call) {
    const github = await githubOf(call)
    for (const day of daysOf(window)) {
      const bill: BillLine[] = []
      const refused = refusals()
      for (const kind of ['ai_credit', 'premium_request'] as const) {
        for (const item of await billedOn(github, kind, day)) {
          const line = lineOf(item, day)
          if (line) bill.push(line)
          else refused.add(`${kind} bill of ${day}`, 'is no line with a product and an amount')
        }
      }
      yield { bill, refused: refused.take() }
    }
  },
}

export async function billedOn(github: Github, kind: 'ai_credit' | 'premium_request', day: Day) {
  const [year, month, date] = day.split('-').map(Number)
  const question = {
    call: `GET {money}/settings/billing/${kind}/usage`,
    right: 'billing',
    query: { year: year ?? 0, month: month ?? 0, day: date ?? 0 },
  } as const
  return (await github.get(question, usageItems)).body?.usageItems ?? []
}

function lineOf(value: unknown, day: Day): BillLine | undefined {
  const read = usageItem.safeParse(value)
  const costPicos = read.success ? picosOfDollars(read.data.netAmount) : undefined
  if (!read.success || costPicos === undefined) return undefined
  const { sku, model } = read.data
  return {
    day,
    tool: COPILOT,
    source: SOURCE,
    item: sku,
    model: model?.trim() || null,
    account: null,
    costPicos,
    amount: dollarsOfPicos(costPicos),
    currency: 'USD',
    basis: 'billed',
  }
}
