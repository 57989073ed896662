import { type SQL, sql } from 'drizzle-orm'

import type { Pruned, Retention } from '#books.ts'
import { firstRestatable } from '#core/privacy/pieces.ts'
import { addDays, type Day, firstOfMonth } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { dryRunnable } from './directory.ts'
import { rows } from './rows.ts'
import { dropEvents } from './siem-status.ts'

/** What an import replaced is kept for as long as it can be undone: the days a vendor still restates. */
const UNDO_DAYS = 35
const RUN_DAYS = 90
/** Names of what is shared with the company, after their source last listed them. */
const NAME_DAYS = 35

/** Tables of days, cut by month or not. Sessions count for the day they began. */
const BY_MONTH = ['usage_event', 'usage_daily']
const BY_DAY = [
  'usage_report',
  'usage_event_replaced',
  'usage_report_replaced',
  'session',
  'asset_daily',
  'usage_witness',
  'rollup_unit_day',
  'rollup_department_day',
  'rollup_day',
  'active_bits',
  'active_day',
  'unit_people',
  'bill_line',
  'covered_day',
  'sealed_day',
  'dirty_day',
  'recounted_day',
  'vintage',
]

/** Deletes what is past its time. Facts go by the day they are about, and only with a limit in days. */
export function retention(db: Db): Retention {
  return {
    prune: ({ today, factDays, undoDays = UNDO_DAYS, runDays = RUN_DAYS, dryRun }) =>
      dryRunnable(db, dryRun, async (tx) => {
        const facts = factDays === undefined ? [] : await pruneFacts(tx, addDays(today, -factDays))
        const undo =
          undoDays === 'forever' ? [] : await settleImports(tx, addDays(today, -undoDays))
        const runs = runDays === 'forever' ? [] : await pruneRuns(tx, addDays(today, -runDays))
        const budgets = await pruneBudgets(tx, {
          facts: factDays === undefined ? null : addDays(today, -factDays),
          ended: runDays === 'forever' ? null : addDays(today, -runDays),
        })
        const basis = await remove(tx, 'published_basis', {
          where: sql`day < ${firstRestatable(today)}::date`,
        })
        const names = await remove(tx, 'asset_name', {
          where: sql`told_on < ${addDays(today, -NAME_DAYS)}::date`,
        })
        return [...facts, ...undo, ...runs, ...budgets, ...basis, ...names].filter(
          (it) => it.rows > 0,
        )
      }),
  }
}

const pruneRuns = async (tx: Db, first: Day): Promise<readonly Pruned[]> => [
  ...(await remove(tx, 'sync_run', { where: sql`started_at < ${first}::date` })),
  ...(await remove(tx, 'delivery', { where: sql`done_at < ${first}::date` })),
  ...(await remove(tx, 'hosted_picture', { where: sql`at < ${first}::date` })),
]

/** Budgets that ended long ago, with what they reached; and what was reached on days that are gone. */
async function pruneBudgets(
  tx: Db,
  { facts, ended }: { readonly facts: Day | null; readonly ended: Day | null },
): Promise<readonly Pruned[]> {
  return [
    ...(await remove(tx, 'person_budget', {
      where: sql`state in ('removed', 'paused') and changed_at < ${ended}::date`,
    })),
    ...(await remove(tx, 'person_budget_reached', {
      where: sql`(on_day < ${facts}::date
        or budget_id not in (select budget_id from person_budget where tenant_id = 1))`,
    })),
  ]
}

async function remove(
  tx: Db,
  table: string,
  { where }: { readonly where: SQL },
): Promise<readonly Pruned[]> {
  const gone = await rows<{ n: number }>(
    tx,
    'delete what is past its time',
    sql`with gone as (delete from ${sql.identifier(table)}
        where tenant_id = 1 and ${where} returning 1 as one)
      select count(*)::int as n from gone`,
  )
  return [{ table, rows: gone[0]?.n ?? 0 }]
}

/** Nothing is derived anew from days that are gone: a whole day goes, with all that was made of it. */
async function pruneFacts(tx: Db, first: Day): Promise<readonly Pruned[]> {
  const before = sql`day < ${first}::date`
  const month = firstOfMonth(first)
  const all: Pruned[] = []
  for (const table of BY_MONTH) all.push(...(await pruneMonths(tx, table, first)))
  for (const table of BY_DAY) all.push(...(await remove(tx, table, { where: before })))
  await dropEvents(tx, sql`e.at < ${first}::date`)
  all.push(
    ...(await remove(tx, 'governance_event', { where: sql`at < ${first}::date` })),
    ...(await remove(tx, 'period_use', { where: sql`to_day < ${first}::date` })),
    ...(await remove(tx, 'seat_assignment', { where: sql`valid_to < ${first}::date` })),
    ...(await remove(tx, 'group_member', { where: sql`valid_to < ${first}::date` })),
    ...(await remove(tx, 'leave', { where: sql`valid_to < ${first}::date` })),
    ...(await remove(tx, 'directory_said', { where: sql`valid_to < ${first}::date` })),
    ...(await remove(tx, 'signal_told', { where: sql`week < ${first}::date` })),
    // That a period or a week was decided on stays: it must not be decided on again, from what is left.
    ...(await remove(tx, 'published_cell', { where: sql`month < ${month}::date` })),
    ...(await remove(tx, 'published_month', { where: sql`month < ${month}::date` })),
    ...(await remove(tx, 'published_people', { where: sql`last_day < ${month}::date` })),
    ...(await remove(tx, 'membership', { where: sql`valid_to < ${first}::date` })),
  )
  return all
}

/** Whole months are dropped, which frees their room at once; what is left of one is deleted. */
async function pruneMonths(tx: Db, table: string, first: Day): Promise<readonly Pruned[]> {
  const months = await rows<{ name: string }>(
    tx,
    'months past their time',
    sql`select c.relname as name from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
      where i.inhparent = ${table}::regclass and case
        when c.relname ~ ${`^${table}_[0-9]{4}_[0-9]{2}$`}
          then to_date(right(c.relname, 7), 'YYYY_MM') + interval '1 month' <= ${first}::date
        else false end
      order by 1`,
  )
  let dropped = 0
  for (const { name } of months) {
    const [held] = await rows<{ n: number }>(
      tx,
      'count month',
      sql`select count(*)::int as n from ${sql.identifier(name)}`,
    )
    dropped += held?.n ?? 0
    await rows(tx, 'drop month', sql`drop table ${sql.identifier(name)}`)
  }
  const [rest] = await remove(tx, table, { where: sql`day < ${first}::date` })
  return [{ table, rows: dropped + (rest?.rows ?? 0) }]
}

/** An import whose replaced rows are gone can't be undone any more. */
async function settleImports(tx: Db, before: Day): Promise<readonly Pruned[]> {
  const old = sql`select batch_id from import_batch
    where tenant_id = 1 and state = 'applied' and at < ${before}::date`
  const gone: Pruned[] = []
  for (const table of ['usage_event_replaced', 'usage_report_replaced'])
    gone.push(
      ...(await remove(tx, table, {
        where: sql`replaced_by in (select batch_id from import_batch where tenant_id = 1
          and at < ${before}::date)`,
      })),
    )
  await rows(
    tx,
    'settle imports',
    sql`update import_batch set state = 'settled' where batch_id in (${old})`,
  )
  return gone
}
