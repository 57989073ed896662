import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { WholeDays } from '#ingest.ts'

import { addAccounts } from './accounts.ts'
import { isForgotten, NOBODY } from './nobody.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

const FACTS = [
  'day',
  'tool_id',
  'source_id',
  'model_id',
  'account_id',
  'item',
  'cost_picos',
  'amount',
  'currency',
  'basis',
]
const facts = sql.raw(FACTS.join(', '))
/** Equal lines count as often as they occur. */
const numbered = (from: SQL) =>
  sql`select *, row_number() over (partition by ${facts}) as n from ${from}`
const same = sql.raw(
  [...FACTS, 'n'].map((column) => `s.${column} is not distinct from g.${column}`).join(' and '),
)

/** A bill that was compared with the one stored: the days on which it is another. */
export type ComparedBill = {
  readonly changedDays: number
  write(batch: number): Promise<void>
}

/** The lines of a pull are the whole bill of its source for the days of the window. */
export async function compareBill(
  tx: Db,
  spool: Spool,
  { source, window }: { readonly source: string; readonly window: WholeDays },
): Promise<ComparedBill> {
  const all = spool.read(
    'bill',
    `day date, tool text, model text, account text, item text, "costPicos" bigint, amount numeric,
     currency text, basis text`,
  )
  const unknown = (window.except ?? []).map(({ from }) => from)
  const known = sql`day <> all(${sql.param(unknown)}::text[]::date[])`
  const given = sql`(select * from ${all} g where ${known})`
  await addAccounts(tx, sql`select decode(account, 'hex') from ${given} g`)
  await rows(
    tx,
    'given bill',
    sql`create temp table given_bill on commit drop as ${numbered(sql`(
      select g.day, t.id as tool_id, s.id as source_id, coalesce(m.id, 0) as model_id,
        coalesce(a.account_id, case when ${isForgotten(sql.raw("decode(g.account, 'hex')"))}
          then ${NOBODY} end, 0) as account_id, g.item, g."costPicos" as cost_picos, g.amount,
        g.currency, case g.basis when 'billed' then 0 else 2 end as basis
      from ${given} g
      join tool t on t.tenant_id = 1 and t.name = g.tool
      join source s on s.tenant_id = 1 and s.name = ${source}
      left join model m on m.tenant_id = 1 and m.name = g.model
      left join account a on a.tenant_id = 1 and a.key_version = 1
        and a.pseudonym = decode(g.account, 'hex')) line`)}`,
  )
  await rows(
    tx,
    'stored bill',
    sql`create temp table stored_bill on commit drop as ${numbered(sql`(
      select line_id, ${facts} from bill_line
      where tenant_id = 1 and day between ${window.from}::date and ${window.to}::date and ${known}
        and source_id = (select id from source where tenant_id = 1 and name = ${source})) line`)}`,
  )
  for (const table of ['given_bill', 'stored_bill'])
    await rows(tx, 'analyse bill', sql.raw(`analyze ${table} (day)`))
  const fresh = sql`given_bill g where not exists (select from stored_bill s where ${same})`
  const gone = sql`stored_bill s where not exists (select from given_bill g where ${same})`
  await rows(
    tx,
    'days of the bill that change',
    sql`create temp table changed_bill on commit drop as
      select day from (select g.day from ${fresh}) new union select s.day from ${gone}`,
  )
  const [changed] = await rows<{ days: number }>(
    tx,
    'count days of the bill',
    sql`select count(*)::int as days from changed_bill`,
  )
  return {
    changedDays: changed?.days ?? 0,
    async write(batch) {
      if (changed?.days === 0) return
      await rows(
        tx,
        'replace bill',
        sql`with gone as (
            delete from bill_line b where b.tenant_id = 1
              and b.line_id in (select s.line_id from ${gone}))
          insert into bill_line (${facts}, batch_id)
          select ${facts}, ${batch}::int from (select g.* from ${fresh}) line order by day`,
      )
      await rows(
        tx,
        'mark days of the bill',
        sql`insert into dirty_day (day) select day from changed_bill on conflict do nothing`,
      )
    },
  }
}
