import { type SQL, sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Question, Scope } from '#ports.ts'

import type { Placed } from './calendar.ts'

/** The store serves one company; the column keeps its tables ready for more. */
export const TENANT = sql.raw('1')

export const ids = (numbers: readonly number[]): SQL => sql`${sql.param([...numbers])}::int[]`

/** The days of both periods, as bounds a partition can be skipped by. */
export function inEither({ period, previous }: Question): SQL {
  return sql`(f.day between ${period.from}::date and ${period.to}::date
    or f.day between ${previous.from}::date and ${previous.to}::date)`
}

const COLUMN = {
  team: sql.raw('f.unit_id'),
  user: sql.raw('f.person_id'),
  model: sql.raw('f.model_id'),
  tool: sql.raw('f.tool_id'),
  feature: sql.raw('f.feature_id'),
} as const

/** The filters as a condition on facts or rollups `f`; an empty list of ids lets nothing through. */
export function inScope({ ids: scoped, labels }: Scope): SQL {
  const keys = ['team', 'user', 'model', 'tool', 'feature'] as const
  const conditions = keys.flatMap((key) => {
    const wanted = scoped[key]
    return wanted ? [sql`${COLUMN[key]} = any(${ids(wanted)})`] : []
  })
  if (labels.group) conditions.push(inGroups(labels.group, sql`f.day`))
  return sql.join([sql`f.tenant_id = ${TENANT}`, ...conditions], sql` and `)
}

/** Groups have no ids and their members are dated: whether `f` is of one of them on a day. */
export function inGroups(names: readonly string[], day: SQL): SQL {
  return sql`exists (
    select from group_member g
    where g.tenant_id = ${TENANT} and g.person_id = f.person_id
      and ${day} between g.valid_from and g.valid_to
      and g.group_name = any(${sql.param([...names])}::text[]))`
}

/** The id that `by` splits facts or rollups `f` by; 0 is none. Departments come from `o`. */
export function keyOf(by: Dimension | undefined): SQL {
  if (!by) return sql`0`
  return by === 'department' ? sql`coalesce(o.department_id, 0)` : COLUMN[by]
}

/** The join that `keyOf` needs. */
export function unitsOf(by: Dimension | undefined): SQL {
  return by === 'department'
    ? sql`left join org_unit o on o.tenant_id = f.tenant_id and o.unit_id = f.unit_id`
    : sql``
}

/** The calendar as rows to join use with, in one parameter. */
export function calendarRows(placed: readonly Placed[]): SQL {
  return sql`
    select * from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as k
      (tool int, day date, side int, bucket int, known boolean, paired boolean, billed boolean)`
}

/** The columns a cut is made of, where use `f` is joined to the calendar `k`. */
export function cutColumns(by: Dimension | undefined): SQL {
  return sql`k.side, k.bucket, k.paired, ${keyOf(by)} as key`
}

/**
 * The grouping sets of a question: those of the whole, and per group one of `group` and, for the
 * period asked for, one per bucket. People get no buckets: they are too many to draw over time.
 */
export function groupedBy(by: Dimension | undefined, whole: SQL, group: SQL): SQL {
  if (!by) return sql`group by grouping sets (${whole})`
  if (by === 'user') return sql`group by grouping sets (${whole}, ${group})`
  return sql`
    group by grouping sets (${whole}, ${group}, (key, side, bucket))
    having side = 0 or key is null or bucket is null`
}

export const keyColumn = (by: Dimension | undefined) => (by ? sql`key` : sql`null::int as key`)

const named = (table: string) => sql`select id, name, name as label from ${sql.identifier(table)}`
const units = sql`select unit_id as id, path as name, name as label from org_unit`

const NAMES: Record<Dimension, SQL> = {
  team: units,
  department: units,
  user: sql`select person_id as id, alias as name, alias as label from person`,
  model: named('model'),
  tool: named('tool'),
  feature: named('feature'),
}

/** What the ids of `keyOf` are called. */
export function namesOf(by: Dimension | undefined): SQL {
  return by
    ? sql`${NAMES[by]} where tenant_id = ${TENANT}`
    : sql`select null::int as id, null as name, null as label`
}
