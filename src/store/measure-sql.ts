import { type SQL, sql } from 'drizzle-orm'

import { LEVEL_NAMES, levelId } from '#core/metric/level.ts'
import type { Dimension } from '#core/metric/metric.ts'
import { QUARTILE_NAMES, quartileId } from '#core/metric/quartile.ts'
import { addDays } from '#core/time/day.ts'
import type { Question, Scope } from '#ports.ts'

import { ASSETS } from './agent-columns.ts'
import type { Placed } from './calendar.ts'
import { withLevels } from './levels.ts'
import { QUARTILE } from './quartile-column.ts'
import { withQuartiles } from './quartiles.ts'

/** The store serves one company; the column keeps its tables ready for more. */
export const TENANT = sql.raw('1')

export const ids = (numbers: readonly number[]): SQL => sql`${sql.param([...numbers])}::int[]`

/**
 * The days of both periods, as bounds that a partition can be skipped by and an index looks up: mostly one
 * follows the other.
 */
export function inEither({ period, previous }: Question): SQL {
  if (addDays(previous.to, 1) === period.from)
    return sql`f.day between ${previous.from}::date and ${period.to}::date`
  return sql`(f.day between ${period.from}::date and ${period.to}::date
    or f.day between ${previous.from}::date and ${previous.to}::date)`
}

const COLUMN = {
  team: sql.raw('f.unit_id'),
  user: sql.raw('f.person_id'),
  model: sql.raw('f.model_id'),
  tool: sql.raw('f.tool_id'),
  feature: sql.raw('f.feature_id'),
  level: sql.raw('coalesce(l.level, 0)'),
  quartile: QUARTILE,
  asset: sql.raw('f.asset_id'),
} as const

/**
 * The filters as a condition on facts or rollups `f`, with levels `l` and quartiles `q`; an empty list of ids lets
 * nothing through.
 */
export function inScope({ ids: scoped, labels }: Scope): SQL {
  const keys = ['team', 'user', 'model', 'tool', 'feature', 'level', 'quartile', 'asset'] as const
  const conditions = keys.flatMap((key) => {
    const wanted = scoped[key]
    return wanted ? [sql`${COLUMN[key]} = any(${ids(wanted)})`] : []
  })
  if (labels.group) conditions.push(inGroups(labels.group, sql`f.day`))
  return sql.join([sql`f.tenant_id = ${TENANT}`, ...conditions], sql` and `)
}

/**
 * Groups have no ids and their members are dated: whether `f` is of one of them on a day. A group may
 * know a login that is another account's person that day.
 */
export function inGroups(names: readonly string[], day: SQL): SQL {
  return sql`exists (
    select from ${memberOf(names)} g
    where g.person_id = f.person_id and ${day} between g.valid_from and g.valid_to)`
}

/** Who is in one of these groups, from and to when. */
export function memberOf(names: readonly string[]): SQL {
  return sql`(
    select person_id, valid_from, valid_to from (
      select tenant_id, group_name, person_id, valid_from, valid_to from group_member
      union all
      select m.tenant_id, m.group_name, a.person_id, greatest(m.valid_from, a.valid_from),
        least(m.valid_to, a.valid_to)
      from group_member m join account_person a on a.tenant_id = m.tenant_id
        and a.account_id = m.person_id and a.person_id <> a.account_id
    ) of
    where tenant_id = ${TENANT} and group_name = any(${sql.param([...names])}::text[]))`
}

/** The id that `by` splits rows `f` by; 0 is none. Departments come from `o`. */
function keyOf(by: Dimension): SQL {
  return by === 'department' ? sql`coalesce(o.department_id, 0)` : COLUMN[by]
}

export type Splits = {
  readonly by?: Dimension | undefined
  readonly also?: Dimension | undefined
}

/** The ids of both splits, as columns `key` and `also`; null where there is none. */
export function keysOf({ by, also }: Splits): SQL {
  const none = sql`null::int`
  return sql`${by ? keyOf(by) : none} as key, ${also ? keyOf(also) : none} as also`
}

/** Each row `f` of use with its tool's day in the calendar, `k`. */
export const onItsDay = sql`join k on k.tool = f.tool_id and k.day = f.day`

/** The rows `f` of a table that a question asks about, in what is joined to them. */
export function askedRows(
  question: Question,
  table: string,
  { joined = sql`` }: { readonly joined?: SQL } = {},
): SQL {
  const { by, also } = question
  const units =
    by === 'department' || also === 'department'
      ? sql`left join org_unit o on o.tenant_id = f.tenant_id and o.unit_id = f.unit_id`
      : sql``
  return sql`from ${sql.raw(table)} f ${joined} ${units} ${withLevels(question)} ${withQuartiles(question)}
    where ${inScope(question.scope)} and ${inEither(question)}`
}

/** The calendar as rows to join use with: arrays, whose length the planner can see. */
export function calendarRows(placed: readonly Placed[]): SQL {
  const flags = (of: (at: Placed) => boolean) =>
    sql`${ids(placed.map((at) => Number(of(at))))}::boolean[]`
  return sql`
    select * from unnest(
      ${ids(placed.map(({ tool }) => tool))},
      ${sql.param(placed.map(({ day }) => day))}::text[]::date[],
      ${ids(placed.map(({ side }) => side))},
      ${ids(placed.map(({ bucket }) => bucket))},
      ${flags(({ known }) => known)},
      ${flags(({ paired }) => paired)},
      ${flags(({ billed }) => billed)}
    ) as k (tool, day, side, bucket, known, paired, billed)`
}

const named = (table: string) => sql`select id, name, name as label from ${sql.identifier(table)}`
/** Names that no table holds. */
function fixed(names: readonly { readonly id: number; readonly name: string }[]): SQL {
  const all = JSON.stringify(names.map((one) => ({ tenant_id: 1, ...one })))
  return sql`select id, name, name as label from jsonb_to_recordset(${all}::text::jsonb)
    as fixed (tenant_id int, id int, name text)`
}
const units = sql`select unit_id as id, path as name, name as label from org_unit`

const NAMES: Record<Dimension, SQL> = {
  team: units,
  department: units,
  user: sql`select person_id as id, alias as name, alias as label from person`,
  model: named('model'),
  tool: named('tool'),
  feature: named('feature'),
  level: fixed(LEVEL_NAMES.map((name) => ({ id: levelId(name), name }))),
  quartile: fixed(QUARTILE_NAMES.map((name) => ({ id: quartileId(name), name }))),
  asset: sql`select asset_id as id, called as name, called as label from ${ASSETS}`,
}

/** What the ids of `keyOf` are called. */
export function namesOf(by: Dimension): SQL {
  return sql`${NAMES[by]} where tenant_id = ${TENANT}`
}
