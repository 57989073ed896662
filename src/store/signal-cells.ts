import { sql } from 'drizzle-orm'

import type { PersonWeek } from '#collect.ts'
import { hashesOf } from '#core/privacy/two-keys.ts'
import { addUp, type Member, type UseWeek, type Worked } from '#core/signals/add-up.ts'
import type { SignalCell } from '#core/signals/panel.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { packed, rows } from './rows.ts'

type Window = { readonly from: Day; readonly to: Day }

/**
 * Adds people's weeks up and writes the cells of the window's weeks, in place of what this source said
 * of them before. Of the people themselves nothing is written, and no account is made: whom no
 * directory knows is left out.
 */
export async function storeSignals(
  tx: Db,
  given: readonly PersonWeek[],
  { source, window }: { readonly source: string; readonly window: Window },
): Promise<void> {
  const weeks = weeksOf(window)
  if (weeks.length === 0) return
  const [members, use, first, people] = [
    await membersOn(tx, weeks),
    await useOf(tx),
    await firstKnown(tx),
    await peopleOf(tx, given),
  ]
  const worked = given.flatMap(({ account, week, signals }): readonly Worked[] => {
    const person = people.get(`${week} ${account}`)
    return person === undefined ? [] : [{ person, week, signals }]
  })
  const knownFrom = first === null ? undefined : nextMonday(first)
  const cells = knownFrom === undefined ? [] : addUp({ members, use, knownFrom, worked })
  await replaceCells(tx, cells, { source, weeks })
}

/** Mondays of the weeks that lie whole in the window. */
function weeksOf({ from, to }: Window): readonly Day[] {
  const weeks: Day[] = []
  for (let week = nextMonday(from); addDays(week, 6) <= to; week = addDays(week, 7))
    weeks.push(week)
  return weeks
}

const nextMonday = (day: Day): Day => monday(addDays(day, 6))

const list = (days: readonly Day[]) => sql`${sql.param([...days])}::text[]::date[]`

const membersOn = (tx: Db, weeks: readonly Day[]) =>
  packed<Member>(
    tx,
    'members of weeks',
    sql`select m.person_id as person, w.week::text as week, u.path as unit
      from unnest(${list(weeks)}) as w(week)
      join membership m on m.tenant_id = 1 and w.week between m.valid_from and m.valid_to
      join org_unit u on u.tenant_id = 1 and u.unit_id = m.unit_id`,
  )

/** Of each person the weeks with use; where a tool counts no messages, each active day is an action. */
async function useOf(tx: Db): Promise<ReadonlyMap<number, readonly UseWeek[]>> {
  const found = await packed<UseWeek & { readonly person: number }>(
    tx,
    'use by week',
    sql`select person_id as person, date_trunc('week', day)::date::text as week,
        sum(greatest(coalesce(messages, 0), active::int))::int as actions
      from usage_daily where tenant_id = 1 and person_id <> 0
      group by 1, 2 having sum(greatest(coalesce(messages, 0), active::int)) > 0`,
  )
  return Map.groupBy(found, ({ person }) => person)
}

async function firstKnown(tx: Db): Promise<Day | null> {
  const [found] = await rows<{ readonly day: Day | null }>(
    tx,
    'first known day',
    sql`select min(day)::text as day from covered_day where tenant_id = 1 and activity`,
  )
  return found?.day ?? null
}

/** Who the accounts were on the Mondays, by week and hash. */
async function peopleOf(
  tx: Db,
  given: readonly PersonWeek[],
): Promise<ReadonlyMap<string, number>> {
  const asked = given.flatMap(({ account, week }) =>
    hashesOf(account).map((hash) => ({ account, week, hash })),
  )
  const found = await packed<{ readonly key: string; readonly person: number }>(
    tx,
    'whose weeks',
    sql`select distinct g.week || ' ' || g.account as key,
        coalesce(p.person_id, a.account_id) as person
      from jsonb_to_recordset(${JSON.stringify(asked)}::text::jsonb)
        as g(account text, week date, hash text)
      join account a on a.tenant_id = 1 and a.pseudonym = decode(g.hash, 'hex')
      left join account_person p on p.tenant_id = 1 and p.account_id = a.account_id
        and g.week between p.valid_from and p.valid_to`,
  )
  return new Map(found.map(({ key, person }) => [key, person]))
}

async function replaceCells(
  tx: Db,
  cells: readonly SignalCell[],
  { source, weeks }: { readonly source: string; readonly weeks: readonly Day[] },
): Promise<void> {
  await rows(
    tx,
    'forget cells',
    sql`delete from signal_people where tenant_id = 1 and week = any(${list(weeks)})`,
  )
  await rows(
    tx,
    'forget sums',
    sql`delete from signal_sum where tenant_id = 1 and source = ${source}
      and week = any(${list(weeks)})`,
  )
  const document = JSON.stringify(
    cells.map(({ signals, ...cell }) => ({
      ...cell,
      sums: Object.entries(signals).map(([signal, sum]) => ({ signal, ...sum })),
    })),
  )
  const given = sql`jsonb_to_recordset(${document}::text::jsonb)
    as g(unit text, level text, cohort date, week date, people int, sums jsonb)
    join org_unit u on u.tenant_id = 1 and u.path = g.unit`
  await rows(
    tx,
    'write cells',
    sql`insert into signal_people (week, unit_id, level, cohort, people)
      select g.week, u.unit_id, g.level, g.cohort, g.people from ${given}`,
  )
  await rows(
    tx,
    'write sums',
    sql`insert into signal_sum
        (week, unit_id, level, cohort, source, signal, people, sum, squares)
      select g.week, u.unit_id, g.level, g.cohort, ${source}, s.signal, s.people, s.sum, s.squares
      from ${given}, jsonb_to_recordset(g.sums)
        as s(signal text, people int, sum double precision, squares double precision)`,
  )
}
