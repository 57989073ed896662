import { sql } from 'drizzle-orm'

import { rebuildDirtyDays } from '#store/rebuild.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'

export type BilledLine = {
  readonly day: string
  readonly tool?: string
  readonly source?: string
  readonly account?: string
  readonly model?: string
  /** Null: in a currency without a rate. */
  readonly picos: bigint | null
  readonly basis?: 'billed' | 'credits'
}

/** Names the store has not met are added, as collecting does. */
async function known(store: Store, table: 'tool' | 'source' | 'model', name: string) {
  await rows(
    store.db,
    'add name',
    sql`insert into ${sql.identifier(table)} (id, name)
      select coalesce(max(id), 0) + 1, ${name} from ${sql.identifier(table)}
      having not exists (select from ${sql.identifier(table)} where name = ${name})`,
  )
}

async function knownAccount(store: Store, account: string) {
  await rows(
    store.db,
    'add account',
    sql`insert into account (account_id, pseudonym)
      select coalesce(max(account_id), 0) + 1, decode(${pseudonym(account)}, 'hex') from account
      having not exists (select from account where pseudonym = decode(${pseudonym(account)}, 'hex'))`,
  )
}

const id = (table: 'tool' | 'source' | 'model', name: string) =>
  sql`(select id from ${sql.identifier(table)} where name = ${name})`

/** Says that a source's data covers a tool's day. */
export async function cover(
  store: Store,
  day: string,
  tool = 'claude-code',
  source = 'anthropic-cost',
) {
  await known(store, 'tool', tool)
  await known(store, 'source', source)
  await rows(
    store.db,
    'cover day',
    sql`insert into covered_day (tool_id, source_id, day, batch_id)
      values (${id('tool', tool)}, ${id('source', source)}, ${day}::date, 999) on conflict do nothing`,
  )
  await rows(
    store.db,
    'mark day',
    sql`insert into dirty_day (day) values (${day}::date) on conflict do nothing`,
  )
}

/** Puts lines into the ledger, covers their days and counts them again. */
export async function bill(store: Store, lines: readonly BilledLine[]): Promise<void> {
  for (const line of lines) {
    const { day, tool = 'claude-code', source = 'anthropic-cost', account, model, picos } = line
    await cover(store, day, tool, source)
    if (model !== undefined) await known(store, 'model', model)
    if (account !== undefined) await knownAccount(store, account)
    await rows(
      store.db,
      'add line',
      sql`insert into bill_line (day, tool_id, source_id, model_id, account_id, cost_picos, amount,
          currency, basis, batch_id)
        select ${day}::date, ${id('tool', tool)}, ${id('source', source)},
          ${model === undefined ? sql`0` : id('model', model)},
          ${account === undefined ? sql`0` : sql`(select account_id from account where pseudonym = decode(${pseudonym(account)}, 'hex'))`},
          ${picos?.toString() ?? null}::bigint, 0, 'USD', ${line.basis === 'credits' ? 2 : 0}::int, 999`,
    )
  }
  await rebuildDirtyDays(store.db)
}

export type Cost = {
  readonly account: string | null
  readonly model: string | null
  readonly source: string
  readonly billed: string | null
  readonly estimated: string | null
}

/** What each row costs, sorted. */
export const costs = (store: Store, day: string) =>
  rows<Cost>(
    store.db,
    'read costs',
    sql`select encode(a.pseudonym, 'hex') as account, m.name as model, s.name as source,
        d.cost_billed_micros::text as billed, d.cost_estimated_micros::text as estimated
      from usage_daily d left join account a using (account_id) left join model m on m.id = d.model_id
      left join source s on s.id = d.source_id where d.day = ${day}::date
      order by 1 nulls first, 2 nulls first, 3`,
  )
