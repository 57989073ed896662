import { type SQL, sql } from 'drizzle-orm'

import type { Forgotten } from '#books.ts'
import type { Db } from '#db/db.ts'

import { applyLinks } from './account-links.ts'
import { resettleMembers } from './directory-members.ts'
import { dryRunnable, markPeople } from './directory.ts'
import { findTheirKeys, forgetKeys } from './forget-keys.ts'
import { forgetReferences } from './forget-references.ts'
import { forgetSaid } from './forget-said.ts'
import { addToNobody, makeNobody, NOBODY } from './nobody.ts'
import { forgetInBasis } from './publish-forget.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { seeAgain } from './rekey.ts'
import { anyOf, type Pseudonym } from './resolve-user.ts'
import { rows } from './rows.ts'
import { findTheirs } from './theirs.ts'

const dated = (table: SQL) =>
  sql`exists (select from their_account a where a.account_id = ${table}.account_id
    and ${table}.day <@ a.days)`
const THEIRS = sql.raw('(select account_id from their_account where whole)')
const PEOPLE = sql.raw('(table their_person)')

/**
 * Forgets a person: what they used stays in every sum and belongs to nobody from now on; whatever says
 * who, where or when they were goes. Their identifiers are remembered as tombstones only.
 */
export async function forgetPerson(
  db: Db,
  name: string,
  { pseudonym, dryRun }: { readonly pseudonym: Pseudonym; readonly dryRun: boolean },
): Promise<Forgotten> {
  const hash = pseudonym(name)
  if (await alreadyForgotten(db, hash)) return { already: true, accounts: 0, rows: 0, days: 0 }
  const forgotten = await dryRunnable(db, dryRun, async (tx) => {
    await seeAgain(tx, hash)
    await findTheirs(tx, name, pseudonym)
    const days = await markTheirDays(tx)
    const changed = await erase(tx)
    await giveBackDays(tx)
    const [accounts] = await rows<{ n: number }>(
      tx,
      'count accounts',
      sql`select count(distinct account_id)::int as n from their_account`,
    )
    return { already: false, accounts: accounts?.n ?? 0, rows: changed, days }
  })
  if (!dryRun) await rebuildDirtyDays(db)
  return forgotten
}

async function alreadyForgotten(db: Db, hash: string): Promise<boolean> {
  const [found] = await rows<{ is: boolean }>(
    db,
    'look for a tombstone',
    sql`select exists (select from forgotten where tenant_id = 1 and tombstone in (
      select sha256(one) from (${anyOf(hash)}) as known(one))) as is`,
  )
  return found?.is === true
}

/** Takes the tombstone of an identifier away; false when there is none. */
export async function rememberPerson(db: Db, name: string, pseudonym: Pseudonym): Promise<boolean> {
  const gone = await rows(
    db,
    'take a tombstone away',
    sql`delete from forgotten where tenant_id = 1
      and tombstone in (select sha256(one) from (${anyOf(pseudonym(name))}) as known(one))
      returning 1 as one`,
  )
  return gone.length > 0
}

async function markTheirDays(tx: Db): Promise<number> {
  const [marked] = await rows<{ days: number }>(
    tx,
    'mark days',
    sql`with theirs as (
        select day from usage_event e where ${dated(sql.raw('e'))}
        union select day from usage_report e where ${dated(sql.raw('e'))}
        union select day from bill_line e where ${dated(sql.raw('e'))}
        union select day from usage_daily where person_id in ${PEOPLE}
        union select day from usage_witness where person_id in ${PEOPLE}
        union select day from asset_daily where person_id in ${PEOPLE}
        union select day from session where person_id in ${PEOPLE}
      ), marked as (insert into dirty_day (day) select day from theirs on conflict do nothing)
      select count(*)::int as days from theirs`,
  )
  return marked?.days ?? 0
}

/** Every change is counted, so that a dry run says how much there is. */
async function erase(tx: Db): Promise<number> {
  let changed = 0
  const run = async (what: string, change: SQL) => {
    changed += (await rows(tx, what, sql`${change} returning 1 as one`)).length
  }
  await makeNobody(tx)
  for (const table of ['usage_event', 'usage_event_replaced'])
    await run(
      'give events to nobody',
      sql`update ${sql.identifier(table)} e set account_id = ${NOBODY}, digest = 0
        where e.tenant_id = 1 and ${dated(sql.raw('e'))}`,
    )
  await run(
    'give bills to nobody',
    sql`update bill_line e set account_id = ${NOBODY} where e.tenant_id = 1 and ${dated(sql.raw('e'))}`,
  )
  await giveReports(tx)
  for (const { id } of await rows<{ id: number }>(
    tx,
    'whose uses were published',
    sql`select person_id::int as id from their_person`,
  ))
    changed += await forgetInBasis(tx, id)
  await run(
    'forget replaced reports',
    sql`delete from usage_report_replaced e where e.tenant_id = 1 and ${dated(sql.raw('e'))}`,
  )
  await findTheirKeys(tx)
  await forgetReferences(tx, run)
  // A key that only they used says who did it; so does the vendor's log, to who finds the entry there.
  await run(
    'nobody did it',
    sql`update governance_event set actor_id = 0, key_id = 0, network = null, place = null,
        reference = null
      where tenant_id = 1 and actor_id in ${THEIRS}`,
  )
  await run(
    'it was done to nobody',
    sql`update governance_event set target_id = 0, network = null, reference = null
      where tenant_id = 1 and target_id in ${THEIRS}`,
  )
  await forgetKeys(tx, run)
  // A group may know them by a login of theirs.
  await run(
    'forget groups of logins',
    sql`delete from group_member where tenant_id = 1 and person_id in ${THEIRS}`,
  )
  for (const table of ['seat_assignment', 'leave', 'period_use', 'alert_actor', 'display_name'])
    await run(
      'forget what an account had',
      sql`delete from ${sql.identifier(table)} where tenant_id = 1 and account_id in ${THEIRS}`,
    )
  await run(
    'forget links',
    sql`delete from account_link where tenant_id = 1
      and (account_id in ${THEIRS} or alias_id in ${THEIRS})`,
  )
  for (const table of ['membership', 'directory_said'])
    await run(
      'nobody manages',
      sql`update ${sql.identifier(table)} set manager = null where tenant_id = 1
        and manager in (select encode(pseudonym, 'hex') from their_account where whole)`,
    )
  for (const table of [
    'person_budget_reached',
    'person_budget',
    'membership',
    'directory_said',
    'group_member',
    'account_person',
  ])
    await run(
      'forget where they were, and what was watched of them',
      sql`delete from ${sql.identifier(table)} where tenant_id = 1 and person_id in ${PEOPLE}`,
    )
  await forgetIdentity(tx, run)
  return changed
}

/** Days on which another's account was theirs are that account's own again, or whose links say. */
async function giveBackDays(tx: Db): Promise<void> {
  const [found] = await rows<{ any: boolean }>(
    tx,
    'look for accounts of others',
    sql`select exists (select from their_account where not whole) as any`,
  )
  if (!found?.any) return
  await applyLinks(tx)
  await rows(
    tx,
    'days that are nobody’s',
    sql`insert into account_person (account_id, valid_from, valid_to, person_id)
      select account_id, lower(days), upper(days) - 1, account_id
      from (
        select p.account_id, unnest(datemultirange(daterange('0001-01-01', '9999-12-31', '[]'))
          - range_agg(daterange(p.valid_from, p.valid_to, '[]'))) as days
        from account_person p where p.tenant_id = 1
          and p.account_id in (select account_id from their_account where not whole)
        group by 1
      ) gap`,
  )
  await resettleMembers(tx)
  await markPeople(tx)
}

async function giveReports(tx: Db): Promise<void> {
  await rows(
    tx,
    'take reports',
    sql`create temp table their_report on commit drop as
      select * from usage_report e where e.tenant_id = 1 and ${dated(sql.raw('e'))}`,
  )
  await rows(
    tx,
    'forget reports',
    sql`delete from usage_report e where e.tenant_id = 1 and ${dated(sql.raw('e'))}`,
  )
  await addToNobody(tx, sql`from their_report`)
}

/** The person's number stays, empty: it is a bit in bitmaps, and must never be somebody else's. */
async function forgetIdentity(
  tx: Db,
  run: (what: string, change: SQL) => Promise<void>,
): Promise<void> {
  await forgetSaid(tx, run)
  await rows(
    tx,
    'set tombstones',
    sql`insert into forgotten (key_version, tombstone)
      select distinct key_version, sha256(pseudonym) from their_account where whole
      on conflict do nothing`,
  )
  await run(
    'forget aliases',
    sql`update person set alias = 'gone-' || person_id, erased_at = date_trunc('day', now())
      where tenant_id = 1 and person_id in ${PEOPLE}`,
  )
  await run(
    'forget accounts',
    sql`delete from account where tenant_id = 1 and account_id in ${THEIRS}`,
  )
}
