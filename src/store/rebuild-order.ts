import { type SQL, sql } from 'drizzle-orm'

import { addDays, type Day } from '#core/time/day.ts'
import { defaultOrder, ranked } from '#core/truth/default-order.ts'
import { MEASURE_GROUPS, type MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

type Named = { readonly id: number; readonly name: string }
type Span = { readonly from: Day; readonly until: Day; readonly sources: readonly string[] }
type Own = Span & { readonly tool: string; readonly measure: MeasureGroup }

/** As far back as days go. */
export const FIRST_DAY = '0001-01-01' as Day
const LAST_DAY = '9999-12-31' as Day

/**
 * Leaves `rebuild_order`: the place of every source for the tools of `tools` (a query of one column),
 * per measure group and stretch of days. The smallest place is believed first.
 */
export async function giveOrder(tx: Db, tools: SQL): Promise<void> {
  const known = await rows<Named>(
    tx,
    'tools with several sources',
    sql`select id, name from tool where tenant_id = 1 and id in (${tools}) order by name`,
  )
  const sources = await rows<Named>(
    tx,
    'sources',
    sql`select id, name from source where tenant_id = 1`,
  )
  const set = await rows<Own>(
    tx,
    'orders set',
    sql`select tool, measure, valid_from::text as "from", sources,
        (coalesce(lead(valid_from) over (partition by tool, measure order by valid_from),
          '9999-12-31'::date + 1) - 1)::text as until
      from precedence where tenant_id = 1 order by tool, measure, valid_from`,
  )
  const numbers = new Map(sources.map(({ name, id }) => [name, id]))
  const names = [...numbers.keys()]
  const places = known.flatMap(({ id: tool, name }) =>
    MEASURE_GROUPS.flatMap((measure) => {
      const own = set.filter((it) => it.tool === name && it.measure === measure)
      return spans(own, defaultOrder(name, measure)).flatMap(({ from, until, sources }) =>
        ranked(sources, names, name).map((source, place) => ({
          tool,
          measure,
          valid_from: from,
          valid_to: until,
          source: numbers.get(source),
          place,
        })),
      )
    }),
  )
  await rows(tx, 'forget order', sql`drop table if exists rebuild_order`)
  await rows(
    tx,
    'order of sources',
    sql`create temp table rebuild_order on commit drop as
      select * from jsonb_to_recordset(${JSON.stringify(places)}::text::jsonb)
        as given(tool int, measure text, valid_from date, valid_to date, source int, place int)`,
  )
  await rows(tx, 'analyse order', sql`analyze rebuild_order`)
}

/** What was set, and before it what holds where nothing was. */
function spans(own: readonly Span[], builtIn: readonly string[]): readonly Span[] {
  const [first] = own
  if (first?.from === FIRST_DAY) return own
  const until = first === undefined ? LAST_DAY : addDays(first.from, -1)
  return [{ from: FIRST_DAY, until, sources: builtIn }, ...own]
}
