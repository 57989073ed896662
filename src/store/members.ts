import { sql } from 'drizzle-orm'

import type { Dimension } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { ids, memberOf, TENANT } from './measure-sql.ts'
import { packed } from './rows.ts'

type Span = { readonly from: Day; readonly to: Day }

/** People who sat in scope on the same days, of the whole or of one unit of a split. */
export type Members = {
  /** The unit, where a split is by units; null for the whole, and for what is split by something else. */
  readonly key: number | null
  readonly also: number | null
  readonly whole: boolean
  readonly spans: readonly Span[]
  readonly people: number
}

/** Whether a split is by where people sit. */
export const isOfUnits = (by: Dimension | undefined): boolean =>
  by === 'team' || by === 'department'

/**
 * Whom the directory has in scope in both periods, and on which days. Few different days are left of
 * many people, so that any choice of days counts them soon.
 */
export async function members(db: Db, question: Question): Promise<readonly Members[]> {
  const { scope, period, previous, by, also } = question
  const [first = period.from] = [period.from, previous.from].toSorted()
  const last = [period.to, previous.to].toSorted().at(-1) ?? period.to
  const { team, user } = scope.ids
  const groups = scope.labels.group
  const keyOf = (of: Dimension | undefined) =>
    of === 'team'
      ? sql`f.unit_id`
      : of === 'department'
        ? sql`coalesce(o.department_id, 0)`
        : sql`null::int`
  const split = isOfUnits(by) || isOfUnits(also)
  const found = await packed<Omit<Members, 'spans'> & { readonly spans: string }>(
    db,
    'people there are',
    sql`
      with mem as (
        select f.person_id, ${keyOf(by)} as key, ${keyOf(also)} as also,
          greatest(f.valid_from, ${first}::date ${groups ? sql`, g.valid_from` : sql``})::text || ' ' ||
          least(f.valid_to, ${last}::date ${groups ? sql`, g.valid_to` : sql``})::text as span
        from membership f
        left join org_unit o on o.tenant_id = f.tenant_id and o.unit_id = f.unit_id
        ${groups ? sql`join ${memberOf(groups)} g on g.person_id = f.person_id and g.valid_from <= f.valid_to and g.valid_to >= f.valid_from` : sql``}
        where f.tenant_id = ${TENANT} and f.valid_from <= ${last}::date and f.valid_to >= ${first}::date
          ${team ? sql`and f.unit_id = any(${ids(team)})` : sql``}
          ${user ? sql`and f.person_id = any(${ids(user)})` : sql``}
      ), each as (
        select key, also, ${split ? sql`grouping(key, also) = 3` : sql`true`} as whole,
          string_agg(distinct span, ',') as spans
        from mem group by ${split ? sql`grouping sets ((person_id), (key, also, person_id))` : sql`key, also, person_id`}
      )
      select key, also, whole, spans, count(*)::int as people from each group by 1, 2, 3, 4`,
  )
  const isAsked = (span: Span) =>
    [period, previous].some(({ from, to }) => span.from <= to && from <= span.to)
  return found.flatMap(({ spans: text, ...of }): readonly Members[] => {
    const spans = text.split(',').map(spanOf).filter(isAsked)
    return spans.length > 0 ? [{ ...of, spans }] : []
  })
}

function spanOf(text: string): Span {
  const [from = '', to = ''] = text.split(' ')
  return { from: from as Day, to: to as Day }
}

/** How many of them were there on one of some days. */
export const countOn = (of: readonly Members[], days: readonly Day[]): number =>
  of
    .filter(({ spans }) =>
      spans.some(({ from, to }) => days.some((day) => day >= from && day <= to)),
    )
    .reduce((all, { people }) => all + people, 0)
