import { type SQL, sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import { forgetInBasis } from '#store/publish-forget.ts'
import { markRecounted } from '#store/recounted.ts'
import { rows } from '#store/rows.ts'

/** What happens to people while months are told, each to whom it would show most. */
export type Events = {
  /** Begins in the middle of a week. */
  readonly joiner: Happens
  /** Is in nothing from that day on. */
  readonly leaver: Happens
  /** Sits in another unit from that day on. */
  readonly mover: Happens
  readonly forgotten: Happens
}

type Happens = { readonly person: number; readonly on: Day }

/** The one who uses most in each of the smallest units that are told by anything. */
export async function cast(db: Db, days: readonly Day[]): Promise<Events> {
  const found = await rows<{ readonly person: number }>(
    db,
    'who stands out',
    sql`
      with sums as (
        select unit_id, person_id, sum(messages) as messages, count(*) over (partition by unit_id) as n
        from usage_daily where person_id <> 0 and unit_id <> 0 group by 1, 2
      ), most as (
        select distinct on (unit_id) unit_id, person_id, n from sums
        where n >= 8 order by unit_id, messages desc
      )
      select person_id::int as person from most order by n, unit_id limit 4`,
  )
  const [joiner, leaver, mover, forgotten] = found.flatMap(({ person }, n): readonly Happens[] => {
    const on = days[n]
    return on ? [{ person, on }] : []
  })
  if (!joiner || !leaver || !mover || !forgotten) throw new Error('the company is too small')
  return { joiner, leaver, mover, forgotten }
}

/** Before anything is told: who comes, goes and moves. */
export async function comeAndGo(db: Db, { joiner, leaver, mover }: Events): Promise<void> {
  const run = (change: SQL) => rows(db, 'come and go', change)
  await run(
    sql`delete from usage_daily where person_id = ${joiner.person} and day < ${joiner.on}::date`,
  )
  await run(
    sql`delete from usage_daily where person_id = ${leaver.person} and day >= ${leaver.on}::date`,
  )
  await run(sql`update usage_daily set unit_id = (select max(unit_id) from usage_daily)
    where person_id = ${mover.person} and day >= ${mover.on}::date`)
}

/** A late row of one person: it must not show. */
export async function oneComesLate(db: Db, person: number, days: Period): Promise<void> {
  await rows(
    db,
    'one late row',
    sql`update usage_daily set messages = messages + 40 where messages is not null
      and person_id = ${person} and ${within(days)}`,
  )
  await markRecounted(db, [days.from])
}

/** Vendors count everyone again, and find half as much again. */
export async function vendorsRestate(db: Db, days: Period): Promise<void> {
  await rows(
    db,
    'everyone again',
    sql`update usage_daily set messages = messages + ceil(messages / 2.0)
      where messages > 0 and ${within(days)}`,
  )
  await markRecounted(db, [days.from])
}

/** As `privacy forget` leaves the store: use is nobody's, in no unit. */
export async function forget(db: Db, { person }: Happens, days: Period): Promise<void> {
  await forgetInBasis(db, person)
  await rows(db, 'forget where they sat', sql`delete from membership where person_id = ${person}`)
  await rows(
    db,
    'give use to nobody',
    sql`update usage_daily set person_id = 0, unit_id = 0 where person_id = ${person}`,
  )
  await markRecounted(db, [days.from, days.to])
}

const within = ({ from, to }: Period): SQL => sql`day between ${from}::date and ${to}::date`
