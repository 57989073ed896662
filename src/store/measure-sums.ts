import { sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Cut, Placed } from './calendar.ts'
import { askedRows, calendarRows, keyOf, namesOf, onItsDay } from './measure-sql.ts'
import { ADDED, columnsOf, type Sums } from './metric-columns.ts'
import { rows } from './rows.ts'

type SumsTable = 'usage_daily' | 'rollup_unit_day'

/** Which table the whole and its groups are summed from. */
export type SumsTables = { readonly whole: SumsTable; readonly groups: SumsTable }

/**
 * What adds up, in the smallest cuts: of the whole, one tool's compared or other days in one
 * bucket; of a group, one tool over a side, and (without a tool) one bucket.
 */
export type Summed = Cut & {
  readonly tool: number | null
  /** What a group is called outside the store, and what a reader sees; null for none. */
  readonly name: string | null
  readonly label: string | null
  readonly sums: Sums
}

/** Everything that adds up, over both periods. */
export async function sums(
  db: Db,
  question: Question,
  { tables, placed }: { readonly tables: SumsTables; readonly placed: readonly Placed[] },
): Promise<readonly Summed[]> {
  const { by } = question
  const columns = columnsOf(question.metrics).map((column) => {
    const name = sql.identifier(column)
    const { from, when } = ADDED[column]
    return {
      row: sql`, f.${sql.identifier(from)} as ${name}`,
      day: sql`, sum(f.${sql.identifier(from)}) as ${name}`,
      total: sql`, sum(f.${name}) filter (where ${sql.raw(when)}) as ${name}`,
      text: sql`, ${name}::text as ${name}`,
    }
  })
  const totals = sql.join(columns.map(({ total }) => total))
  /** Per tool and day first: what follows groups far fewer rows, once per cut. */
  const daily = (table: SumsTable, by?: Dimension) => sql`(
      select f.day, f.tool_id, ${by ? keyOf(by) : sql`null::int`} as key
        ${sql.join(columns.map(({ day }) => day))}
      ${askedRows(question, table, { by })} group by 1, 2, 3
    ) f ${onItsDay}`
  /** A person has few rows on a day: adding them up first would save nothing. */
  const each = (table: SumsTable, by: Dimension) => sql`(
      select f.day, f.tool_id, ${keyOf(by)} as key ${sql.join(columns.map(({ row }) => row))}
      ${askedRows(question, table, { by })}
    ) f ${onItsDay}`
  const groups = (by: Dimension) => sql`
    union all
    select g.*, n.name, n.label from (
      select k.side, ${by === 'user' ? sql`null::int` : sql`k.bucket`}, null::boolean, k.tool, f.key
        ${totals}
      from ${(by === 'user' ? each : daily)(tables.groups, by)}
      ${by === 'user' ? PER_TOOL : PER_TOOL_AND_BUCKET}
    ) g left join (${namesOf(by)}) n on n.id = g.key`
  const found = await rows<Omit<Summed, 'sums'> & Readonly<Record<string, string | null>>>(
    db,
    'sums',
    sql`
      with k as (${calendarRows(placed)}), summed as (
        select k.side, k.bucket, k.paired, k.tool, f.key ${totals}, null as name, null as label
        from ${daily(tables.whole)}
        group by k.side, k.bucket, k.paired, k.tool, f.key
        ${by ? groups(by) : sql``}
      )
      select side, bucket, paired, tool, key, name, label
        ${sql.join(columns.map(({ text }) => text))}
      from summed`,
  )
  return found.map(({ side, bucket, paired, key, tool, name, label, ...texts }) => {
    const sums = Object.entries(texts).map(([column, text]) => [column, whole(text)] as const)
    return { side, bucket, paired, key, tool, name, label, sums: Object.fromEntries(sums) }
  })
}

const PER_TOOL = sql`group by f.key, k.side, k.tool`

const PER_TOOL_AND_BUCKET = sql`
  group by grouping sets ((f.key, k.side, k.tool), (f.key, k.side, k.bucket))
  having k.side = 0 or k.bucket is null`

/** @throws RangeError rather than give a number that is not exact */
function whole(text: string | null): number | null {
  if (text === null) return null
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('A sum is too large to be exact')
}
