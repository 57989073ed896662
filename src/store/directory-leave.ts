import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Membership } from '#ingest.ts'

import type { Saying } from './directory-said.ts'
import { rows } from './rows.ts'

/**
 * Writes who was on leave when, in place of what this directory said before. One that does not say it
 * any more is not known to: what it said is gone. With `merge`, people of whom nothing is said stay as
 * they are. No number of use depends on it, so no day is rebuilt.
 */
export async function setLeave(
  tx: Db,
  members: readonly Membership[],
  { source, merge, today }: Saying,
): Promise<void> {
  const told = members.flatMap(({ account, leaves }) => (leaves ? [{ account, leaves }] : []))
  const stored = await isStored(tx, source)
  if (told.length === 0 && (merge || !stored)) return
  await giveLeaves(tx, told)
  await rows(
    tx,
    'leaves said before',
    sql`create temp table kept_leave on commit drop as
      select s.account_id, ${today === undefined ? sql`s.days` : past(today)} as days
      from (
        select account_id, daterange(valid_from, valid_to, '[]') as days from leave
        where tenant_id = 1 and source = ${source}
      ) s left join given_leave g using (account_id)
      where ${told.length > 0} and ${
        today === undefined ? sql`${merge} and g.account_id is null` : sql`true`
      }`,
  )
  await rows(tx, 'forget leaves', sql`delete from leave where tenant_id = 1 and source = ${source}`)
  await rows(
    tx,
    'write leaves',
    sql`insert into leave (source, account_id, valid_from, valid_to)
      select ${source}, account_id, lower(part), upper(part) - 1
      from (
        select account_id, unnest(range_agg(days)) as part from (
          select account_id, days from kept_leave
          union all select account_id, unnest(days) from given_leave
        ) every group by 1
      ) parts where not isempty(part)`,
  )
  await setKnown(tx, source, told.length > 0)
}

/**
 * A directory that is asked every night: leaves that are over stand. One it does not name any more ended
 * yesterday, and what it says of one anew takes its place.
 */
const past = (today: Day) =>
  sql`case when s.days && coalesce(g.days, '{}') then 'empty'::daterange
    else s.days * daterange(null, ${today}::date) end`

async function isStored(tx: Db, source: string): Promise<boolean> {
  const [found] = await rows<{ readonly any: boolean }>(
    tx,
    'whether the directory said who is on leave',
    sql`select exists (
      select from leave_source where tenant_id = 1 and source = ${source}) as any`,
  )
  return found?.any === true
}

type Told = { readonly account: string; readonly leaves: NonNullable<Membership['leaves']> }

async function giveLeaves(tx: Db, told: readonly Told[]): Promise<void> {
  const document = JSON.stringify(
    told.flatMap(({ account, leaves }) => [
      { account },
      ...leaves.map(({ from, to }) => ({ account, valid_from: from, valid_to: to ?? STILL })),
    ]),
  )
  await rows(
    tx,
    'given leaves',
    sql`create temp table given_leave on commit drop as
      select a.account_id, coalesce(range_agg(daterange(g.valid_from, g.valid_to, '[]'))
        filter (where g.valid_from is not null), '{}') as days
      from jsonb_to_recordset(${document}::text::jsonb)
        as g(account text, valid_from date, valid_to date)
      join account a on a.tenant_id = 1 and a.key_version = 1
        and a.pseudonym = decode(g.account, 'hex')
      group by 1`,
  )
}

const STILL = '9999-12-31'

async function setKnown(tx: Db, source: string, known: boolean): Promise<void> {
  await rows(
    tx,
    'whether the directory says who is on leave',
    known
      ? sql`insert into leave_source (source) values (${source}) on conflict do nothing`
      : sql`delete from leave_source where tenant_id = 1 and source = ${source}`,
  )
}
