import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Cut, Placed } from './calendar.ts'
import {
  calendarRows,
  cutColumns,
  groupedBy,
  inEither,
  inScope,
  keyColumn,
  namesOf,
  unitsOf,
} from './measure-sql.ts'
import { columnsOf, type Sums } from './metric-columns.ts'
import { rows } from './rows.ts'

export type SumsTable = 'usage_daily' | 'rollup_unit_day'

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

/** Everything that adds up, in one pass over the rows of both periods. */
export async function sums(
  db: Db,
  question: Question,
  { table, placed }: { readonly table: SumsTable; readonly placed: readonly Placed[] },
): Promise<readonly Summed[]> {
  const { by } = question
  const columns = columnsOf(question.metrics).map(([name, value]) => {
    const column = sql.identifier(name)
    return {
      known: sql`, case when k.known then ${sql.raw(value)} end as ${column}`,
      total: sql`, sum(${column})::text as ${column}`,
    }
  })
  const found = await rows<Omit<Summed, 'sums'> & Readonly<Record<string, string | null>>>(
    db,
    'sums',
    sql`
      with k as (${calendarRows(placed)}), used as (
        select ${cutColumns(by)}, k.tool ${sql.join(columns.map(({ known }) => known))}
        from ${sql.identifier(table)} f
        join k on k.tool = f.tool_id and k.day = f.day ${unitsOf(by)}
        where ${inScope(question.scope)} and ${inEither(question)}
      ), summed as (
        select side, bucket, paired, tool, ${keyColumn(by)}
          ${sql.join(columns.map(({ total }) => total))}
        from used
        ${groupedBy(by, sql`(side, bucket, paired, tool)`, sql`(key, side, tool)`)}
      )
      select summed.*, n.name, n.label
      from summed left join (${namesOf(by)}) n on n.id = summed.key and summed.tool is not null`,
  )
  return found.map(({ side, bucket, paired, key, tool, name, label, ...texts }) => {
    const sums = Object.entries(texts).map(([column, text]) => [column, whole(text)] as const)
    return { side, bucket, paired, key, tool, name, label, sums: Object.fromEntries(sums) }
  })
}

/** @throws RangeError rather than give a number that is not exact */
function whole(text: string | null): number | null {
  if (text === null || Number.isSafeInteger(Number(text)))
    return text === null ? null : Number(text)
  throw new RangeError('A sum is too large to be exact')
}
