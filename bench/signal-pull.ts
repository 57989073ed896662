/**
 * What it takes to add a company's half year of work up and to decide what is told of it: time, and how
 * much memory more than the pulled weeks themselves. The first pull answers the settled questions over
 * all use there is; the next finds nothing open; a week later one week is.
 *
 *   node bench/signal-pull.ts [people]       on a PostgreSQL server of its own, 20,000 people
 *   DATABASE_URL=postgres://… node bench/signal-pull.ts [people]
 */
import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'

import type { PersonWeek } from '#collect.ts'
import { addDays, day } from '#core/time/day.ts'
import { wholeWeeks } from '#core/time/weeks.ts'
import { migrate } from '#store/migrate.ts'
import { makeDailyMonths } from '#store/months.ts'
import { openPostgres } from '#store/postgres.ts'
import { rows } from '#store/rows.ts'
import { storeSignals } from '#store/signal-weeks.ts'
import { findServer, withDatabase } from '#test/support/postgres.ts'

const PEOPLE = Number(process.argv[2] ?? 20_000)
const IN_TEAM = 20
const YEARS_OF_USE = 2
const TODAY = day('2026-11-23')
const FIRST = addDays(TODAY, -7 * 52 * YEARS_OF_USE)
const line = (text: string) => process.stdout.write(`${text}\n`)
const mb = (bytes: number) => `${Math.round(bytes / 1e6)} MB`
const most = () => process.resourceUsage().maxRSS * 1024

await using closing = new AsyncDisposableStack()

async function open() {
  const given = process.env['DATABASE_URL']
  if (given !== undefined) return openPostgres(given)
  const server = await findServer()
  if (server === undefined) throw new Error('There is no PostgreSQL server to run this on')
  closing.defer(() => server.stop())
  return openPostgres(withDatabase(server.url, 'postgres'))
}

const store = closing.use(await open())
await migrate(store)
const { db } = store
const run = (text: string) => rows(db, 'make', sql.raw(text))

/** As people's logins are known: 64 letters. */
const account = (n: number) => createHash('sha256').update(`p${n}`).digest('hex')
const TEAMS = Math.ceil(PEOPLE / IN_TEAM)

/** Two of three use AI; they began one after the other, and then use it four weeks of five. */
async function makeCompany(): Promise<void> {
  const hashes = Array.from({ length: PEOPLE }, (_, n) => account(n))
  await run(`insert into org_unit (unit_id, path, name, level, department_id)
    select n + 1, 'D' || n % 40 || '/T' || n, 'T' || n, 2, n % 40 from generate_series(0, ${TEAMS - 1}) n`)
  await rows(
    db,
    'accounts',
    sql`insert into account (account_id, pseudonym) select ordinality, decode(hash, 'hex')
      from unnest(${sql.param(hashes)}::text[]) with ordinality as t(hash)`,
  )
  await run(`insert into membership (person_id, valid_from, valid_to, unit_id)
    select n, '${FIRST}', '9999-12-31', n / ${IN_TEAM} + 1 from generate_series(1, ${PEOPLE}) n`)
  await run(`insert into covered_day (tool_id, source_id, day, batch_id)
    select 1, 0, d, 1 from generate_series('${FIRST}'::date, '${addDays(TODAY, -1)}', '1 day') d`)
  await makeDailyMonths(
    db,
    sql`select d::date as day from generate_series(${FIRST}::date, ${TODAY}::date, '1 day') d`,
  )
  await run(`insert into usage_daily (day, account_id, person_id, tool_id, active, messages)
    select '${FIRST}'::date + 7 * w + p % 5, p, p, 1, true, 5 + (p * 7 + w * 13) % 40
    from generate_series(0, ${52 * YEARS_OF_USE - 1}) w, generate_series(1, ${PEOPLE}) p
    where p % 3 > 0 and w >= p % 100 and (p + w) % 5 > 0`)
  await run('analyze')
}

/** Four signals, as Git and calendars together would tell. */
const workOf = (weeks: readonly ReturnType<typeof day>[]): readonly PersonWeek[] =>
  Array.from({ length: PEOPLE }, (_, n) => account(n)).flatMap((who, n) =>
    weeks.map((week, w) => ({
      account: who,
      week,
      signals: {
        prs_merged: (n + w) % 6,
        review_hours: (n * 7 + w) % 50,
        meeting_hours: (n * 3 + w) % 25,
        focus_hours: (n * 5 + w) % 20,
      },
    })),
  )

async function pull(
  what: string,
  given: readonly PersonWeek[],
  today: typeof TODAY,
): Promise<void> {
  const before = process.memoryUsage.rss()
  const began = performance.now()
  const window = { from: addDays(today, -7 * 26), to: addDays(today, -1) }
  await db.transaction((tx) => storeSignals(tx, given, { source: 'bench', window, today }))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  line(`${what}: ${seconds} s, ${mb(before)} before, ${mb(most())} at the most so far`)
}

await makeCompany()
const [known] = await run('select count(*)::int as n from usage_daily')
line(`${PEOPLE} people, ${TEAMS} teams, ${JSON.stringify(known)} rows of use`)
const before = addDays(TODAY, -7)
const given = workOf(wholeWeeks({ from: addDays(before, -7 * 26), to: addDays(TODAY, -1) }))
line(`${given.length} weeks of people: ${mb(process.memoryUsage.rss())}`)
await pull('first pull', given, before)
await pull('again', given, before)
await pull('a week later', given, TODAY)
const [told] = await run('select count(*)::int as n from signal_told')
line(`told: ${JSON.stringify(told)}`)
