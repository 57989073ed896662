import { sql } from 'drizzle-orm'

import type { Precedence, PrecedenceRow } from '#collection.ts'
import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'
import { defaultOrder, ORDERED_TOOLS } from '#core/truth/default-order.ts'
import { MEASURE_GROUPS } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { FIRST_DAY } from './rebuild-order.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { rows } from './rows.ts'

/** Which source is believed, per tool and measure, from a day on. */
export function precedence(db: Db): Precedence {
  return {
    async list() {
      const set = await rows<PrecedenceRow>(
        db,
        'orders set',
        sql`select tool, measure, valid_from::text as "from", sources, by from precedence
          where tenant_id = 1 order by tool, measure, valid_from`,
      )
      const known = await names(db, 'tool')
      const builtIn = known.toSorted().flatMap((tool) =>
        MEASURE_GROUPS.flatMap((measure): PrecedenceRow[] => {
          const own = set.filter((row) => row.tool === tool && row.measure === measure)
          if (own[0]?.from === FIRST_DAY) return own
          const sources = defaultOrder(tool, measure)
          return [{ tool, measure, from: FIRST_DAY, sources, by: null }, ...own]
        }),
      )
      return [...builtIn, ...set.filter(({ tool }) => !known.includes(tool))]
    },
    async set({ tool, measure, sources, from = FIRST_DAY, by }) {
      await known(db, 'tool', { names: [tool], also: ORDERED_TOOLS })
      await known(db, 'source', { names: sources ?? [], also: [] })
      const before = await exclusive(db, 'set order of sources', async (tx) => {
        const [old] = await rows<{ sources: readonly string[] }>(
          tx,
          'forget order',
          sql`delete from precedence where tenant_id = 1 and tool = ${tool} and measure = ${measure}
            and valid_from = ${from}::date returning sources`,
        )
        if (sources !== null) {
          await rows(
            tx,
            'set order',
            sql`insert into precedence (tool, measure, valid_from, sources, by)
              values (${tool}, ${measure}, ${from}::date, ${sql.param([...sources])}::text[], ${by})`,
          )
        }
        await markContested(tx, { tool, measure, from })
        return old?.sources ?? null
      })
      const { days } = await rebuildDirtyDays(db)
      return { before, days }
    },
  }
}

/** Only days on which another source was passed over can change, or which several bills speak of. */
async function markContested(
  tx: Db,
  { tool, measure, from }: { tool: string; measure: string; from: Day },
): Promise<void> {
  const id = sql`(select id from tool where tenant_id = 1 and name = ${tool})`
  await rows(
    tx,
    'mark days',
    sql`insert into dirty_day (day)
      select day from usage_witness where tenant_id = 1 and tool_id = ${id}
        and day >= ${from}::date and ${measure} = any(measures)
      union
      select day from bill_line where tenant_id = 1 and tool_id = ${id}
        and day >= ${from}::date and ${measure}::text = 'cost'
      on conflict do nothing`,
  )
}

async function names(db: Db, table: 'tool' | 'source'): Promise<readonly string[]> {
  const found = await rows<{ name: string }>(
    db,
    'names',
    sql`select name from ${sql.identifier(table)} where tenant_id = 1`,
  )
  return found.map(({ name }) => name)
}

/** @throws UserError for a name the store has never met */
async function known(
  db: Db,
  table: 'tool' | 'source',
  { names: given, also }: { readonly names: readonly string[]; readonly also: readonly string[] },
): Promise<void> {
  const all = [...new Set([...(await names(db, table)), ...also])]
  for (const name of given) {
    if (all.includes(name)) continue
    const near = nearest(name, all, 1)[0]
    throw new UserError(
      `There is no ${table} '${name}'`,
      near === undefined
        ? `Import or collect something of it first; see: ai-usage precedence list`
        : `Did you mean '${near}'?`,
    )
  }
}
