import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { rows } from './rows.ts'

type Month = { readonly suffix: string; readonly from: string; readonly to: string }
type Partitioned = 'usage_event' | 'usage_daily'

/** The months of `days` (a query of one date column) in which `table` has a partition, or has none. */
const monthsOf = (db: Db, days: SQL, table: Partitioned) =>
  rows<Month & { readonly made: boolean }>(
    db,
    'months',
    sql`select *, to_regclass(${table}::text || suffix) is not null as made from (
        select distinct to_char(day, '"_"YYYY"_"MM') as suffix,
          date_trunc('month', day)::date::text as "from",
          (date_trunc('month', day) + interval '1 month')::date::text as "to"
        from (${days}) as wanted(day)) month
      order by suffix`,
  )

const bounds = ({ from, to }: Month) => `for values from ('${from}') to ('${to}')`

/**
 * Makes the months of `usage_daily` before any row can land in its default partition. In a short
 * transaction of its own, since it locks readers out. Gives the tables of all the months.
 */
export async function makeDailyMonths(db: Db, days: SQL): Promise<readonly string[]> {
  const months = await monthsOf(db, days, 'usage_daily')
  const tables = months.map(({ suffix }) => `usage_daily${suffix}`)
  const missing = months.filter(({ made }) => !made)
  if (missing.length === 0) return tables
  await exclusive(db, 'make months', async (tx) => {
    for (const month of missing) {
      const name = `usage_daily${month.suffix}`
      await rows(
        tx,
        'make month',
        sql.raw(`create table if not exists ${name} partition of usage_daily ${bounds(month)}`),
      )
    }
  })
  return tables
}

/**
 * Inserts into `usage_event`. Months that are new get their rows first and their indexes after, which
 * takes half the time. `insert` writes the rows that meet a condition on `s.day` into a table.
 */
export async function insertIntoMonths(
  tx: Db,
  days: SQL,
  insert: (table: SQL, condition: SQL) => Promise<unknown>,
): Promise<void> {
  const months = await monthsOf(tx, days, 'usage_event')
  const missing = months.filter(({ made }) => !made)
  const isNew = missing.length > 0 ? sql.raw(`(${missing.map(covers).join(' or ')})`) : sql`false`
  if (months.length > missing.length) await insert(sql`usage_event`, sql`not ${isNew}`)
  if (missing.length > 0) await fillNewMonths(tx, missing, (table) => insert(table, isNew))
  for (const { suffix } of months) {
    await rows(tx, 'analyse month', sql.raw(`analyze usage_event${suffix} (${ANALYSED})`))
  }
}

const covers = ({ from, to }: Month) => `s.day >= '${from}' and s.day < '${to}'`

/** What rebuilding groups and joins by. */
const ANALYSED = 'day, account_id, tool_id, model_id, feature_id, source_id, event_id, asset_id'

async function fillNewMonths(
  tx: Db,
  months: readonly Month[],
  insert: (table: SQL) => Promise<unknown>,
): Promise<void> {
  const run = (name: string, statement: string) => rows(tx, name, sql.raw(statement))
  await run(
    'make room for new months',
    'create table new_months (like usage_event including defaults) partition by range (day)',
  )
  for (const month of months) {
    const name = `usage_event${month.suffix}`
    await run('make month', `create table ${name} partition of new_months ${bounds(month)}`)
  }
  await insert(sql`new_months`)
  for (const month of months) {
    const name = `usage_event${month.suffix}`
    await run('detach month', `alter table new_months detach partition ${name}`)
    await run('attach month', `alter table usage_event attach partition ${name} ${bounds(month)}`)
  }
  await run('clear room', 'drop table new_months')
}
