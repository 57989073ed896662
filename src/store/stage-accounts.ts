import { type SQL, sql } from 'drizzle-orm'

import { isForgotten, NOBODY } from './nobody.ts'
import { rows } from './rows.ts'
import { hex } from './stage-kind.ts'
import { part } from './staging.ts'
import type { Connection } from './store.ts'

/**
 * The accounts a stage has met, numbered from 1 in the order they came; 0 is none. A number takes a
 * tenth of a pseudonym's room in every row.
 */
export type Accounts = {
  number(pseudonym: string | null): number
  all(): Iterable<readonly [pseudonym: string, number: number]>
}

export function newAccounts(): Accounts {
  const met = new Map<string, number>()
  return {
    number(pseudonym) {
      if (pseudonym === null) return 0
      const known = met.get(pseudonym)
      if (known !== undefined) return known
      met.set(pseudonym, met.size + 1)
      return met.size
    },
    all: () => met,
  }
}

/** Writes `<table>_account`, once the stage has its last row. */
export async function writeAccounts(
  connection: Connection,
  staging: { readonly table: string },
  accounts: Accounts,
): Promise<void> {
  const table = part(staging, 'account')
  await rows(
    connection.db,
    'make accounts of stage',
    sql`create temp table ${table} (number int, pseudonym bytea)`,
  )
  const copy = connection.copy(`${staging.table}_account`)
  const lines = Array.from(
    accounts.all(),
    ([pseudonym, number]) => `${number}\t${hex(pseudonym)}\n`,
  )
  if (lines.length > 0) await copy.write(lines.join(''))
  await copy.end()
  await rows(connection.db, 'analyse accounts of stage', sql`analyze ${table}`)
}

/** The pseudonyms of the rows of a FROM clause with the alias `s`. */
export const pseudonymsOf = (staging: { readonly table: string }, from: SQL): SQL =>
  sql`select pseudonym from ${part(staging, 'account')} where number in (select s.account ${from})`

/**
 * The stored ids by the stage's numbers, as a FROM clause with the columns `number`, `account_id` and
 * `gone`: true for someone forgotten, whose use is nobody's.
 */
export const accountIds = (staging: { readonly table: string }): SQL =>
  sql`(select given.number, known.account_id, false as gone from ${part(staging, 'account')} given
    join account known on known.tenant_id = 1 and known.key_version = 1
      and known.pseudonym = given.pseudonym
    union all
    select given.number, ${NOBODY}, true from ${part(staging, 'account')} given
      where ${isForgotten(sql.raw('given.pseudonym'))})`
