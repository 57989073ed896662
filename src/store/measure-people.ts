import { type SQL, sql } from 'drizzle-orm'

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
  unitsOf,
} from './measure-sql.ts'
import { rows } from './rows.ts'

/** Where distinct people are counted from; all three give the same numbers. */
export type PeopleTable = 'usage_daily' | 'unit_people' | 'active_bits'

export type PeopleCount = Cut & { readonly people: number }

/** Distinct active people, as they sat on the day: a count is never a sum of other counts. */
export async function people(
  db: Db,
  question: Question,
  { table, placed }: { readonly table: PeopleTable; readonly placed: readonly Placed[] },
): Promise<readonly PeopleCount[]> {
  const { by } = question
  const { seen, count } = SEEN[table](question)
  return await rows<PeopleCount>(
    db,
    'people',
    sql`
      with k as (${calendarRows(placed)}), seen as (${seen})
      select side, bucket, paired, ${keyColumn(by)}, ${count} as people
      from seen
      ${groupedBy(by, sql`(side), (side, bucket), (side, paired)`, sql`(key, side)`)}`,
  )
}

type Seen = { readonly seen: SQL; readonly count: SQL }

const onKnownDays = sql`join k on k.tool = f.tool_id and k.day = f.day and k.known`

const asked = (question: Question) => sql`${inScope(question.scope)} and ${inEither(question)}`

const SEEN: Record<PeopleTable, (question: Question) => Seen> = {
  usage_daily: (question) => ({
    seen: sql`
      select distinct ${cutColumns(question.by)}, f.person_id as person
      from usage_daily f ${onKnownDays} ${unitsOf(question.by)}
      where ${asked(question)} and f.active and f.person_id <> 0`,
    count: sql`count(distinct person)::int`,
  }),
  unit_people: (question) => ({
    seen: sql`
      select distinct ${cutColumns(question.by)}, person
      from unit_people f ${onKnownDays} ${unitsOf(question.by)}
      cross join unnest(f.people) person
      where ${asked(question)}`,
    count: sql`count(distinct person)::int`,
  }),
  active_bits: (question) => ({
    seen: sql`
      select ${cutColumns(question.by)}, f.bits
      from (select *, department_id as unit_id from active_bits) f
      ${onKnownDays} ${unitsOf(question.by)}
      where ${asked(question)}`,
    count: sql`bit_count(bit_or(bits))::int`,
  }),
}
