import { sql } from 'drizzle-orm'

import { addDays, type Day, day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import { migrate } from '#store/migrate.ts'
import { makeDailyMonths } from '#store/months.ts'
import { rebuildActive, rebuildUnits } from '#store/rebuild-rollups.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

export type Size = { readonly people: number; readonly days: number }

export const LAST = day('2026-11-20')
export const DIVISIONS = 12
export const DEPARTMENTS = 250
export const TEAMS = 5_000
/** Teams of one department have numbers beside each other, as an import gives them. */
export const TEAMS_OF_ONE = TEAMS / DEPARTMENTS
const TOOLS = ['ChatGPT', 'Claude', 'Copilot', 'Cursor', 'Gemini']
const MODELS_EACH = 3

/** A number of 0 to 1,023 that is the same for the same number. */
const drawn = (of: string) => `(hashint8(${of}) & 1023)`

/**
 * A company as `people` and `days` say, in an empty database or one that holds fewer days of it: three
 * quarters of its people ever use anything, each with a habit of their own, on weekdays; some three lines of
 * use a person and day. What is answered from is counted from those lines by the product's own code. The
 * newest month is made first. Takes an hour at full size, and is kept.
 */
export async function build(store: Store, { people: count, days }: Size): Promise<void> {
  const { db } = store
  await migrate(store)
  const [there] = await rows<{ people: number; from: Day | null }>(
    db,
    'what is there',
    sql`select (select count(*)::int from person) as people,
      (select min(day)::text from covered_day) as from`,
  )
  if (there?.people === 0) await people(db, count)
  else if (there?.people !== count)
    throw new Error('The database holds another company: give an empty one')
  const first = addDays(LAST, 1 - days)
  for (let to = there?.from ? addDays(there.from, -1) : LAST; to >= first;) {
    const from = [first, day(`${to.slice(0, 7)}-01`)].toSorted()[1] ?? first
    await month(store, { from, to }, count)
    process.stderr.write(`  ${from} to ${to} built\n`)
    to = addDays(from, -1)
  }
}

/** Divisions hold departments, departments teams; the first division is three tenths of the company. */
async function people(db: Db, count: number): Promise<void> {
  const run = (name: string, text: string) => rows(db, name, sql.raw(text))
  const large = Math.round(DEPARTMENTS * 0.3)
  const division = `case when d <= ${large} then 1 else 2 + d % ${DIVISIONS - 1} end`
  await run(
    'units',
    `with department as (select d, ${division} as v from generate_series(1, ${DEPARTMENTS}) d)
    insert into org_unit (unit_id, path, name, level, department_id)
    select v, 'Division ' || v, 'Division ' || v, 1, v from generate_series(1, ${DIVISIONS}) v
    union all
    select ${DIVISIONS} + d, 'Division ' || v || '/Department ' || d, 'Department ' || d, 2, v from department
    union all
    select ${DIVISIONS + DEPARTMENTS} + t, 'Division ' || v || '/Department ' || d || '/Team ' || t, 'Team ' || t, 3, v
    from generate_series(1, ${TEAMS}) t join department on d = 1 + (t - 1) / ${TEAMS_OF_ONE}`,
  )
  await run(
    'people',
    `insert into person (person_id, alias) select n, 'p-' || n from generate_series(1, ${count}) n`,
  )
  await run(
    'members',
    `insert into membership (person_id, valid_from, valid_to, unit_id)
    select n, '2020-01-01', '9999-12-31', ${DIVISIONS + DEPARTMENTS} + 1 + n % ${TEAMS} from generate_series(1, ${count}) n`,
  )
  for (const [n, name] of TOOLS.entries()) {
    await run('tool', `insert into tool (id, name) values (${n + 1}, '${name}')`)
    await run('source', `insert into source (id, name) values (${n + 1}, '${name}-log')`)
    for (let m = 0; m < MODELS_EACH; m++)
      await run(
        'model',
        `insert into model (id, name) values (${n * MODELS_EACH + m + 1}, '${name.toLowerCase()}-${m + 1}')`,
      )
  }
  await run('import', `insert into import_batch (kind, files, by) values ('usage', '[]', 'bench')`)
  await run('features', `insert into feature (id, name) values (1, 'chat'), (2, 'agent')`)
}

async function month(
  store: Store,
  { from, to }: { readonly from: Day; readonly to: Day },
  count: number,
): Promise<void> {
  const { db } = store
  await makeDailyMonths(
    db,
    sql`select d::date from generate_series(${from}::date, ${to}::date, '1 day') d`,
  )
  await rows(
    db,
    'use',
    sql.raw(`
    insert into usage_daily (day, account_id, tool_id, model_id, feature_id, source_id, person_id, unit_id,
      active, messages, sessions, requests, agent_requests, errors, prompt_characters, prompts_measured,
      prompts_short, prompts_middle, prompts_long, output_characters, outputs_measured, input_tokens,
      cache_read_tokens, output_tokens, unpriced_tokens, light_requests, cost_estimated_micros,
      prompt_histogram, session_depth_histogram, session_seconds_histogram)
    select day, p, t, (t - 1) * ${MODELS_EACH} + 1 + k % ${MODELS_EACH}, 1 + k % 2, t, p, ${DIVISIONS + DEPARTMENTS} + 1 + p % ${TEAMS},
      true, m, 1 + m / 6, m, m / 9, m / 15, m * 310, m, m / 2, m / 3, m - m / 2 - m / 3, m * 900, m, m * 1200,
      m * 300, m * 260, 0, m / 4, m * 5400 + k,
      case when t = 1 then array[0,0,0,0,0,m/2,m/3,m-m/2-m/3,0,0,0,0,0,0,0,0,0,0,0,0] end,
      case when t = 1 then array[0,1,1+m/6,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0] end,
      case when t = 1 then array[0,0,0,0,0,0,0,1,m/6,0,0,0,0,0,0,0,0,0,0,0] end
    from (
      select day, p, t, k, 1 + k % 17 as m
      from (
        select n, p, d::date as day
        from generate_series('${from}'::date, '${to}'::date, interval '1 day') d
        cross join lateral (select d::date - '2020-01-01'::date as n) number
        cross join generate_series(1, ${count}) p
        where extract(isodow from d) < 6 and p % 4 <> 0
          and ${drawn('p * 10007::bigint + n')} < 200 + p % 523
        offset 0
      ) person_day
      cross join generate_series(1, ${TOOLS.length}) t
      cross join lateral (select ${drawn('(p * 10007::bigint + n) * 8 + t')} as k) line
      where k < 590
    ) used
    order by day, 1 + p % ${TEAMS}, p`),
  )
  const stale = sql`any(array(select d::date from generate_series(${from}::date, ${to}::date, '1 day') d))`
  await rows(db, 'statistics', sql.raw(`analyze usage_daily_${from.slice(0, 7).replace('-', '_')}`))
  await db.transaction(async (tx) => {
    await rows(tx, 'plan for bulk', sql`set local enable_nestloop = off`)
    await rebuildUnits(tx, stale)
    await rebuildActive(tx, stale)
    await rows(
      tx,
      'covered days',
      sql`insert into covered_day (tool_id, source_id, day, batch_id)
        select t, t, d::date, 1 from generate_series(1, ${TOOLS.length}::int) t,
          generate_series(${from}::date, ${to}::date, '1 day') d`,
    )
  })
}
