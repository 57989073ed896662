import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { Membership } from '#ingest.ts'

import { applyLinks } from './account-links.ts'
import { addAccounts } from './accounts.ts'
import { rows } from './rows.ts'
import type { Spool } from './spool.ts'

export type LoginFacts = {
  readonly source: string
  /** Epoch milliseconds. */
  readonly at: number
  /** The joins given are all that the source knows. */
  readonly whole: boolean
  readonly people: readonly Membership[]
}

/**
 * Keeps the joins that a source gives, and applies those it is sure of. A login that it gives to two
 * people is nobody's until an admin says whose. True when something changed.
 */
export async function storeLogins(tx: Db, spool: Spool, facts: LoginFacts): Promise<boolean> {
  const { source, whole, people } = facts
  const at = sql`${new Date(facts.at).toISOString()}::timestamptz`
  const aliases = people.flatMap(({ account, aliases }) =>
    aliases.map((alias) => ({ account, alias })),
  )
  if (!whole && spool.count('logins') === 0) return false
  await rows(
    tx,
    'given logins',
    sql`create temp table given_login on commit drop as
      select distinct on (account, alias) decode(account, 'hex') as account,
        decode(alias, 'hex') as alias, sure
      from (
        select account, alias, sure
        from ${spool.read('logins', 'account text, alias text, sure text')} l
        union all
        select account, alias, 'verified'
        from jsonb_to_recordset(${JSON.stringify(aliases)}::text::jsonb)
          as p(account text, alias text)
      ) g where account <> alias order by account, alias, sure desc`,
  )
  await addAccounts(tx, sql`select account from given_login union select alias from given_login`)
  await rows(
    tx,
    'given links',
    sql`create temp table given_link on commit drop as
      select a.account_id, l.account_id as alias_id, case when g.sure = 'verified' and count(*)
        filter (where g.sure = 'verified') over (partition by g.alias) = 1
        then 'verified' else 'doubtful' end as state
      from given_login g
      join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = g.account
      join account l on l.tenant_id = 1 and l.key_version = 1 and l.pseudonym = g.alias`,
  )
  const mine = sql`k.tenant_id = 1 and k.source = ${source} and k.state in ('verified', 'doubtful')`
  const pair = sql`g.account_id = k.account_id and g.alias_id = k.alias_id`
  const ended = await rows(
    tx,
    'end links',
    sql`update account_link k set ended_at = ${at}
      where ${mine} and k.ended_at is null
        and not exists (select from given_link g where ${pair} and g.state = k.state)
        and (${whole} or exists (select from given_link g where ${pair}))
      returning 1 as one`,
  )
  // Listed again, with nobody else in between: the same join went on.
  const reopened = await rows(
    tx,
    'links that go on',
    sql`update account_link k set ended_at = null from given_link g
      where ${mine} and ${pair} and g.state = k.state and k.ended_at is not null
        and not exists (select from account_link o where o.tenant_id = 1
          and o.alias_id = k.alias_id and o.at > k.at)
      returning 1 as one`,
  )
  const added = await rows(
    tx,
    'new links',
    sql`insert into account_link (account_id, alias_id, source, state, "by", at)
      select account_id, alias_id, ${source}, state, ${source}, ${at} from given_link g
      where not exists (select from account_link k
        where ${mine} and ${pair} and k.state = g.state and k.ended_at is null)
      order by 1, 2
      on conflict on constraint account_link_uq do update
        set state = excluded.state, ended_at = null
      returning 1 as one`,
  )
  if (ended.length + reopened.length + added.length === 0) return false
  await applyLinks(tx)
  return true
}
