import { sql } from 'drizzle-orm'

import type { Home, MonthsOfUse } from '#core/digest/cohort-months.ts'
import { addDays, addMonths, type Day, daysBetween, firstOfMonth } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

/** As far back as is looked. */
const MOST_MONTHS = 18
/** How far the last month may be back where a tool is late. */
const MOST_LATE = 2
/** A tool that is known so many months after the first is one of those that tell who began. */
const TOGETHER = 1
/** Days of a month that is cut at its beginning. */
const MOST_OF_MONTH = 20

type Covered = {
  readonly tool: string
  readonly id: number
  readonly month: Day
  readonly days: number
}

const endOf = (month: Day): Day => addDays(addMonths(month, 1), -1)

/** Who used AI in which closed month before a day; null where no month is known in full. */
export async function monthsOfUse(
  db: Db,
  asOf: Day,
  unitDays?: (day: Day) => boolean,
): Promise<MonthsOfUse | null> {
  const next = firstOfMonth(asOf)
  const all = Array.from({ length: MOST_MONTHS }, (_, n) => addMonths(next, n - MOST_MONTHS))
  const covered = await packed<Covered>(
    db,
    'months that are known',
    sql`select t.name as tool, t.id, date_trunc('month', k.day)::date::text as month,
        count(distinct k.day)::int as days
      from covered_day k join tool t on t.tenant_id = k.tenant_id and t.id = k.tool_id
      where k.tenant_id = ${TENANT} and k.activity and k.day >= ${all[0]}::date and k.day < ${next}::date
      group by 1, 2, 3`,
  )
  const found = knownMonths(all, covered, unitDays)
  if (!found) return null
  const { months, known, later } = found
  const [first = next, last = next] = [months[0], months.at(-1)]
  const [bits, homes] = await Promise.all([
    packed<{ readonly month: Day; readonly begun: string | null; readonly active: string }>(
      db,
      'who was active in months',
      sql`select date_trunc('month', day)::date::text as month,
          (bit_or(bits) filter (where tool_id = any(${sql.param(known)}::int[])))::text as begun,
          bit_or(bits)::text as active
        from active_day where tenant_id = ${TENANT} and day between ${first}::date and ${endOf(last)}::date
        group by 1`,
    ),
    packed<Home & { readonly person: number }>(
      db,
      'where people sat',
      sql`select m.person_id as person, u.path, m.valid_from::text as "from", m.valid_to::text as "to"
        from membership m join org_unit u on u.tenant_id = m.tenant_id and u.unit_id = m.unit_id
        where m.tenant_id = ${TENANT} and m.valid_to >= ${first}::date`,
    ),
  ])
  const of = (side: 'begun' | 'active') =>
    months.map((month) => bits.find((one) => one.month === month)?.[side] ?? '')
  return {
    months,
    ends: months.map(endOf),
    begun: of('begun'),
    active: of('active'),
    later,
    homes: homes.length === 0 ? null : Map.groupBy(homes, ({ person }) => person),
  }
}

/**
 * The months in a row in which no tool has a gap. The first may be cut at its beginning: it only tells who
 * was there before.
 */
function knownMonths(
  all: readonly Day[],
  covered: readonly Covered[],
  unitDays: ((day: Day) => boolean) | undefined,
) {
  const tools = [...Map.groupBy(covered, ({ id }) => id)].map(([id, of]) => ({
    id,
    tool: of[0]?.tool ?? '',
    days: new Map(of.map(({ month, days }) => [month, days])),
    whole: of.filter(isWhole).map(({ month }) => month),
  }))
  const daysOf = (month: Day) => Math.max(0, ...tools.map(({ days }) => days.get(month) ?? 0))
  const isKept = (month: Day) =>
    !unitDays || !eachDay({ from: month, to: endOf(month) }).some(unitDays)
  // A tool that is known before and after, or was up to the month before, is behind: who used it is missing.
  const isBehind = (month: Day) =>
    tools.some(({ days, whole }) => {
      if (whole.includes(month) || !whole.some((one) => one < month)) return false
      return (
        days.has(month) || whole.includes(addMonths(month, -1)) || whole.some((one) => one > month)
      )
    })
  const isKnown = (month: Day) =>
    tools.some(({ whole }) => whole.includes(month)) && isKept(month) && !isBehind(month)
  const end = all.findLastIndex((month, n) => n >= all.length - 1 - MOST_LATE && isKnown(month))
  if (end === -1) return undefined
  const cut = all.findLastIndex((month, n) => n < end && !isKnown(month))
  const edge = all[cut]
  const opens = edge !== undefined && isKept(edge) && daysOf(edge) >= MOST_OF_MONTH
  const months = all.slice(opens ? cut : cut + 1, end + 1)
  const since = months[TOGETHER] ?? months[0]
  const known = tools.filter(({ whole }) =>
    whole.some((one) => since !== undefined && one <= since),
  )
  return {
    months,
    known: known.map(({ id }) => id),
    later: tools.flatMap((one) => (known.includes(one) ? [] : [one.tool])).toSorted(),
  }
}

const isWhole = ({ month, days }: Covered) => days === daysBetween(month, endOf(month)) + 1
