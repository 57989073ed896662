import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { RunDays } from './agent-columns.ts'
import type { Cut, Placed } from './calendar.ts'
import { askedRows, calendarRows, keysOf, namesOf, onItsDay } from './measure-sql.ts'
import { addedIn, type Column, type Sums } from './metric-columns.ts'
import { PREMIUM } from './paired-columns.ts'
import { premiumCondition } from './premium.ts'
import { packed } from './rows.ts'

/** Which table a question is summed from. */
export type SumsTable =
  | 'usage_daily'
  | 'rollup_unit_day'
  | 'rollup_department_day'
  | 'rollup_day'
  | RunDays

/** By the name that units have. */
const DEPARTMENT_DAYS = '(select *, department_id as unit_id from rollup_department_day)'

/**
 * What adds up, in the smallest cuts: of the whole, one tool's compared or other days in one
 * bucket; of a group, one tool over a side, and (without a tool) one bucket.
 */
export type Summed = Cut & {
  readonly tool: number | null
  /** What a group is called outside the store, and what a reader sees; null for none. */
  readonly name: string | null
  readonly label: string | null
  readonly alsoName: string | null
  readonly alsoLabel: string | null
  readonly sums: Sums
}

/** Everything that adds up, over both periods. */
export async function sums(
  db: Db,
  question: Question,
  {
    table,
    placed,
    columns,
  }: {
    readonly table: SumsTable
    readonly placed: readonly Placed[]
    readonly columns: readonly Column[]
  },
): Promise<readonly Summed[]> {
  const { by, also } = question
  const totals = columns.map((column) => {
    const { from, when } = addedIn(column)
    const total = sql`sum(f.${sql.identifier(from)}) filter (where ${sql.raw(when)})`
    return sql`, ${total} as ${sql.identifier(column)}`
  })
  const premium = columns.includes('premium_sessions') ? await premiumCondition(db) : ''
  const found = await packed<Omit<Summed, 'sums'> & Readonly<Record<Column, number | null>>>(
    db,
    'sums',
    sql`
      with k as (${calendarRows(placed)}), summed as (
        select k.side, k.bucket, k.paired, k.tool, f.key, f.also ${sql.join(totals)}
        from (${used(question, table, { columns, premium })}) f ${onItsDay}
        group by grouping sets (${cutsOf(question)})
        having k.side = 0 or k.bucket is null or f.key is null
      )
      select summed.*, ${by ? sql`n.name, n.label` : sql`null as name, null as label`},
        ${also ? sql`a.name as "alsoName", a.label as "alsoLabel"` : sql`null as "alsoName", null as "alsoLabel"`}
      from summed ${by ? sql`left join (${namesOf(by)}) n on n.id = summed.key` : sql``}
        ${also ? sql`left join (${namesOf(also)}) a on a.id = summed.also` : sql``}`,
  )
  return found.map((row) => {
    const { side, bucket, paired, tool, key, also, name, label, alsoName, alsoLabel } = row
    const sums = Object.fromEntries(columns.map((column) => [column, whole(row[column] ?? null)]))
    const group = { key, also, name, label, alsoName, alsoLabel }
    return { side, bucket, paired, tool, ...group, sums }
  })
}

/**
 * The rows asked about, each with the group it is in. First added up per tool, day and group where
 * that leaves far fewer: what follows adds them up once per cut.
 */
function used(
  question: Question,
  table: SumsTable,
  { columns, premium }: { readonly columns: readonly Column[]; readonly premium: string },
): SQL {
  const split = new Set([question.by, question.also])
  const keys = keysOf(question)
  const sources = new Map(columns.map(addedIn).map(({ from, of }) => [from, of ?? `f.${from}`]))
  const values = [...sources].map(([name, of]) => ({
    name: sql.identifier(name),
    of: sql.raw(of.replaceAll(PREMIUM, premium)),
  }))
  const asked = askedRows(question, table === 'rollup_department_day' ? DEPARTMENT_DAYS : table)
  if (split.has('user') || (split.has('team') && table === 'rollup_unit_day')) {
    const each = sql.join(values.map(({ name, of }) => sql`, ${of} as ${name}`))
    return sql`select f.day, f.tool_id, ${keys} ${each} ${asked}`
  }
  // Sums of whole numbers are several times faster to add up again than the decimals that they are made of.
  const daily = sql.join(values.map(({ name, of }) => sql`, sum(${of})::bigint as ${name}`))
  return sql`select f.day, f.tool_id, ${keys} ${daily} ${asked} group by 1, 2, 3, 4`
}

/** The whole, and what is said of each group. Nothing is drawn over time of people; of two splits where asked. */
function cutsOf({ by, also, rowSeries = false }: Question): SQL {
  const all = sql`(k.side, k.bucket, k.paired, k.tool)`
  const groups = sql`(k.side, k.tool, f.key, f.also)`
  if (!by) return sql`(k.side, k.bucket, k.paired, k.tool, f.key, f.also)`
  const drawn = by !== 'user' && (also === undefined || rowSeries)
  return drawn ? sql`${all}, ${groups}, (k.side, k.bucket, f.key, f.also)` : sql`${all}, ${groups}`
}

/** @throws RangeError rather than give a number that is not exact */
function whole(sum: number | null): number | null {
  if (sum === null || Number.isSafeInteger(sum)) return sum
  throw new RangeError('A sum is too large to be exact')
}
