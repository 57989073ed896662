import { sql } from 'drizzle-orm'

import {
  LIMIT_STEPS,
  limitsOf,
  QUARTILE_WEEKS,
  type Spread,
  type TakenLimits,
} from '#core/quartile/limits.ts'
import type { NotTaken } from '#core/quartile/taken.ts'
import { addDays, type Day, monday } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { LimitBook } from '#ledgers.ts'

import { chain } from './audit.ts'
import { ACTIONS } from './levels.ts'
import { limitsInForce } from './quartiles.ts'
import { named, rows } from './rows.ts'

/** Weeks by which a tool may be late: its newest day comes days after the others'. */
const WEEKS_LATE = 2
const DAYS = sql.raw(String(7 * QUARTILE_WEEKS))

/** `to`: the last day of its weeks, if there are enough that are known. */
type Use = Spread & { readonly id: number; readonly tool: string; readonly to: Day | null }

/** Limits of quartile levels; what is taken is written together with its row of the trail. */
export function limitBook(db: Db): LimitBook {
  return {
    list: () => limitsInForce(db),
    take: ({ tools, today, floor, by, at }, row) =>
      named('take limits', () =>
        db.transaction(async (tx) => {
          // Two that take them at once take them one after the other.
          await rows(tx, 'limits', sql`select pg_advisory_xact_lock(hashtext('quartile_limit'))`)
          const found = await spreads(tx, { over: addDays(monday(today), -1), tools })
          const each = found.map((use) => judged(use, { on: today, floor }))
          const taken = each.flatMap((one) => ('limits' in one ? [one] : []))
          for (const { id, limits } of taken) {
            const { light, moderate, heavy, from, to } = limits
            await rows(
              tx,
              'take limits',
              sql`insert into quartile_limit
                  (tenant_id, tool_id, light, moderate, heavy, taken_day, from_day, to_day, by, at)
                values (1, ${id}::int, ${light}::int, ${moderate}::int, ${heavy}::int, ${today}::date,
                  ${from}::date, ${to}::date, ${by}::text, ${new Date(at).toISOString()}::timestamptz)`,
            )
          }
          const says = {
            taken: taken.map(({ limits }) => limits),
            not: each.flatMap((one) => ('why' in one ? [one] : [])),
          }
          if (row) await chain(tx, row(says))
          return says
        }),
      ),
  }
}

function judged(
  { id, tool, to, ...spread }: Use,
  { on, floor }: { readonly on: Day; readonly floor: number },
): { readonly id: number; readonly limits: TakenLimits } | NotTaken {
  if (to === null) return { tool, why: 'weeks' }
  const from = addDays(to, 1 - 7 * QUARTILE_WEEKS)
  const limits = limitsOf(spread, floor)
  return limits ? { id, limits: { tool, on, from, to, ...limits } } : { tool, why: 'people' }
}

/** How many used each tool in its last weeks that are known, and how many of them less than each step. */
function spreads(
  db: Db,
  { over, tools }: { over: Day; tools: readonly number[] | 'new' | 'all' },
): Promise<readonly Use[]> {
  const wanted =
    tools === 'all'
      ? sql``
      : tools === 'new'
        ? sql`and not exists (select from quartile_limit l where l.tenant_id = 1 and l.tool_id = t.id)`
        : sql`and t.id = any(${sql.param([...tools])}::int[])`
  const ends = Array.from({ length: 1 + WEEKS_LATE }, (_, n) => addDays(over, -7 * n))
  const below = LIMIT_STEPS.map(
    (step) =>
      sql`count(*) filter (where d.actions < ${sql.raw(String(step * QUARTILE_WEEKS))})::int`,
  )
  return rows<Use>(
    db,
    'how use of tools spreads',
    sql`
      with asked as (
        select t.id, t.name, (
          select max(e.day) from unnest(${sql.param(ends)}::text[]::date[]) as e (day)
          where ${DAYS} = (select count(distinct c.day) from covered_day c
            where c.tenant_id = 1 and c.tool_id = t.id and c.activity
              and c.day between e.day - ${DAYS} + 1 and e.day)) as "to"
        from tool t where t.tenant_id = 1 and t.id <> 0 ${wanted}
      ), did as (
        select u.tool_id, u.person_id, sum(${ACTIONS}) as actions
        from usage_daily u join asked a on a.id = u.tool_id and u.day between a."to" - ${DAYS} + 1 and a."to"
        where u.tenant_id = 1 and u.person_id <> 0
          and u.day between ${addDays(over, 1 - 7 * (QUARTILE_WEEKS + WEEKS_LATE))}::date and ${over}::date
        group by 1, 2 having sum(${ACTIONS}) > 0
      )
      select a.id, a.name as tool, a."to"::text as "to", count(d.person_id)::int as people,
        to_jsonb(array[${sql.join(below, sql`, `)}]) as below
      from asked a left join did d on d.tool_id = a.id group by 1, 2, 3 order by 2`,
  )
}
