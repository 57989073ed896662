import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { addAccounts } from './accounts.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

const KEY = ['source_id', 'tool_id', 'account_id', 'from_day', 'to_day']
const VALUES = ['last_activity', 'active_days', 'messages', 'enabled']
const on = (columns: readonly string[], how: string) =>
  sql.raw(columns.map((column) => `p.${column} ${how} g.${column}`).join(' and '))
const columns = sql.raw([...KEY, ...VALUES].join(', '))

/** The rows that change; `write` stores them. */
export type ComparedPeriods = {
  readonly changed: number
  write(batch: number): Promise<void>
}

/** With `whole`, the rows of a (source, period) are all there are of it; else they are added to it. */
export async function comparePeriods(
  tx: Db,
  spool: Spool,
  whole: boolean,
): Promise<ComparedPeriods> {
  if (spool.count('periods') === 0) return { changed: 0, write: () => Promise.resolve() }
  const given = spool.read(
    'periods',
    `source text, tool text, account text, "from" date, "to" date, "lastActivity" date,
     "activeDays" int, messages bigint, enabled boolean`,
  )
  await addAccounts(tx, sql`select decode(account, 'hex') from ${given} g`)
  await rows(
    tx,
    'given periods',
    sql`create temp table given_period on commit drop as
      select distinct on (s.id, t.id, coalesce(a.account_id, 0), g."from", g."to")
        s.id as source_id, t.id as tool_id, coalesce(a.account_id, 0) as account_id,
        g."from" as from_day, g."to" as to_day, g."lastActivity" as last_activity,
        g."activeDays" as active_days, g.messages, g.enabled
      from ${given} g
      join source s on s.tenant_id = 1 and s.name = g.source
      join tool t on t.tenant_id = 1 and t.name = g.tool
      left join account a on a.tenant_id = 1 and a.key_version = 1
        and a.pseudonym = decode(g.account, 'hex')
      where g.account is null or a.account_id is not null
      order by 1, 2, 3, 4, 5, g.n desc`,
  )
  await rows(tx, 'analyse given periods', sql`analyze given_period`)
  const isGiven = sql`exists (select from given_period g where ${on(KEY, '=')}
    and ${on(VALUES, 'is not distinct from')})`
  const gone = sql`p.tenant_id = 1 and not ${isGiven} and exists (select from given_period g
    where ${on(whole ? ['source_id', 'from_day', 'to_day'] : KEY, '=')})`
  const [changed] = await rows<{ rows: number }>(
    tx,
    'count periods that change',
    sql`select ((select count(*) from period_use p where ${gone})
      + (select count(*) from given_period g where not exists (select from period_use p
        where p.tenant_id = 1 and ${on(KEY, '=')} and ${on(VALUES, 'is not distinct from')}))
      )::int as rows`,
  )
  return {
    changed: changed?.rows ?? 0,
    async write(batch) {
      if (changed?.rows === 0) return
      await rows(tx, 'forget periods', sql`delete from period_use p where ${gone}`)
      await rows(
        tx,
        'store periods',
        sql`insert into period_use (${columns}, batch_id)
          select ${columns}, ${batch}::int from given_period
          on conflict on constraint period_use_pk do nothing`,
      )
    },
  }
}
