import { sql } from 'drizzle-orm'

import { middle } from '#core/insight/middle.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Row, Value } from '#core/metric/metric.ts'
import { neverBy } from '#core/metric/never-by.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { bucketStart } from '#core/time/grain.ts'
import { eachDay, length, type Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Calendar } from './calendar.ts'
import { byRank, groupLabel } from './measure-groups.ts'
import { inScope, keysOf, TENANT } from './measure-sql.ts'
import { divided } from './ratios.ts'
import { packed } from './rows.ts'
import { seatNames } from './seat-counts.ts'

/** Days in which a seat is taken up, or is not. */
const DAYS = 30
/** Of them, how many must be known. */
const KNOWN_DAYS = 27
/** A list that does not say when a seat was given has a day before this. */
const UNDATED = '1971-01-01'

/** Someone's first seat of a tool, on the day its first 30 days were over. */
type Started = {
  readonly day: Day
  readonly tool: string
  readonly key: number | null
  readonly also: number | null
  readonly known: boolean
  /** Days from when it was given to its first use, if that was by the end of the period. */
  readonly after: number | null
  readonly used: boolean
}

type Ground = {
  readonly buckets: Calendar['buckets']
  readonly unitDays?: ((day: Day) => boolean) | undefined
}

/** How many of the seats that were new were taken up. */
export async function activation(
  db: Db,
  question: Question,
  { buckets, unitDays }: Ground,
): Promise<Measurement> {
  const { period, previous, by, also, grain } = question
  const [started, ...names] = await Promise.all([
    startedSeats(db, question),
    ...[by, also].flatMap((of) => (of ? [seatNames(db, of)] : [])),
  ])
  const isKept = ({ day }: Started) =>
    !unitDays || !eachDay({ from: addDays(day, 1 - DAYS), to: day }).some(unitDays)
  const known = started.filter((one) => one.known && isKept(one))
  const tools = (of: readonly Started[]) => [...new Set(of.map(({ tool }) => tool))].toSorted()
  const within = ({ from, to }: Period, of: readonly Started[]) =>
    of.filter(({ day }) => from <= day && day <= to)
  const value = (of: readonly Started[]): Value => divided(partsOf(of).slice(0, 2), false)
  const [now, before] = [within(period, known), within(previous, known)]
  const points = (side: 0 | 1) =>
    buckets[side].map((from) => ({
      from,
      value: value(
        (side === 0 ? now : before).filter(({ day }) => bucketStart(day, grain) === from),
      ),
    }))
  const both = value(now) !== null && value(before) !== null
  const days = both ? Math.min(length(period), length(previous)) : 0
  const { unit, madeOf = [] } = catalogue.activation
  const able = tools(known)
  const shown = [now, before].map(partsOf)
  return {
    metric: 'activation',
    unit,
    now: value(now),
    before: value(before),
    comparable: {
      now: both ? value(now) : null,
      before: both ? value(before) : null,
      // Seats are compared, each of which stands for its own 30 days.
      days,
      workingDaysNow: days,
      workingDaysBefore: days,
    },
    coverage: { tools: able, cannot: tools(started).filter((tool) => !able.includes(tool)) },
    series: points(0),
    seriesBefore: points(1),
    ...(by && {
      by: {
        dimension: by,
        ...(also && { also }),
        rows: rowsOf([now, before], { question, names, value }),
      },
    }),
    madeOf: madeOf.map((part, n) =>
      Object.assign({ now: shown[0]?.[n] ?? null, before: shown[1]?.[n] ?? null }, part),
    ),
  }
}

function partsOf(of: readonly Started[]): readonly Value[] {
  if (of.length === 0) return []
  const used = of.filter((one) => one.used)
  const after = of.flatMap((one) => one.after ?? [])
  return [
    used.length,
    of.length,
    after.length === 0 ? null : middle(after),
    of.length - after.length,
  ]
}

function rowsOf(
  [now, before]: readonly [readonly Started[], readonly Started[]],
  {
    question: { by = 'tool', also },
    names,
    value,
  }: {
    readonly question: Question
    readonly names: readonly Awaited<ReturnType<typeof seatNames>>[]
    readonly value: (of: readonly Started[]) => Value
  },
): readonly Row[] {
  const groups = Map.groupBy([...now, ...before], ({ key, also }) => `${key} ${also}`)
  const each = [...groups.values()].flatMap(([group]) => group ?? [])
  const label = (n: 0 | 1, key: number | null) =>
    groupLabel(n === 0 ? by : (also ?? by), {
      key: key ?? 0,
      names: names[n] ?? new Map(),
      shown: each.map((group) => (n === 0 ? group.key : group.also) ?? 0),
    })
  return each
    .map((group): Row => {
      const own = (of: readonly Started[]) =>
        value(of.filter((one) => one.key === group.key && one.also === group.also))
      return {
        ...label(0, group.key),
        ...(also && { also: label(1, group.also) }),
        now: own(now),
        before: own(before),
      }
    })
    .toSorted(byRank)
}

/** The first seats whose 30 days ended in either period and are over. */
async function startedSeats(db: Db, question: Question): Promise<readonly Started[]> {
  const { scope, period, previous, today, by, also } = question
  const asked = new Set<string | undefined>([...Object.keys(scope.ids), by, also])
  if (neverBy('activation').some((of) => asked.has(of))) return []
  const units =
    by === 'department' || also === 'department'
      ? sql`left join org_unit o on o.tenant_id = f.tenant_id and o.unit_id = f.unit_id`
      : sql``
  const over = sql`n.began + ${DAYS - 1}::int`
  const isAsked = sql.join(
    [period, previous].map(({ from, to }) => sql`${over} between ${from}::date and ${to}::date`),
    sql` or `,
  )
  return await packed<Started>(
    db,
    'seats that were new',
    sql`
      with given as (
        select s.tool_id, s.valid_from, coalesce(nullif(a.person_id, 0), -s.account_id) as holder
        from seat_assignment s
        left join account_person a on a.tenant_id = s.tenant_id and a.account_id = s.account_id
          and s.valid_from + ${DAYS - 1}::int between a.valid_from and a.valid_to
        where s.tenant_id = ${TENANT}
      ), first as (
        select tool_id, holder, min(valid_from) as began from given group by 1, 2
      ), f as (
        select ${TENANT} as tenant_id, ${over} as day, n.began, n.tool_id, n.holder,
          greatest(n.holder, 0) as person_id, 0 as model_id, 0 as feature_id,
          coalesce(m.unit_id, 0) as unit_id
        from first n left join membership m on m.tenant_id = ${TENANT} and m.person_id = n.holder
          and ${over} between m.valid_from and m.valid_to
        where n.began > ${UNDATED}::date and ${over} < ${today}::date
          and (${isAsked})
      )
      select f.day::text as day, t.name as tool, ${keysOf({ by, also })},
        ${KNOWN_DAYS}::int <= (select count(distinct k.day) from covered_day k
          where k.tenant_id = ${TENANT} and k.tool_id = f.tool_id and k.activity
            and k.day between f.began and f.day) as known,
        u.first - f.began as after, coalesce(u.first <= f.day, false) as used
      from f join tool t on t.tenant_id = ${TENANT} and t.id = f.tool_id ${units}
      left join lateral (
        select min(x.day) as first from usage_daily x
        where x.tenant_id = ${TENANT} and x.tool_id = f.tool_id and x.active and x.day >= f.began
          and x.day < ${today}::date
          and case when f.holder > 0 then x.person_id = f.holder else x.account_id = -f.holder end
      ) u on true
      where ${inScope(scope)}`,
  )
}
