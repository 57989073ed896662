import { sql } from 'drizzle-orm'

import type { Reclaimed } from '#core/action/reclaimed.ts'
import type { AssetWeeks, GovernanceWeek, SeatUse } from '#core/digest/facts.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { ASSETS } from './agent-columns.ts'
import { alertWeek } from './alert-week.ts'
import { TENANT } from './measure-sql.ts'
import { monthsOfUse } from './months-of-use.ts'
import { rows } from './rows.ts'
import { idleFrom, judgedSeats, knowsIdle } from './seat-use.ts'
import { arrivals } from './vintages.ts'

/** What only digests read. */
export function digestReads(
  db: Db,
  /** Days on which nothing is kept of one person; undefined where there are none. */
  unitDays?: () => Promise<((day: Day) => boolean) | undefined>,
) {
  return {
    unitSizes: (days: readonly Day[]) => unitSizes(db, days),
    seatUse: async (on: Day) =>
      uncounted(await seatUse(db, on), { on, ofUnits: await unitDays?.() }),
    reclaimed: async (since: Day, today: Day) => {
      const pools = await reclaimed(db, since, today)
      const known = isCounted(since, await unitDays?.())
      return known ? pools : pools.map((pool) => ({ ...pool, idle: null, gone: null }))
    },
    governance: (asOf: Day) => governance(db, asOf),
    alertWeek: (asOf: Day) => alertWeek(db, asOf),
    assets: (asOf: Day) => assets(db, asOf),
    monthsOfUse: async (asOf: Day) => monthsOfUse(db, asOf, await unitDays?.()),
    arrivals: (today: Day) => arrivals(db, today),
  }
}

/** Members of each unit by itself on these days, by path; a day without any is 0. */
async function unitSizes(
  db: Db,
  days: readonly Day[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = await rows<{ readonly path: string; readonly sizes: readonly number[] }>(
    db,
    'unit sizes',
    sql`
      with d as (
        select * from unnest(${sql.param([...days])}::text[]::date[]) with ordinality as d (day, n)
      ), sized as (
        select u.path, d.n, count(m.person_id)::int as size
        from org_unit u cross join d
        left join membership m on m.tenant_id = u.tenant_id and m.unit_id = u.unit_id
          and d.day between m.valid_from and m.valid_to
        where u.tenant_id = ${TENANT}
        group by u.path, d.n
      )
      select path, json_agg(size order by n) as sizes from sized
      group by path having max(size) > 0 order by path`,
  )
  return new Map(found.map(({ path, sizes }) => [path, sizes]))
}

type Found = Omit<SeatUse, 'monthlyMicros' | 'priced'> & { readonly monthly: string | null }

/** Whether people are known on every day that decides who is idle on this one. */
const isCounted = (on: Day, ofUnits: ((day: Day) => boolean) | undefined): boolean =>
  !ofUnits || !eachDay({ from: idleFrom(on), to: on }).some(ofUnits)

/** Who used their seat is not known where a day that decides it has no people. */
function uncounted(
  pools: readonly SeatUse[],
  { on, ofUnits }: { readonly on: Day; readonly ofUnits: ((day: Day) => boolean) | undefined },
): readonly SeatUse[] {
  if (isCounted(on, ofUnits)) return pools
  return pools.map((pool) => ({
    ...pool,
    known: false,
    uncounted: true,
    idle: 0,
    never: 0,
    grace: 0,
    away: 0,
    idleBy: [],
  }))
}

/** Seats by tool and plan as they are on a day. */
async function seatUse(db: Db, on: Day): Promise<readonly SeatUse[]> {
  const from = idleFrom(on)
  const found = await rows<Found>(
    db,
    'seat use',
    sql`
      with ${judgedSeats(on)}, departments as (
        select j.tool_id, j.plan, d.path as department, count(*)::int as idle
        from judged j
        left join membership m on m.tenant_id = ${TENANT} and m.person_id = j.person_id
          and j.person_id <> 0 and ${on}::date between m.valid_from and m.valid_to
        left join org_unit o on o.tenant_id = ${TENANT} and o.unit_id = m.unit_id
        left join org_unit d on d.tenant_id = ${TENANT} and d.unit_id = o.department_id
        where j.idle group by 1, 2, 3
      ), pool as (
        select tool_id, plan, sum(purchased)::int as purchased, max(monthly_micros)::text as monthly,
          max(currency) as currency
        from seat_pool where tenant_id = ${TENANT} and ${on}::date between valid_from and valid_to
        group by 1, 2
      ), counts as (
        select tool_id, plan, count(*)::int as assigned,
          count(*) filter (where idle)::int as idle,
          count(*) filter (where idle and last_day is null)::int as never,
          count(*) filter (where valid_from >= ${from}::date
            and (last_day is null or last_day < ${from}::date))::int as grace,
          count(*) filter (where unused and not idle)::int as away,
          bool_and(vendor_last_activity is not null) as vendor
        from judged group by 1, 2
      )
      select t.name as tool, plan, purchased, monthly, coalesce(currency, 'USD') as currency,
        coalesce(assigned, 0) as assigned, coalesce(idle, 0) as idle, coalesce(never, 0) as never,
        coalesce(grace, 0) as grace, coalesce(away, 0) as away,
        (vendor is true or ${knowsIdle(on)}) as known,
        coalesce((
          select json_agg(json_build_object('department', d.department, 'idle', d.idle)
            order by d.idle desc, d.department)
          from departments d where d.tool_id = c.tool_id and d.plan = c.plan
        ), '[]') as "idleBy"
      from counts c full join pool using (tool_id, plan)
      join tool t on t.tenant_id = ${TENANT} and t.id = tool_id
      order by 1, 2`,
  )
  return found.map(({ monthly, ...pool }) => ({
    ...pool,
    monthlyMicros: monthly === null ? null : Number(monthly),
    priced: monthly === null ? null : 'seats',
  }))
}

/**
 * What became of the seats that were idle on a day: whose holder of then holds none of that tool today.
 * Null where too few of the days that decide it are known, or are still kept.
 */
async function reclaimed(db: Db, since: Day, today: Day): Promise<readonly Reclaimed[]> {
  type Given = Omit<Reclaimed, 'monthlyMicros' | 'priced'> & { readonly monthly: string | null }
  const found = await rows<Given>(
    db,
    'reclaimed seats',
    sql`
      with ${judgedSeats(since)}, priced as (
        select tool_id, plan, max(monthly_micros)::text as monthly, max(currency) as currency
        from seat_pool where tenant_id = ${TENANT} and ${since}::date between valid_from and valid_to
        group by 1, 2
      ), counts as (
        select j.tool_id, j.plan, count(*)::int as idle,
          count(*) filter (where not exists (
            select from seat_assignment s where s.tenant_id = ${TENANT} and s.tool_id = j.tool_id
              and s.account_id = j.account_id and ${today}::date between s.valid_from and s.valid_to
          ))::int as gone
        from judged j where j.idle group by 1, 2
      ), held_then as (select distinct tool_id, plan from judged)
      select t.name as tool, h.plan,
        case when ${knowsIdle(since)} then coalesce(c.idle, 0) end as idle,
        case when ${knowsIdle(since)} then coalesce(c.gone, 0) end as gone,
        p.monthly, coalesce(p.currency, 'USD') as currency
      from held_then h
      join tool t on t.tenant_id = ${TENANT} and t.id = h.tool_id
      left join counts c using (tool_id, plan)
      left join priced p using (tool_id, plan)
      order by 1, 2`,
  )
  return found.map(({ monthly, ...pool }) => ({
    ...pool,
    monthlyMicros: monthly === null ? null : Number(monthly),
    priced: monthly === null ? null : 'seats',
  }))
}

/** Entries of audit logs: that a key was used is no entry of one, and there would be more of it than of all else. */
async function governance(db: Db, asOf: Day): Promise<readonly GovernanceWeek[]> {
  const at = (days: number) => sql`${addDays(asOf, days)}::date`
  return rows(
    db,
    'governance weeks',
    sql`
      select type, count(*) filter (where g.at >= ${at(-7)})::int as now,
        count(*) filter (where g.at < ${at(-7)})::int as before,
        count(*) filter (where g.at >= ${at(-7)} and outcome = 1)::int as denied
      from governance_event g
      where tenant_id = ${TENANT} and g.at >= ${at(-14)} and g.at < ${at(0)}
        and g.type <> 'key_used'
      group by type order by now desc, type`,
  )
}

const MOST_ASSETS = 50

/** The most used; what has no name that is shared and shown is called by the start of its hash. */
async function assets(db: Db, asOf: Day): Promise<readonly AssetWeeks[]> {
  const at = (days: number) => sql`${addDays(asOf, days)}::date`
  return rows(
    db,
    'asset weeks',
    sql`
      select a.kind, a.called as label,
        coalesce(sum(d.runs) filter (where d.day >= ${at(-28)}), 0)::int as runs,
        coalesce(sum(d.failed_runs) filter (where d.day >= ${at(-28)}), 0)::int as failed,
        coalesce(sum(d.runs) filter (where d.day < ${at(-28)}), 0)::int as "runsBefore",
        coalesce(sum(d.failed_runs) filter (where d.day < ${at(-28)}), 0)::int as "failedBefore",
        count(distinct d.person_id) filter (where d.day >= ${at(-28)} and d.person_id <> 0)::int as people,
        mode() within group (order by u.name) as unit
      from asset_daily d join (select * from ${ASSETS}) a on a.tenant_id = d.tenant_id and a.asset_id = d.asset_id
      left join org_unit u on u.tenant_id = d.tenant_id and u.unit_id = d.unit_id
      where d.tenant_id = ${TENANT} and d.day >= ${at(-56)} and d.day < ${at(0)}
      group by a.kind, a.asset_id, a.called order by runs desc, label limit ${MOST_ASSETS}`,
  )
}
