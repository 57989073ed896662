import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'
import type { Question, Scope } from '#ports.ts'

import { ids, inEither, inGroups, TENANT } from './measure-sql.ts'
import { packed, rows } from './rows.ts'

/** What the store holds of one tool on one day, whatever the question's other filters. */
export type ToolDay = {
  readonly tool: number
  readonly day: Day
  /** A source that tells of the measure says that the day is complete. */
  readonly covered: Readonly<Record<MeasureGroup, boolean>>
  /** There is at least one row of use. */
  readonly present: boolean
  /** The vendor's bill covers the day, so estimates are not spend. */
  readonly billed: boolean
  /** Nothing is kept of one person: nobody can be counted. */
  readonly ofUnits?: true
}

export type Tool = {
  readonly id: number
  readonly name: string
  /** The last finished day that is covered. */
  readonly dataThrough: Day | null
  readonly bucketZone: string
}

/**
 * Names what had been imported when something was read; changes with every import and undoing.
 * Undefined while days wait to be recomputed: what is read then is not the last word.
 */
export type AsOf = string | undefined

const anyOf = (group: MeasureGroup) => sql.raw(`bool_or(${group}) as ${group}`)

export async function toolDays(db: Db, question: Question): Promise<readonly ToolDay[]> {
  const found = await packed<
    Omit<ToolDay, 'covered'> & Readonly<Record<MeasureGroup, boolean | null>>
  >(
    db,
    'tool days',
    sql`
      with present as (
        select tool_id::int as tool, day, cost_billed_micros is not null as billed
        from rollup_day f
        where tenant_id = ${TENANT} and ${inEither(question)}
      ), covered as (
        select tool_id as tool, day, ${anyOf('activity')}, ${anyOf('tokens')}, ${anyOf('cost')}
        from covered_day f
        where tenant_id = ${TENANT} and ${inEither(question)}
        group by 1, 2
      )
      select tool, day, c.activity, c.tokens, c.cost, p.day is not null as present,
        coalesce(p.billed, false) as billed
      from present p full join covered c using (tool, day)
      order by tool, day`,
  )
  return found.map(({ tool, day, present, billed, ...covered }) => ({
    tool,
    day,
    present,
    billed,
    covered: {
      activity: covered.activity === true,
      tokens: covered.tokens === true,
      cost: covered.cost === true,
    },
  }))
}

/** Every tool the store knows, how far its data reaches in all that is asked for, and after which import that was read. */
export async function tools(
  db: Db,
  { today, measures }: { readonly today: Day; readonly measures: readonly MeasureGroup[] },
): Promise<{ readonly tools: readonly Tool[]; readonly asOf: AsOf }> {
  const found = await rows<Tool & { readonly imports: string; readonly stale: boolean }>(
    db,
    'tools',
    sql`
      select t.id, t.name, reach.day::text as "dataThrough",
        coalesce(zone.bucket_zone, 'UTC') as "bucketZone", last.*
      from tool t
      left join lateral (
        select ${least(measures)} as day from covered_day
        where tenant_id = ${TENANT} and tool_id = t.id and day < ${today}::date
      ) reach on true
      left join lateral (
        select b.bucket_zone from covered_day c join import_batch b using (batch_id)
        where c.tenant_id = ${TENANT} and c.tool_id = t.id and c.day = reach.day
        order by batch_id desc limit 1
      ) zone on true
      cross join (
        select concat(max(batch_id), ' ', count(*) filter (where state = 'applied'), ' ',
            sum(lines), ' ', max(at)) as imports,
          exists (select from dirty_day where tenant_id = ${TENANT}) as stale
        from import_batch where tenant_id = ${TENANT}
      ) last
      where t.tenant_id = ${TENANT}
      order by t.id`,
  )
  const [first] = found
  return { tools: found, asOf: first && !first.stale ? first.imports : undefined }
}

/** What is asked for and never covered says nothing of how far the rest reaches. */
const least = (measures: readonly MeasureGroup[]) =>
  sql.raw(`least(${measures.map((group) => `max(day) filter (where ${group})`).join(', ')})`)

/** People whose home unit is in scope on a day; null when there is no directory at all. */
export async function headcount(
  db: Db,
  { ids: scoped, labels }: Scope,
  day: Day,
): Promise<number | null> {
  const [found] = await rows<{ readonly directory: boolean; readonly people: number }>(
    db,
    'headcount',
    sql`
      select exists (select from membership where tenant_id = ${TENANT}) as directory,
        count(*)::int as people
      from membership f
      where tenant_id = ${TENANT} and ${day}::date between valid_from and valid_to
        ${scoped.team ? sql`and unit_id = any(${ids(scoped.team)})` : sql``}
        ${scoped.user ? sql`and person_id = any(${ids(scoped.user)})` : sql``}
        ${labels.group ? sql`and ${inGroups(labels.group, sql`${day}::date`)}` : sql``}`,
  )
  return found?.directory ? found.people : null
}
