import { getTableColumns, type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import { usageReport } from '#db/schema/usage.ts'

import { rows } from './rows.ts'

/**
 * What forgotten people used belongs to one account that is nobody: its sums stay, and no row tells one
 * of them from another. It is a service, so it has no person, no session and no unit.
 */
const KIND = 'forgotten'

/** Its number; null while nobody is forgotten. */
export const NOBODY = sql.raw(
  `(select account_id from service_account where tenant_id = 1 and kind = '${KIND}')`,
)

/** True for a pseudonym (a bytea expression) of someone forgotten. */
export const isForgotten = (pseudonym: SQL): SQL =>
  sql`exists (select from forgotten f where f.tenant_id = 1 and f.key_version = 1
    and f.tombstone = sha256(${pseudonym}))`

/** Makes the account, once. Its pseudonym is random: it is nobody's hash. */
export async function makeNobody(tx: Db): Promise<void> {
  await rows(
    tx,
    'make the account of nobody',
    sql`with made as (
        insert into account (account_id, pseudonym)
        select greatest((select coalesce(max(account_id), 0) from account where tenant_id = 1),
            (select coalesce(max(person_id), 0) from person where tenant_id = 1)) + 1,
          sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
        where ${NOBODY} is null returning account_id)
      insert into service_account (account_id, source, kind, label)
      select account_id, '', ${KIND}, 'people who were forgotten' from made`,
  )
}

const KEY = ['day', 'account_id', 'tool_id', 'model_id', 'feature_id', 'source_id']
const FLAGS = ['active', 'passive']
const LISTS = ['prompt_histogram', 'session_depth_histogram', 'session_seconds_histogram']
const NUMBERS = Object.values(getTableColumns(usageReport))
  .map(({ name }) => name)
  .filter((name) => ![...KEY, ...FLAGS, ...LISTS, 'tenant_id', 'batch_id', 'digest'].includes(name))

/**
 * Adds reports (a FROM clause with the columns of `usage_report`) to those of nobody. Their digests go:
 * they were made with the pseudonym, and would tell whose a row was.
 */
export async function addToNobody(tx: Db, from: SQL): Promise<void> {
  const list = (each: (name: string) => string, names: readonly string[]) =>
    sql.raw(names.map(each).join(', '))
  const key = list((name) => name, ['day', 'tool_id', 'model_id', 'feature_id', 'source_id'])
  await rows(
    tx,
    'add reports of nobody',
    sql`insert into usage_report as r (account_id, ${key}, batch_id, digest, active, passive,
        ${list((name) => name, NUMBERS)})
      select ${NOBODY}, ${key}, max(batch_id), 0, bool_or(active), bool_or(passive),
        ${list((name) => `sum(${name})`, NUMBERS)}
      ${from} group by ${key}
      on conflict on constraint usage_report_pk do update set batch_id = excluded.batch_id,
        active = r.active or excluded.active, passive = r.passive or excluded.passive,
        ${list(
          (name) => `${name} = coalesce(r.${name} + excluded.${name}, r.${name}, excluded.${name})`,
          NUMBERS,
        )}`,
  )
}
