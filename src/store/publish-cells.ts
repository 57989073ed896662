import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { nameOfCell, type Telling, type Told, type ToldCell } from './publish-decide.ts'
import type { PublishedMetric } from './publish-uses.ts'
import { rows } from './rows.ts'

/** Per number, how a month was told so far. */
export async function toldOf(db: Db, month: Day): Promise<ReadonlyMap<PublishedMetric, Told>> {
  const found = await rows<Told & { readonly metric: PublishedMetric }>(
    db,
    'published month',
    sql`
      select metric, version::int as version, detail from published_month
      where tenant_id = ${TENANT} and month = ${month}::date`,
  )
  return new Map(found.map((told) => [told.metric, told]))
}

/** Adds what is not yet told of a month in this version; what is stays as it is. */
export async function tellCells(
  tx: Db,
  { month, version }: { readonly month: Day; readonly version: number },
  { metric, detail, cells }: Telling,
): Promise<void> {
  await rows(
    tx,
    'publish month',
    sql`
      insert into published_month (month, metric, version, detail)
      values (${month}::date, ${metric}, ${version}::int, ${JSON.stringify(detail)}::jsonb)
      on conflict (tenant_id, month, metric) do update set version = excluded.version`,
  )
  await rows(
    tx,
    'publish cells',
    sql`
      insert into published_cell
        (month, metric, version, unit_id, own, first_day, last_day, split, tool_id, key, value, most)
      select ${month}::date, ${metric}, ${version}::int, unit, own, first, last, split, tool, key, value,
        most
      from jsonb_to_recordset(${JSON.stringify(cells)}::jsonb) as told (unit int, own boolean,
        first date, last date, split text, tool int, key int, value bigint, most bigint)
      on conflict do nothing`,
  )
}

/** The names of a month's cells that are told exactly, per number. */
export async function standingCells(
  db: Db,
  month: Day,
): Promise<ReadonlyMap<PublishedMetric, ReadonlySet<string>>> {
  type Standing = Omit<ToldCell, 'value' | 'most'> & { readonly metric: PublishedMetric }
  const cells = await rows<Standing>(
    db,
    'cells that stand',
    sql`
      select c.metric, unit_id as unit, own, first_day::text as first, last_day::text as last, split,
        tool_id as tool, key
      from published_cell c join published_month m using (tenant_id, month, metric, version)
      where tenant_id = ${TENANT} and month = ${month}::date and most is null`,
  )
  return new Map(
    [...Map.groupBy(cells, ({ metric }) => metric)].map(([metric, all]) => [
      metric,
      new Set(all.map(nameOfCell)),
    ]),
  )
}

type Kind = 'sums' | 'people'

/** The periods that were decided on, and what is left once one has been. */
export async function decidedPeriods(
  db: Db,
  kind: Kind,
  { from, to }: Period,
): Promise<readonly Period[]> {
  return await rows<Period>(
    db,
    'published periods',
    sql`
      select first_day::text as "from", last_day::text as "to" from published_period
      where tenant_id = ${TENANT} and kind = ${kind}
        and first_day >= ${from}::date and last_day <= ${to}::date
      order by 1, 2`,
  )
}

export async function decided(tx: Db, kind: Kind, { from, to }: Period): Promise<void> {
  await rows(
    tx,
    'period is decided',
    sql`
      insert into published_period (kind, first_day, last_day)
      values (${kind}, ${from}::date, ${to}::date)`,
  )
}
