import { type SQL, sql } from 'drizzle-orm'

import type { Origin } from '#core/explain/origin.ts'
import { MEASURE_GROUPS, type MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { ASSET_DAYS } from './agent-columns.ts'
import { withLevels } from './levels.ts'
import { ids, inScope, TENANT } from './measure-sql.ts'
import { withQuartiles } from './quartiles.ts'
import { hasAny } from './rebuild-columns.ts'
import { rows } from './rows.ts'

type Asked = Pick<Question, 'scope' | 'period' | 'previous' | 'today'>
type Counted = Pick<Origin, 'rows' | 'days' | 'covered'> & Record<MeasureGroup, boolean>
type Row = Pick<Origin, 'tool' | 'source'> & Counted & { readonly over: readonly string[] }

/** Which rows of which sources are counted for a question's period, and whose were passed over. */
export async function origins(db: Db, asked: Asked): Promise<readonly Origin[]> {
  const { scope, period } = asked
  const inPeriod = sql`f.day between ${period.from}::date and ${period.to}::date`
  // Of what was run, runs are counted.
  const { feature: _, asset: ran, ...witnessed } = scope.ids
  const table = sql.raw(ran ? ASSET_DAYS : 'usage_daily')
  const says = MEASURE_GROUPS.map((group) => {
    const told = ran ? sql.raw(`${group === 'activity'}`) : sql`bool_or(${hasAny(group)})`
    return sql`${told} as ${sql.raw(group)}`
  })
  const levels = sql`${withLevels(asked)} ${withQuartiles(asked)}`
  const tools = scope.ids.tool ? sql`and f.tool_id = any(${ids(scope.ids.tool)})` : sql``
  const found = await rows<Row>(
    db,
    'where numbers come from',
    sql`
      with counted as (
        select f.tool_id, f.source_id, count(*)::int as rows, count(distinct f.day)::int as days,
          ${sql.join(says, sql`, `)}
        from ${table} f ${levels} where ${inScope(scope)} and ${inPeriod} group by 1, 2
      ), over as (
        select f.tool_id, f.source_id, array_agg(distinct m order by m) as over
        from usage_witness f cross join unnest(f.measures) m ${levels}
        where ${inScope({ ...scope, ids: witnessed })} and ${inPeriod} and m <> 'estimate'
        group by 1, 2
      ), covered as (
        select f.tool_id, f.source_id, count(distinct f.day)::int as covered
        from covered_day f where f.tenant_id = ${TENANT} and ${inPeriod} ${tools} group by 1, 2
      )
      select t.name as tool, s.name as source, coalesce(c.rows, 0) as rows,
        coalesce(c.days, 0) as days, coalesce(d.covered, 0) as covered,
        coalesce(o.over, '{}') as over, ${sql.join(MEASURE_GROUPS.map(whether), sql`, `)}
      from counted c
      full join over o using (tool_id, source_id)
      full join covered d using (tool_id, source_id)
      join tool t on t.tenant_id = ${TENANT} and t.id = tool_id
      join source s on s.tenant_id = ${TENANT} and s.id = source_id
      order by 1, 2`,
  )
  return found.map(({ over, tool, source, rows: counted, days, covered, ...believes }) => ({
    tool,
    source,
    rows: counted,
    days,
    covered,
    believed: MEASURE_GROUPS.filter((group) => believes[group]),
    passedOver: MEASURE_GROUPS.filter((group) => over.includes(group)),
  }))
}

const whether = (group: MeasureGroup): SQL => sql.raw(`coalesce(c.${group}, false) as ${group}`)
