import { type SQL, sql } from 'drizzle-orm'

import { dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { ImportPlan } from '#ingest.ts'

import { addAccounts } from './accounts.ts'
import { recordBatch } from './batches.ts'
import { exclusive } from './exclusive.ts'
import { insertIntoMonths, makeDailyMonths } from './months.ts'
import { addNames, type Ids, idOf } from './names.ts'
import { addToNobody } from './nobody.ts'
import { freshDays, freshRows, planStage } from './plan.ts'
import { rows } from './rows.ts'
import { accountIds, pseudonymsOf } from './stage-accounts.ts'
import { part, type Staging } from './staging.ts'

/** `batch` is null when the store already says all that the import says. */
export async function applyStage<Row>(
  staging: Staging<Row>,
  replace: boolean,
): Promise<{ readonly batch: number | null; readonly plan: ImportPlan }> {
  const { kind, connection } = staging
  const { db } = connection
  await makeDailyMonths(db, sql`select day from ${part(staging, 'day')}`)
  return exclusive(db, 'apply import', async (tx) => {
    const { plan, touches } = await planStage(tx, staging, replace)
    const ids = await addNames(tx, staging.names)
    await coverDays(tx, staging, ids)
    const [covers] = await rows<{ any: boolean }>(
      tx,
      'look for newly covered days',
      sql`select exists (select from newly_covered n where not exists (
        select from covered_day c where c.tenant_id = 1 and c.tool_id = n.tool_id
          and c.source_id = n.source_id and c.day = n.day)) as any`,
    )
    if (plan.changedDays === 0 && !covers?.any) return { batch: null, plan }
    const batch = await recordBatch(tx, staging.batch, plan)
    if (kind.usesIds) await fixZone(tx, staging.batch.bucketZone)
    await writeStage(tx, staging, { ids, batch, touches })
    await rows(
      tx,
      'cover days',
      sql`insert into covered_day (tool_id, source_id, day, batch_id)
        select tool_id, source_id, day, ${batch}::int from newly_covered`,
    )
    return { batch, plan }
  })
}

/** Events are cut into days of the workspace's zone: the first of them fix it. */
export const fixZone = (tx: Db, zone: string) =>
  rows(
    tx,
    'fix time zone',
    sql`update tenant set zone = ${zone}, zone_fixed_at = now() where tenant_id = 1 and zone is null`,
  )

/**
 * The days that the batch tells all about: from its first to its last, for each tool in it, those that
 * had ended when it was taken. A tool without a line on such a day was not used.
 */
async function coverDays<Row>(tx: Db, staging: Staging<Row>, ids: Ids): Promise<void> {
  const { at, bucketZone, through } = staging.batch
  const today = dayAt(at, bucketZone)
  await rows(
    tx,
    'days the import covers',
    sql`create temp table newly_covered on commit drop as
      select ${idOf(ids.tool, 's.tool')} as tool_id, ${idOf(ids.source, 's.source')} as source_id,
        day::date as day
      from ${part(staging, 'span')} s,
        (select min(first) as first, max(last) as last from ${part(staging, 'span')}) whole,
        generate_series(whole.first, least(greatest(whole.last, ${through ?? null}::date),
          ${today}::date - 1), '1 day') as day`,
  )
}

/** Replaced rows move aside, so that undoing the import brings them back. */
async function setAside<Row>(tx: Db, { kind, ...staging }: Staging<Row>, batch: number) {
  const columns = sql.raw(kind.columns.join(', '))
  const stored = sql.identifier(kind.table)
  const match = sql.raw(kind.key.map((column) => `e.${column} = g.${column}`).join(' and '))
  await rows(
    tx,
    'set replaced rows aside',
    sql`with taken as (
        delete from ${stored} e using ${part(staging, 'gone')} g
        where e.tenant_id = 1 and ${match} returning e.*
      )
      insert into ${sql.identifier(kind.replaced)} (${columns}, replaced_by)
      select ${columns}, ${batch}::int from taken`,
  )
}

/** Stores what is fresh in a planned stage, in place of what goes, and marks the days it changes. */
export async function writeStage<Row>(
  tx: Db,
  staging: Staging<Row>,
  insert: Insert,
): Promise<void> {
  if (insert.touches) await setAside(tx, staging, insert.batch)
  await insertRows(tx, staging, insert)
  await markDirty(tx, staging, insert.touches)
}

export type Insert = { readonly ids: Ids; readonly batch: number; readonly touches: boolean }

async function insertRows<Row>(
  tx: Db,
  staging: Staging<Row>,
  { ids, batch, touches }: Insert,
): Promise<void> {
  const { kind } = staging
  const from = freshRows(staging, touches)
  await addAccounts(tx, pseudonymsOf(staging, from))
  if (kind.usesIds) await addAssets(tx, staging)
  const filled = {
    tenant_id: sql`1`,
    day: sql`s.day`,
    account_id: sql`coalesce(a.account_id, 0)`,
    tool_id: idOf(ids.tool, 's.tool'),
    model_id: idOf(ids.model, 's.model'),
    feature_id: idOf(ids.feature, 's.feature'),
    source_id: idOf(ids.source, 's.source'),
    batch_id: sql`${batch}::int`,
    digest: sql`case when a.gone then 0 else s.digest::bigint end`,
    ...kind.fill,
  }
  // By day, then account: a day's rows, and a person's, lie together. One number sorts in half the
  // time of two columns.
  const insert = (table: SQL, condition: SQL) =>
    rows(
      tx,
      'store rows',
      sql`insert into ${table} (${sql.raw(Object.keys(filled).join(', '))})
        select ${sql.join(Object.values(filled), sql`, `)}
        from (select s.* ${from}) s
        left join ${accountIds(staging)} a on a.number = s.account
        where ${condition}
        order by (s.day - '2000-01-01'::date) * 4294967296 + coalesce(a.account_id, 0)`,
    )
  switch (kind.table) {
    case 'usage_event':
      return insertIntoMonths(tx, sql`select day from ${part(staging, 'day')}`, insert)
    case 'usage_report': {
      await insert(sql`usage_report`, sql`a.gone is not true`)
      await rows(
        tx,
        'reports of nobody',
        sql`create temp table nobodys_report (like usage_report including defaults) on commit drop`,
      )
      await insert(sql`nobodys_report`, sql`a.gone`)
      await addToNobody(tx, sql`from nobodys_report`)
      await rows(tx, 'drop reports of nobody', sql`drop table nobodys_report`)
    }
  }
}

async function addAssets<Row>(tx: Db, staging: Staging<Row>): Promise<void> {
  await rows(
    tx,
    'add assets',
    sql`insert into asset (asset_id, kind, pseudonym)
      select (select coalesce(max(asset_id), 0) from asset where tenant_id = 1)
        + row_number() over (order by kind, pseudonym), kind, pseudonym
      from (select distinct asset_kind as kind, asset as pseudonym from ${part(staging)}
        where asset is not null and asset_kind is not null) given
      where not exists (select from asset known where known.tenant_id = 1
        and known.kind = given.kind and known.pseudonym = given.pseudonym)`,
  )
}

async function markDirty<Row>(tx: Db, staging: Staging<Row>, touches: boolean): Promise<void> {
  await rows(
    tx,
    'mark days',
    sql`insert into dirty_day (day)
      select distinct f.day ${freshDays(staging, touches)}
      ${touches ? sql`union select old_day from ${part(staging, 'gone')}` : sql``}
      on conflict do nothing`,
  )
}
