import { z } from 'zod'

import type { BillLine, DayStream, Pulled } from '#collect.ts'
import { dollarsOfPicos, picosOfCents } from '#connectors/api/amount.ts'
import { chunks } from '#connectors/api/report-sum.ts'
import type { Day } from '#core/time/day.ts'

import { ANALYTICS, type OwnedRow, pullAnalytics } from './analytics-stream.ts'
import type { AnthropicDoor } from './client.ts'

/** Cents as a decimal with a fraction: `"123.45678"`. */
const cost = z.looseObject({
  amount: z.string().refine((text) => picosOfCents(text) !== undefined),
  currency: z.string().regex(/^[A-Za-z]{3}$/),
})
type Cost = z.infer<typeof cost>

/** What Anthropic bills, by person (or key), model and product. */
export function costStream(facts: {
  readonly door: AnthropicDoor
  readonly source: string
  readonly tools: readonly string[]
}): DayStream {
  const { door, source, tools } = facts
  return {
    ...ANALYTICS,
    id: 'cost',
    says: 'What is billed, by person or key, model, product and day.',
    source,
    tools,
    measures: ['cost'],
    pull: pullAnalytics<Cost>(door, {
      kind: 'cost',
      values: cost,
      pages: (day, rows) => billPages(day, rows, source),
    }),
  }
}

function* billPages(day: Day, rows: readonly OwnedRow<Cost>[], source: string): Generator<Pulled> {
  const bill = rows.map(({ owner, product, productName, model, values }): BillLine => {
    const picos = picosOfCents(values.amount) ?? 0n
    const currency = values.currency.toUpperCase()
    return {
      day,
      tool: product.tool,
      source,
      item: productName,
      model,
      account: owner.account,
      costPicos: currency === 'USD' ? picos : null,
      // Cents have twelve decimals to spare: the same digits in any currency with cents.
      amount: dollarsOfPicos(picos),
      currency,
      basis: 'billed',
    }
  })
  for (const page of chunks(bill)) yield { bill: page }
}
