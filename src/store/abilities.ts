import { sql } from 'drizzle-orm'

import type { MetricId } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import type { SummedMetric } from './metric-columns.ts'
import { rows } from './rows.ts'

/** Whether a tool has ever reported a metric. */
export type Abilities = (tool: number, metric: MetricId) => boolean

/**
 * Reads what each tool has ever reported, and remembers it until the next import: proving that a
 * tool has never reported something takes a look at every day there is.
 */
export function abilitiesOf(db: Db): () => Promise<Abilities> {
  let remembered: { readonly after: string; readonly abilities: Abilities } | undefined
  return async () => {
    const { imports, stale } = await lastImport(db)
    if (remembered?.after === imports && !stale) return remembered.abilities
    const abilities = await readAbilities(db)
    // While days wait to be recomputed, what was read is not the last word.
    remembered = stale ? undefined : { after: imports, abilities }
    return abilities
  }
}

type LastImport = { readonly imports: string; readonly stale: boolean }

async function lastImport(db: Db): Promise<LastImport> {
  const [found] = await rows<LastImport>(
    db,
    'last import',
    sql`
      select concat(max(batch_id), ' ', count(*) filter (where state = 'applied')) as imports,
        exists (select from dirty_day where tenant_id = ${TENANT}) as stale
      from import_batch where tenant_id = ${TENANT}`,
  )
  return found ?? { imports: '', stale: true }
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
