import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { leaveKnown } from './leave-known.ts'
import { inScope, keysOf, namesOf, type Splits, TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'
import { idleFrom, judgedSeats, knowsIdle } from './seat-use.ts'

/** Assigned seats of one tool and plan, in one group of the split. */
export type SeatCount = {
  readonly tool: string
  readonly plan: string
  /** As a row of the split has them; null without one, and for what belongs to none. */
  readonly key: number | null
  readonly also: number | null
  readonly assigned: number
  readonly active: number
  readonly idle: number
  /** Of those that are idle. */
  readonly never: number
  /** Not used, and assigned less than 30 days ago. */
  readonly fresh: number
  /** Not used, and not idle, since their holder is on leave or just back. */
  readonly away: number
  /** Whether the vendor tells last activity of each of them. */
  readonly told: boolean
}

/** What is paid for of one tool and plan. */
export type SeatPool = {
  readonly tool: string
  readonly plan: string
  readonly purchased: number | null
  /** A seat a month, in millionths of a US dollar; null in another currency, and where nobody said. */
  readonly micros: number | null
}

/** Whether enough of a tool's 30 days is known to say who was idle. */
type SeatTool = { readonly id: number; readonly tool: string; readonly known: boolean }

export type SeatsOn = {
  readonly counts: readonly SeatCount[]
  readonly pools: readonly SeatPool[]
  readonly tools: readonly SeatTool[]
  /** Whether any directory says who is on leave. */
  readonly leaveKnown: boolean
}

/** What of a question can be said of seats: they are of no level of use and run nothing. */
function ofSeats({ scope, by, also }: Question): Pick<Question, 'scope'> & Splits {
  const { level: _level, quartile: _quartile, asset: _asset, ...ids } = scope.ids
  const fits = (of: Question['by']) =>
    of === 'level' || of === 'quartile' || of === 'asset' ? undefined : of
  return { scope: { ...scope, ids }, by: fits(by), also: fits(also) }
}

/** The seats a question asks about, on a day. */
export async function seatsOn(db: Db, question: Question, on: Day): Promise<SeatsOn> {
  const { scope, by, also } = ofSeats(question)
  const units =
    by === 'department' || also === 'department'
      ? sql`left join org_unit o on o.tenant_id = ${TENANT} and o.unit_id = f.unit_id`
      : sql``
  const [counts, pools, tools, isLeaveKnown] = await Promise.all([
    rows<SeatCount>(
      db,
      'seats',
      sql`
        with ${judgedSeats(on)}, f as (
          select ${TENANT} as tenant_id, ${on}::date as day, j.*, 0 as model_id, 0 as feature_id,
            coalesce(m.unit_id, 0) as unit_id
          from judged j
          left join membership m on m.tenant_id = ${TENANT} and m.person_id = j.person_id
            and j.person_id <> 0 and ${on}::date between m.valid_from and m.valid_to
        )
        select t.name as tool, f.plan, ${keysOf({ by, also })}, count(*)::int as assigned,
          count(*) filter (where f.last_day >= ${idleFrom(on)}::date)::int as active,
          count(*) filter (where f.idle)::int as idle,
          count(*) filter (where f.idle and f.last_day is null)::int as never,
          count(*) filter (where f.valid_from >= ${idleFrom(on)}::date
            and (f.last_day is null or f.last_day < ${idleFrom(on)}::date))::int as fresh,
          count(*) filter (where f.unused and not f.idle)::int as away,
          bool_and(f.vendor_last_activity is not null) as told
        from f join tool t on t.tenant_id = ${TENANT} and t.id = f.tool_id ${units}
        where ${inScope(scope)} group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    ),
    rows<Omit<SeatPool, 'micros'> & { readonly micros: string | null }>(
      db,
      'seat pools',
      sql`
        select t.name as tool, p.plan, coalesce(p.purchased, c.seats)::int as purchased,
          (case when c.monthly_micros is not null then
            case when c.currency = 'USD' then c.monthly_micros end
            when p.currency = 'USD' then p.monthly_micros end)::text as micros
        from (
          select tool_id, plan, sum(purchased) as purchased, max(monthly_micros) as monthly_micros,
            max(currency) as currency
          from seat_pool
          where tenant_id = ${TENANT} and ${on}::date between valid_from and valid_to group by 1, 2
        ) p
        join tool t on t.tenant_id = ${TENANT} and t.id = p.tool_id
        left join lateral (
          select c.seats, c.monthly_micros, c.currency from contract c
          where c.tenant_id = ${TENANT} and c.tool = t.name and c.plan in ('', p.plan)
            and ${on}::date between c.valid_from and coalesce(c.valid_to, '9999-12-31')
          order by c.monthly_micros is null, c.plan desc limit 1
        ) c on true
        order by 1, 2`,
    ),
    rows<SeatTool>(
      db,
      'tools with seats',
      sql`
        select t.id::int as id, t.name as tool, ${knowsIdle(on)} as known from tool t
        where t.tenant_id = ${TENANT} and (
          exists (select from seat_assignment s where s.tenant_id = ${TENANT}
            and s.tool_id = t.id and s.valid_from <= ${on}::date)
          or exists (select from seat_pool s where s.tenant_id = ${TENANT}
            and s.tool_id = t.id and s.valid_from <= ${on}::date))
        order by t.name`,
    ),
    leaveKnown(db),
  ])
  return {
    leaveKnown: isLeaveKnown,
    counts,
    pools: pools.map(({ micros, ...pool }) => ({
      ...pool,
      micros: micros === null ? null : Number(micros),
    })),
    tools: tools.filter(({ id }) => scope.ids.tool?.includes(id) ?? true),
  }
}

export type SeatNames = ReadonlyMap<number, { readonly name: string; readonly label: string }>

/** What the groups of a split are called. */
export async function seatNames(db: Db, by: NonNullable<Question['by']>): Promise<SeatNames> {
  const found = await rows<{ id: number; name: string; label: string }>(db, 'names', namesOf(by))
  return new Map(found.map(({ id, name, label }) => [id, { name, label }]))
}
