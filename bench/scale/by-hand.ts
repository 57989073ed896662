import { type SQL, sql } from 'drizzle-orm'

import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'
import { rows } from '#store/rows.ts'

/** Whom a question is about, by the rows of the tables that keep them. */
export type Whom =
  | { readonly kind: 'units'; readonly path: string }
  | { readonly kind: 'division'; readonly id: number }
  | { readonly kind: 'company' }

export type Split = 'tool' | 'department' | 'team' | 'model'

export type Asked = {
  readonly whom: Whom
  readonly by?: Split | undefined
  readonly period: Period
  readonly previous: Period
}

export type Said = { readonly spend: number; readonly messages: number; readonly people: number }

const SUMS = sql.raw(
  `sum(messages)::float8 as messages, sum(sessions)::float8 as sessions,
  sum(coalesce(cost_billed_micros, cost_estimated_micros))::float8 as spend,
  sum(input_tokens)::float8 as input_tokens, sum(cache_read_tokens)::float8 as cache_read_tokens,
  sum(cache_write_tokens)::float8 as cache_write_tokens, sum(output_tokens)::float8 as output_tokens`,
)

const UNIT_SIDE = sql`u.tenant_id = 1 and u.unit_id = f.unit_id`
const KEY: Record<Split, { readonly key: SQL; readonly joined: SQL }> = {
  tool: { key: sql`f.tool_id`, joined: sql`` },
  department: { key: sql`f.department_id`, joined: sql`` },
  team: { key: sql`u.path`, joined: sql`left join org_unit u on ${UNIT_SIDE}` },
  model: { key: sql`f.model_id`, joined: sql`` },
}

const BITS = sql`bit_count(bit_or(bits))::int`

/** The tables are the product's; which of them knows most in fewest rows is chosen by hand. */
function tablesFor({ whom, by }: Asked) {
  if (by === 'model') return { sums: 'usage_daily', people: 'usage_daily' }
  if (by === 'team' || whom.kind === 'units')
    return { sums: 'rollup_unit_day', people: 'unit_people' }
  return whom.kind === 'company' && by !== 'department'
    ? { sums: 'rollup_day', people: 'active_day' }
    : { sums: 'rollup_department_day', people: 'active_bits' }
}

function inScope(whom: Whom): SQL {
  if (whom.kind === 'company') return sql`f.tenant_id = 1`
  if (whom.kind === 'division') return sql`f.tenant_id = 1 and f.department_id = ${whom.id}`
  return sql`f.tenant_id = 1 and f.unit_id = any(array(select unit_id from org_unit
    where path = ${whom.path} or path like ${`${whom.path}/%`}))`
}

/** The sums and people of a period and the one before, each in one statement, and who belongs there. */
export async function byHand(db: Db, asked: Asked): Promise<Said> {
  const { whom, by, period, previous } = asked
  const tables = tablesFor(asked)
  const { key, joined } = by ? KEY[by] : { key: sql`null::int`, joined: sql`` }
  const since = sql`f.day >= ${previous.from}::date and f.day <= ${period.to}::date`
  const now = sql`f.day >= ${period.from}::date`
  const sums = rows<{ now: boolean; key: number | null; spend: number; messages: number }>(
    db,
    'sums by hand',
    sql`select ${now} as now, f.day::text as day, f.tool_id, ${key} as key, ${SUMS}
      from ${sql.identifier(tables.sums)} f ${joined}
      where ${inScope(whom)} and ${since}
      group by grouping sets ((1, f.day, f.tool_id) ${by ? sql`, (1, f.tool_id, ${key})` : sql``})`,
  )
  const each = by && by !== 'tool' ? sql`, (1, ${key})` : by ? sql`, (1, f.tool_id)` : sql``
  const counted: Record<string, SQL> = {
    active_bits: BITS,
    active_day: BITS,
    unit_people: sql`count(distinct person)::int`,
    usage_daily: sql`count(distinct person_id)::int`,
  }
  const people = rows<{ now: boolean; day: string | null; grouped: number; people: number }>(
    db,
    'people by hand',
    sql`select ${now} as now, f.day::text as day, grouping(f.day)::int as grouped, ${counted[tables.people]} as people
      from ${sql.identifier(tables.people)} f ${joined}
      ${tables.people === 'unit_people' ? sql`cross join unnest(f.people) as person` : sql``}
      where ${inScope(whom)} and ${since} ${tables.people === 'usage_daily' ? sql`and f.active` : sql``}
      group by grouping sets ((1), (1, f.day) ${each})`,
  )
  const covered = rows(
    db,
    'coverage by hand',
    sql`select tool_id, day::text as day from covered_day f where f.tenant_id = 1 and ${since}`,
  )
  const scope =
    whom.kind === 'company'
      ? sql`true`
      : sql`f.unit_id = any(array(select unit_id from org_unit where
          ${whom.kind === 'division' ? sql`department_id = ${whom.id}` : sql`path = ${whom.path} or path like ${`${whom.path}/%`}`}))`
  const head = rows(
    db,
    'members by hand',
    sql`select count(*)::int as people from membership f
      where f.tenant_id = 1 and ${period.to}::date between valid_from and valid_to and ${scope}`,
  )
  const [summed, counts] = await Promise.all([sums, people, covered, head])
  const within = summed.filter((row) => row.now && 'day' in row && row.day !== null)
  const total = (of: 'spend' | 'messages') => within.reduce((sum, row) => sum + row[of], 0)
  const whole = counts.filter((row) => row.now && row.day === null)
  return {
    spend: total('spend'),
    messages: total('messages'),
    people: Math.max(0, ...whole.map((row) => row.people)),
  }
}
