import { sql } from 'drizzle-orm'

import type { MetricId } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'

import type { AsOf } from './coverage.ts'
import { TENANT } from './measure-sql.ts'
import type { SummedMetric } from './metric-columns.ts'
import { rows } from './rows.ts'

/** Whether a tool has ever reported a metric. */
export type Abilities = (tool: number, metric: MetricId) => boolean

/**
 * Reads what each tool has ever reported, and remembers it until the next import: proving that a
 * tool has never reported something takes a look at every day there is.
 */
export function abilitiesOf(db: Db): (asOf: AsOf) => Promise<Abilities> {
  let last: { readonly asOf: AsOf; readonly abilities: Abilities } | undefined
  return async (asOf) => {
    if (asOf !== undefined && last?.asOf === asOf) return last.abilities
    const abilities = await readAbilities(db)
    last = { asOf, abilities }
    return abilities
  }
}

const REPORTED: Record<SummedMetric, string> = {
  messages: 'messages',
  sessions: 'sessions',
  spend: 'coalesce(cost_billed_micros, cost_estimated_micros, cost_credits_micros)',
  input_tokens: 'input_tokens',
  cache_read_tokens: 'cache_read_tokens',
  cache_write_tokens: 'cache_write_tokens',
  output_tokens: 'output_tokens',
}

async function readAbilities(db: Db): Promise<Abilities> {
  const flags = Object.entries(REPORTED).map(
    ([metric, column]) => `bool_or(${column} is not null) as ${metric}`,
  )
  const found = await rows<{ readonly tool: number } & Readonly<Record<SummedMetric, boolean>>>(
    db,
    'abilities',
    sql`
      select tool_id::int as tool, ${sql.raw(flags.join(', '))}
      from rollup_unit_day where tenant_id = ${TENANT} group by tool_id`,
  )
  const abilities = new Map(found.map((flags) => [flags.tool, flags]))
  // Whether anyone was active is known of every tool; the rest is a column that may stay empty.
  return (tool, metric) => metric === 'active_people' || abilities.get(tool)?.[metric] === true
}
