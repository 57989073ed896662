import { sql } from 'drizzle-orm'

import type { UsageEvent } from '#ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { micros } from '#test/support/reference-numbers.ts'

/** By day, tool and model. */
export const costs = (store: Store) =>
  rows(
    store.db,
    'costs',
    sql`select d.day::text, t.name as tool, m.name as model,
        sum(cost_estimated_micros)::text as micros
      from usage_daily d join tool t on t.id = d.tool_id left join model m on m.id = d.model_id
      where cost_estimated_micros is not null group by 1, 2, 3 order by 1, 2, 3`,
  )

/** What the lines cost: an account's day is rounded once, and the forgotten are one account. */
export function costsOf(events: readonly UsageEvent[], forgotten: readonly string[]) {
  const accounts = new Map<string, bigint>()
  for (const { account, day: on, tool, model, costPicos } of events) {
    const whose = account !== null && forgotten.includes(account) ? 'nobody' : account
    const key = JSON.stringify([on, tool, model, whose])
    accounts.set(key, (accounts.get(key) ?? 0n) + (costPicos ?? 0n))
  }
  const models = new Map<string, bigint>()
  for (const [key, picos] of accounts) {
    const model = JSON.stringify((JSON.parse(key) as unknown[]).slice(0, 3))
    models.set(model, (models.get(model) ?? 0n) + micros(picos))
  }
  return [...models].map(([key, sum]) => {
    const [on, tool, model] = JSON.parse(key) as (string | null)[]
    return { day: on, tool, model, micros: String(sum) }
  })
}
