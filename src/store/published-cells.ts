import { sql } from 'drizzle-orm'

import { COMPANY } from '#core/privacy/units.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

/** A sum that is told, of a node's days. */
export type Sum = Period & {
  readonly metric: string
  readonly node: string
  readonly split: 'none' | 'tool' | 'model' | 'feature'
  readonly tool: number
  readonly key: number
  readonly value: number
}

/** A sum that is told rounded: `value` is the least it can be. */
export type RoundedSum = Sum & { readonly most: number }

export type People = Period & { readonly node: string; readonly people: number }

/** Everything told of the days from the first to the last. */
export async function cellsIn(
  db: Db,
  { from, to }: Period,
): Promise<{
  readonly sums: readonly Sum[]
  readonly rounded: readonly RoundedSum[]
  readonly people: readonly People[]
}> {
  const node = sql`unit_id || case when own then ' own' else '' end as node`
  const days = sql`first_day::text as "from", last_day::text as "to"`
  const inside = sql`first_day >= ${from}::date and last_day <= ${to}::date`
  const [cells, people] = await Promise.all([
    packed<Sum & { readonly most: number | null }>(
      db,
      'published cells',
      sql`
        select metric, ${node}, split, tool_id as tool, key, value, most, ${days}
        from published_cell c join published_month m using (tenant_id, month, metric, version)
        where tenant_id = ${TENANT} and ${inside}`,
    ),
    packed<People>(
      db,
      'published people',
      sql`select ${node}, people, ${days} from published_people
        where tenant_id = ${TENANT} and ${inside}`,
    ),
  ])
  // Whoever takes the exact ones alone is never given a rounded one for them.
  return {
    sums: cells.flatMap(({ most, ...sum }) => (most === null ? [sum] : [])),
    rounded: cells.flatMap(({ most, ...sum }) => (most === null ? [] : [{ ...sum, most }])),
    people,
  }
}

export const COMPANY_NODE = `${COMPANY}`

/** Adds up told sums that follow one another without a gap; null where they do not. */
export function tile(
  sums: readonly Pick<Sum, 'from' | 'to' | 'value'>[],
  period: Period,
): number | null {
  const starting = Map.groupBy(sums, ({ from }) => from)
  const seen = new Map<Day, number | null>()
  const from = (day: Day): number | null => {
    const found = seen.get(day)
    if (found !== undefined) return found
    let best: number | null = null
    for (const { to, value } of starting.get(day) ?? []) {
      if (to > period.to) continue
      const rest = to === period.to ? 0 : from(addDays(to, 1))
      if (rest !== null) best = value + rest
      if (best !== null) break
    }
    seen.set(day, best)
    return best
  }
  return from(period.from)
}
