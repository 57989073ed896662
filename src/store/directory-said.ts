import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

/** Who says where people are, and when. */
export type Saying = {
  /** Empty for a file. */
  readonly source: string
  /** Epoch milliseconds. */
  readonly at: number
  /** Stored rows stand on days that are not given. */
  readonly merge: boolean
  /** Set for a directory that says what is true on this day, and not how it came to be. */
  readonly today?: Day
}

/** The source of what rules say of e-mail addresses. */
export const RULED = 'email-rules'

const WHAT = sql.raw('unit_id, cost_centre, location, manager')

/**
 * Keeps what `wanted_member` says for its source, then makes `wanted_member` what all sources say
 * together: on each day of a person, what was said last.
 */
export async function sayMembers(tx: Db, saying: Saying): Promise<void> {
  const { source, merge, today } = saying
  await rows(
    tx,
    'rows said before',
    sql`create temp table said_before on commit drop as
      select person_id, ${WHAT}, said_at, daterange(valid_from, valid_to, '[]') as days,
        jsonb_build_array(${WHAT}) as what
      from directory_said where tenant_id = 1 and source = ${source}`,
  )
  if (today !== undefined) await sayNow(tx, today)
  else await sayAll(tx, merge)
  await rows(
    tx,
    'forget what was said',
    sql`delete from directory_said where tenant_id = 1 and source = ${source}`,
  )
  await rows(
    tx,
    'keep what is said',
    sql`insert into directory_said (source, person_id, valid_from, valid_to, ${WHAT}, said_at)
      select ${source}, person_id, lower(days), upper(days) - 1, ${WHAT},
        coalesce(said_at, ${new Date(saying.at).toISOString()}::timestamptz)
      from said_now`,
  )
  await settleMembers(tx)
}

/** A file says how it was on all days. A login that became an alias is no member of its own. */
const sayAll = (tx: Db, merge: boolean) =>
  rows(
    tx,
    'rows of a file',
    sql`create temp table said_now on commit drop as
      select person_id, ${WHAT}, null::timestamptz as said_at, days from wanted_member
      union all
      select b.person_id, ${WHAT}, b.said_at, unnest(datemultirange(b.days) - coalesce(g.days, '{}'))
      from said_before b
      left join (select person_id, range_agg(days) as days from wanted_member group by 1) g
        using (person_id)
      where ${merge} and b.person_id not in (
        select a.account_id from given_alias l
        join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = l.alias)`,
  )

/**
 * A directory that is asked every night: what it said of earlier days stands, unless it dates a change
 * itself. Who is not in it any more left today.
 */
async function sayNow(tx: Db, today: Day): Promise<void> {
  await rows(
    tx,
    'days from which the directory counts',
    sql`create temp table said_from on commit drop as
      select person_id, case
          when b.since is null then '-infinity'::date
          when g.since > b.since then least(g.since, ${today}::date)
          else ${today}::date end as since
      from (
        select person_id, max(lower(days)) filter (where lower(days) <= ${today}::date) as since
        from wanted_member group by 1
      ) g
      left join (
        select person_id, max(lower(days)) filter (where lower(days) <= ${today}::date) as since
        from said_before group by 1
      ) b using (person_id)`,
  )
  await rows(
    tx,
    'rows of a directory',
    sql`create temp table said_now on commit drop as
      with given as (
        select person_id, jsonb_build_array(${WHAT}) as what, range_agg(days) as days
        from wanted_member group by 1, 2
      ), stored as (
        select person_id, what, range_agg(days) as days from said_before group by 1, 2
      )
      select s.person_id, ${WHAT}, s.said_at, unnest(datemultirange(s.days) * (
          datemultirange(daterange(null, coalesce(f.since, ${today}::date)))
          + coalesce(g.days, '{}'))) as days
      from said_before s
      left join said_from f using (person_id)
      left join given g on g.person_id = s.person_id and g.what = s.what
      union all
      select w.person_id, ${WHAT}, null, unnest(
        datemultirange(w.days) * datemultirange(daterange(f.since, null)) - coalesce(s.days, '{}'))
      from wanted_member w
      join said_from f using (person_id)
      left join stored s on s.person_id = w.person_id and s.what = jsonb_build_array(${WHAT})`,
  )
}

/**
 * What all directories say together. On days on which an account is joined to another person
 * it is a member only where a file says so; rules for e-mail addresses speak where no directory does.
 */
export async function settleMembers(tx: Db): Promise<void> {
  await rows(tx, 'forget given members', sql`delete from wanted_member`)
  await rows(
    tx,
    'members as said last',
    sql`insert into wanted_member (person_id, unit_id, days, cost_centre, location, manager)
      with said as (
        select d.source, d.person_id, d.valid_from, d.unit_id, d.cost_centre, d.location, d.manager,
          d.said_at, unnest(datemultirange(daterange(d.valid_from, d.valid_to, '[]')) -
            case when d.source = '' then '{}' else coalesce((
              select range_agg(daterange(j.valid_from, j.valid_to, '[]')) from account_person j
              where j.tenant_id = 1 and j.account_id = d.person_id
                and j.person_id <> d.person_id), '{}') end) as days
        from directory_said d where d.tenant_id = 1
      ), later as (
        select s.source, s.person_id, s.valid_from, range_agg(o.days) as days
        from said s join said o on o.person_id = s.person_id and o.source <> s.source
          and (o.source <> ${RULED}, o.said_at, o.source) > (s.source <> ${RULED}, s.said_at, s.source)
        group by 1, 2, 3
      )
      select s.person_id, s.unit_id, unnest(datemultirange(s.days) - coalesce(l.days, '{}')),
        s.cost_centre, s.location, s.manager
      from said s left join later l using (source, person_id, valid_from)`,
  )
}
