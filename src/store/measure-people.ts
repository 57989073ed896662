import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import type { Cut, Placed } from './calendar.ts'
import { askedRows, calendarRows, keysOf, onItsDay, TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

type PeopleTable = 'usage_daily' | 'unit_people' | 'active_bits' | 'active_day'

const isBits = (table: PeopleTable): boolean => table === 'active_bits' || table === 'active_day'

/** Which table the people of the whole and of its groups are counted from. */
export type PeopleTables = { readonly whole: PeopleTable; readonly groups: PeopleTable }

export type PeopleCount = Cut & { readonly people: number }

type Counting = {
  readonly tables: PeopleTables
  readonly placed: readonly Placed[]
  /** Count the people of groups in each bucket, not over a side. */
  readonly eachBucket?: boolean
}

/**
 * Distinct active people, where they sat on the day: of each side, its buckets and its compared
 * days, and of each group over a side. A count is never a sum of other counts.
 */
export async function people(
  db: Db,
  question: Question,
  { tables, placed, eachBucket = false }: Counting,
): Promise<readonly PeopleCount[]> {
  const { by, also: _, ...unsplit } = question
  const bucket = eachBucket ? sql`bucket` : sql`null`
  const cut = SEEN[tables.whole](sql`k.side, k.bucket, k.paired`, unsplit)
  // Each bitmap is unpacked once, not once for each of the cuts below.
  const whole = isBits(tables.whole)
    ? sql`select side, bucket, paired, bit_or(bits) as bits from (${cut}) f group by 1, 2, 3`
    : cut
  const groups = sql`
    union all
    select side, ${bucket}, null, key, also, ${isBits(tables.groups) ? BITS : ROWS}
    from (${SEEN[tables.groups](sql`k.side, ${eachBucket ? sql`k.bucket, ` : sql``}${keysOf(question)}`, question)}) seen
    group by side, ${eachBucket ? sql`bucket, ` : sql``}key, also`
  return await packed<PeopleCount>(
    db,
    'people',
    sql`
      with k as (${calendarRows(placed)}), seen as (${whole})
      select side, bucket, paired, null::int as key, null::int as also, ${isBits(tables.whole) ? BITS : PERSONS} as people
      from seen group by grouping sets ((side), (side, bucket), (side, paired))
      ${by ? groups : sql``}`,
  )
}

const joined = sql`${onItsDay} and k.known`

const active = sql`f.active and f.person_id <> 0`

/** Who was active on known days, with the cut they were seen in. */
const SEEN: Record<PeopleTable, (cut: SQL, question: Question) => SQL> = {
  usage_daily: (cut, question) => sql`
    select distinct ${cut}, f.person_id as person
    ${askedRows(question, 'usage_daily', { joined })} and ${active}`,
  // The arrays are of the units below departments: who sits in a department itself is in the facts.
  unit_people: (cut, question) => sql`
    select ${cut}, unnest(f.people) as person
    ${askedRows(question, 'unit_people', { joined })}
    union
    select ${cut}, f.person_id
    ${askedRows(question, 'usage_daily', { joined })} and ${active}
      and f.unit_id = any(array(
        select unit_id from org_unit where tenant_id = ${TENANT} and level = 1 union all select 0))`,
  active_bits: (cut, question) => sql`
    select ${cut}, f.bits
    ${askedRows(question, DEPARTMENT_BITS, { joined })}`,
  active_day: (cut, question) => sql`
    select ${cut}, f.bits
    ${askedRows(question, 'active_day', { joined })}`,
}

const DEPARTMENT_BITS = '(select *, department_id as unit_id from active_bits)'

const BITS = sql`bit_count(bit_or(bits))::int`
const PERSONS = sql`count(distinct person)::int`
/** Where each row is another person. */
const ROWS = sql`count(*)::int`
