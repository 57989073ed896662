import { sql } from 'drizzle-orm'

import type { SharedAsset } from '#collect.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { newPairs, rekeyAssets } from './rekey.ts'
import { rows } from './rows.ts'

/**
 * Sets the names of what a source shares: those it no longer lists are forgotten, and a new name is not
 * shown before it is decided on.
 */
export async function storeShared(
  tx: Db,
  shared: readonly SharedAsset[],
  { source, today }: { readonly source: string; readonly today: Day },
): Promise<void> {
  const pairs = newPairs()
  const listed = shared.map((one) => ({ ...one, asset: pairs.take(one.asset) }))
  if (pairs.size > 0) await rekeyAssets(tx, pairs.query())
  const given = sql`(
    select distinct on (kind, pseudonym) kind, pseudonym, name
    from (select kind, decode(asset, 'hex') as pseudonym, name
      from jsonb_to_recordset(${JSON.stringify(listed)}::text::jsonb)
        as told (kind text, asset text, name text)) told
    order by kind, pseudonym, name)`
  if (listed.length > 0)
    await rows(
      tx,
      'add shared assets',
      sql`insert into asset (asset_id, kind, pseudonym)
        select (select coalesce(max(asset_id), 0) from asset where tenant_id = 1)
          + row_number() over (order by kind, pseudonym), kind, pseudonym
        from ${given} given
        where not exists (select from asset known where known.tenant_id = 1
          and known.kind = given.kind and known.pseudonym = given.pseudonym)`,
    )
  await rows(
    tx,
    'names that are shared no more',
    sql`delete from asset_name n where n.tenant_id = 1 and n.source = ${source}
      and not exists (select from ${given} given join asset a using (kind, pseudonym)
        where a.tenant_id = 1 and a.asset_id = n.asset_id)`,
  )
  if (listed.length === 0) return
  await rows(
    tx,
    'names that are shared',
    sql`insert into asset_name (asset_id, source, name, told_on)
      select a.asset_id, ${source}, given.name, ${today}::date
      from ${given} given join asset a using (kind, pseudonym) where a.tenant_id = 1
      on conflict on constraint asset_name_pk do update
        set source = excluded.source, name = excluded.name, told_on = excluded.told_on,
          shown_since = case when asset_name.name = excluded.name then asset_name.shown_since end`,
  )
}
