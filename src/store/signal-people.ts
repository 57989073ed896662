import { sql } from 'drizzle-orm'

import type { PersonWeek } from '#collect.ts'
import { hashesOf } from '#core/privacy/two-keys.ts'
import type { Given, Member, UseWeek, Worked } from '#core/signals/add-up.ts'
import { addDays, type Day, day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { ACTIONS } from './levels.ts'
import { packed, rows } from './rows.ts'

/** As many people as are in memory at a time; of each some two years of weeks. */
const AT_ONCE = 2_000

type Span = readonly [unit: number, from: Day, to: Day]
type Row = {
  readonly person: number
  readonly at: readonly Span[]
  /** Weeks since `EPOCH`, and what was done in them. */
  readonly use: readonly (readonly [week: number, actions: number])[] | null
  /** Days of leave. */
  readonly leave: readonly (readonly [from: Day, to: Day])[] | null
}

const EPOCH = day('1970-01-05')

type Asked = {
  /** Mondays, in order. */
  readonly weeks: readonly Day[]
  /** Of which use is read. */
  readonly use: Period
  readonly worked: ReadonlyMap<number, readonly PersonWeek[]>
  readonly atOnce?: number | undefined
}

/**
 * Everyone in a directory in some of the weeks, some at a time, with their use and their work. The days
 * of everyone are read once.
 */
export async function* everyone(
  tx: Db,
  { weeks, use, worked, atOnce = AT_ONCE }: Asked,
): AsyncGenerator<Given> {
  const paths = await pathsOf(tx)
  const mondays = mondaysOf(use)
  await rows(
    tx,
    'people of weeks',
    sql`declare signal_people no scroll cursor for
      select json_build_object('person', person_id, 'at', m.at, 'use', u.use,
        'leave', l.leave)::text as one
      from (
        select person_id, json_agg(json_build_array(unit_id, valid_from, valid_to)) as at
        from membership where tenant_id = 1
          and valid_from <= ${weeks.at(-1)}::date and valid_to >= ${weeks[0]}::date
        group by 1
      ) m left join (
        select person_id, json_agg(json_build_array(week, actions)) as use from (
          select person_id, (day - ${EPOCH}::date) / 7 as week,
            sum(${ACTIONS})::int as actions
          from usage_daily where tenant_id = 1 and person_id <> 0
            and day between ${use.from}::date and ${use.to}::date
          group by 1, 2 having sum(${ACTIONS}) > 0
        ) w group by 1
      ) u using (person_id) left join (${leaveOf(use)}) l using (person_id)`,
  )
  const next = () =>
    rows<{ readonly one: string }>(
      tx,
      'next people of weeks',
      sql.raw(`fetch ${atOnce} from signal_people`),
    )
  for (let found = await next(); found.length > 0; found = await next()) {
    const people = found.map(({ one }) => JSON.parse(one) as Row)
    yield {
      members: people.flatMap((one) => membersOf(one, weeks, paths)),
      use: new Map(people.map((one) => [one.person, useOf(one, mondays)])),
      worked: people.flatMap(({ person }) => workedBy(person, worked)),
      away: new Map(
        people.flatMap(({ person, leave }) =>
          leave === null ? [] : [[person, awayIn(leave, mondays)] as const],
        ),
      ),
    }
  }
  await rows(tx, 'no more people of weeks', sql`close signal_people`)
}

const membersOf = (
  { person, at }: Row,
  weeks: readonly Day[],
  paths: ReadonlyMap<number, string>,
): readonly Member[] =>
  weeks.flatMap((week) => {
    const span = at.find(([, from, to]) => week >= from && week <= to)
    const unit = span && paths.get(span[0])
    return unit === undefined ? [] : [{ person, week, unit }]
  })

const useOf = ({ use }: Row, mondays: ReadonlyMap<number, Day>): readonly UseWeek[] =>
  (use ?? []).flatMap(([number, actions]) => {
    const week = mondays.get(number)
    return week === undefined ? [] : [{ week, actions }]
  })

/** Mondays of weeks that were leave to their Friday; who was there on a day of it counts as there. */
const awayIn = (
  leave: NonNullable<Row['leave']>,
  mondays: ReadonlyMap<number, Day>,
): ReadonlySet<Day> =>
  new Set(
    [...mondays.values()].filter((week) =>
      leave.some(([from, to]) => from <= week && addDays(week, 4) <= to),
    ),
  )

/** Days of leave of each person, whichever of their accounts and directories says so. */
const leaveOf = ({ from, to }: Period) => sql`
  select person_id, json_agg(json_build_array(lower(part), upper(part) - 1)) as leave from (
    select coalesce(a.person_id, l.account_id) as person_id, unnest(range_agg(daterange(
      greatest(l.valid_from, a.valid_from), least(l.valid_to, a.valid_to), '[]'))) as part
    from leave l left join account_person a on a.tenant_id = 1 and a.account_id = l.account_id
      and a.valid_from <= l.valid_to and a.valid_to >= l.valid_from
    where l.tenant_id = 1 and l.valid_from <= ${to}::date and l.valid_to >= ${from}::date
    group by 1
  ) p group by 1`

const workedBy = (person: number, worked: Asked['worked']): readonly Worked[] =>
  (worked.get(person) ?? []).map(({ week, signals }) => ({ person, week, signals }))

/** By their number since `EPOCH`. */
function mondaysOf({ from, to }: Period): ReadonlyMap<number, Day> {
  const number = (at: Day) => Math.floor((Date.parse(at) - Date.parse(EPOCH)) / 604_800_000)
  const first = number(from)
  return new Map(
    Array.from({ length: number(to) - first + 1 }, (_, n) => [
      first + n,
      addDays(EPOCH, 7 * (first + n)),
    ]),
  )
}

async function pathsOf(tx: Db): Promise<ReadonlyMap<number, string>> {
  const units = await packed<{ readonly unit: number; readonly path: string }>(
    tx,
    'paths of units',
    sql`select unit_id as unit, path from org_unit where tenant_id = 1`,
  )
  return new Map(units.map(({ unit, path }) => [unit, path]))
}

type Whose = {
  readonly account: string
  readonly person: number
  /** As of a day, where the account is somebody's; else it stands for itself. */
  readonly as: readonly (readonly [person: number, from: Day, to: Day])[] | null
}

/** Whose work it was, on the Mondays. Whom no directory and no use knows is left out. */
export async function workOf(
  tx: Db,
  given: readonly PersonWeek[],
  atOnce = AT_ONCE,
): Promise<ReadonlyMap<number, readonly PersonWeek[]>> {
  const byAccount = Map.groupBy(given, ({ account }) => account)
  const accounts = [...byAccount.keys()]
  const work = new Map<number, PersonWeek[]>()
  for (let from = 0; from < accounts.length; from += atOnce) {
    const known = await whose(tx, accounts.slice(from, from + atOnce))
    for (const { account, person, as } of known)
      for (const one of byAccount.get(account) ?? []) {
        const then = as?.find(([, since, to]) => one.week >= since && one.week <= to)?.[0] ?? person
        const theirs = work.get(then)
        if (theirs) theirs.push(one)
        else work.set(then, [one])
      }
  }
  return work
}

function whose(tx: Db, accounts: readonly string[]): Promise<readonly Whose[]> {
  const asked = accounts.flatMap((account) => hashesOf(account).map((hash) => ({ account, hash })))
  return packed<Whose>(
    tx,
    'whose weeks',
    sql`select distinct on (g.account) g.account, a.account_id as person, (
        select json_agg(json_build_array(p.person_id, p.valid_from, p.valid_to))
        from account_person p where p.tenant_id = 1 and p.account_id = a.account_id
      ) as as
      from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb) as g(account text, hash text)
      join account a on a.tenant_id = 1 and a.pseudonym = decode(g.hash, 'hex')
      order by g.account, a.account_id`,
  )
}
