import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { makeDailyMonths } from './months.ts'
import { rebuildAssets } from './rebuild-assets.ts'
import { applyBills } from './rebuild-bill.ts'
import { rebuildDaily } from './rebuild-daily.ts'
import { rebuildActive, rebuildUnits } from './rebuild-rollups.ts'
import { rebuildSessions } from './rebuild-sessions.ts'
import { settleSources, writeWitnesses } from './rebuild-truth.ts'
import { markRecounted } from './recounted.ts'
import { rows } from './rows.ts'
import { noteVintages } from './vintages.ts'

/** The most days recomputed in one transaction. */
const STEP_DAYS = 92

type Range = { readonly from: string; readonly to: string }

/**
 * Recomputes every stale day whole, from events, reports and the directory: nothing is added to what
 * stands there, so late, restated and undone data cannot drift. May run twice and on any replica.
 */
export async function rebuildDirtyDays(
  db: Db,
  options: { readonly onProgress?: (done: number, of: number) => void } = {},
): Promise<{ readonly days: number }> {
  const [count] = await rows<{ days: number }>(
    db,
    'count stale days',
    sql`select count(*)::int as days from dirty_day where tenant_id = 1`,
  )
  const of = count?.days ?? 0
  // A bill may be of months without use.
  const stale = sql`select day from dirty_day where tenant_id = 1`
  const months = of > 0 ? await makeDailyMonths(db, stale) : []
  let done = 0
  for (;;) {
    const days = await exclusive(db, 'rebuild', rebuildNext)
    if (days === 0) break
    done += days
    options.onProgress?.(Math.min(done, of), of)
  }
  // Nobody else does it on the embedded store, and without it a question takes half as long again.
  const read = [...ANALYSED, ...months.map((month) => `${month} (${FACTS})`)]
  if (done > 0) await rows(db, 'analyse what is read', sql.raw(`analyze ${read.join(', ')}`))
  return { days: done }
}

/** What answers are read from, and the columns they are found and grouped by. */
const ANALYSED = [
  'rollup_unit_day (tenant_id, day, tool_id, unit_id)',
  'rollup_department_day (tenant_id, day, tool_id, department_id)',
  'rollup_day (tenant_id, day, tool_id)',
  'unit_people (tenant_id, day, tool_id, unit_id)',
  'active_bits (tenant_id, day, tool_id, department_id)',
  'active_day (tenant_id, day, tool_id)',
  'covered_day (tenant_id, day, tool_id)',
]

/** The same of facts. Without, a question on levels of use by team takes not a third of a second but seven. */
const FACTS = 'tenant_id, day, tool_id, person_id, unit_id, model_id, feature_id'

/** One run of consecutive stale days; 0 when there is none. */
async function rebuildNext(tx: Db): Promise<number> {
  // Days just imported have no statistics yet, and a nested loop over them never ends.
  await rows(tx, 'plan for bulk', sql`set local enable_nestloop = off`)
  const [range] = await rows<Range>(
    tx,
    'next stale days',
    sql`
    with run as (
      select day, day - (row_number() over (order by day))::int as island
      from dirty_day where tenant_id = 1
    )
    select min(day)::text as "from", least(max(day), min(day) + ${STEP_DAYS - 1}::int)::text as "to"
    from run group by island order by 1 limit 1`,
  )
  if (range === undefined) return 0
  const taken = await rows(
    tx,
    'take stale days',
    sql`delete from dirty_day
      where tenant_id = 1 and day between ${range.from}::date and ${range.to}::date returning 1 as one`,
  )
  const days = await rebuildSessions(tx, range)
  // Spelt out, so that the planner reads only their months.
  const stale = sql.raw(`any('{${days.join(',')}}'::date[])`)
  await rebuildDaily(tx, stale)
  await settleSources(tx, stale)
  await applyBills(tx, stale)
  await writeWitnesses(tx, stale)
  await rebuildAssets(tx, stale)
  await rebuildUnits(tx, stale)
  await rebuildActive(tx, stale)
  await markRecounted(tx, days)
  await noteVintages(tx, days)
  return taken.length
}
