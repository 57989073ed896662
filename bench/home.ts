/**
 * Opening the home page and typing into the form, through the real Bolt app, signed HTTP and the Slack
 * fake. The page against the SQL of its question and of its weeks, measured alone in the same run; the names at 100,000
 * people, 3,000 units and 400 models against the fewest words of SQL that find the same. Goals: page p95 at
 * most 2 times its SQL and 400 ms; names p95 at most 1.5 times their SQL and, through the door, 100 ms.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'drizzle-orm'

import type { Viewer } from '#core/access/access.ts'
import { COURSE, weeksBefore } from '#core/home/course.ts'
import type { TypedName } from '#core/home/home.ts'
import { EVERYTHING } from '#core/message/answered.ts'
import { day, dayAt } from '#core/time/day.ts'
import { equalLengthBefore } from '#core/time/period.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import { typeAhead } from '#jobs/type-ahead.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { rows } from '#store/rows.ts'
import { namesLike } from '#store/type-ahead.ts'

import { ms, openDemoForBench, quantile } from './demo-house.ts'

const ADMIN = 'UADMIN'
const ROUNDS = 40

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function told(name: string, values: readonly number[]): number {
  const p95 = quantile(values, 0.95)
  console.log(`  ${name.padEnd(34)} p50 ${ms(quantile(values, 0.5))}   p95 ${ms(p95)}`)
  return p95
}

await page()
await names()

/** From the event to the published page, and every letter typed into its form. */
async function page(): Promise<void> {
  await using demo = await openDemoForBench()
  const { house, fake } = demo
  const today = dayAt(house.clock.now(), 'UTC')
  const question = {
    ...resolvePeriod({ kind: 'range', from: day('2026-11-01'), to: day('2026-11-20') }, today),
    metrics: EVERYTHING,
    scope: { ids: {}, labels: {} },
    today,
  }
  const period = weeksBefore(today)
  const weeks = {
    ...question,
    period,
    previous: equalLengthBefore(period),
    grain: 'week',
    metrics: COURSE,
  } as const
  const asked = async () => {
    await house.usage.measure(question)
    await house.usage.measure(weeks)
  }
  const opened = () =>
    timed(async () => {
      const before = fake.home(ADMIN)
      const shown = new Promise<void>((resolve) => {
        const stop = fake.onChange(() => {
          if (fake.home(ADMIN) === before) return
          stop()
          resolve()
        })
      })
      await fake.openHome({ user: ADMIN })
      await shown
    })
  const [alone, whole]: [number[], number[]] = [[], []]
  for (let round = -3; round < ROUNDS; round++) {
    const [one, other] = [await timed(asked), await opened()]
    if (round >= 0) [alone, whole].forEach((kept, at) => kept.push(at === 0 ? one : other))
  }
  console.log(`${ROUNDS} openings of the home page, on ${process.arch}, Node ${process.version}`)
  const floor = told('its SQL alone', alone)
  const end = told('event to published page', whole)
  console.log(`  ratio of the p95s ${(end / floor).toFixed(2)} (goal 2.00; and p95 at most 400 ms)`)
  await fake.command({ user: ADMIN, channel: 'CGENERAL', text: 'build' })
  while (fake.world.modals.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  const typed: number[] = []
  for (const text of 'e en eng engi s sa sal m mo mob p pl pla'.split(' '))
    for (let round = 0; round < 5; round++)
      typed.push(await timed(() => fake.suggest({ user: ADMIN, actionId: 'team', typed: text })))
  console.log(`${typed.length} letters typed into the form`)
  told('letter to options (goal 100 ms)', typed)
}

/** Names among very many. */
async function names(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ai-usage-bench-names-'))
  const store = await openStore({ databaseUrl: undefined, dataDir })
  try {
    await migrate(store)
    const { db } = store
    const fill = (what: string, query: ReturnType<typeof sql>) => rows(db, what, query)
    await fill(
      'people',
      sql`insert into person (person_id, alias) select n, 'p-' || translate(substr(md5(n::text), 1, 8), '0189', 'wxyz')
        from generate_series(1, 100000) n on conflict do nothing`,
    )
    await fill(
      'units',
      sql`insert into org_unit (unit_id, path, name, level, department_id)
        select n, 'Division ' || n % 30 || '/Team ' || n, 'Team ' || n, 2, n from generate_series(1, 3000) n`,
    )
    await fill(
      'models',
      sql`insert into model (id, name) select n, 'model-' || n from generate_series(1, 400) n`,
    )
    await fill('statistics', sql`analyze`)
    const floors: Readonly<Record<TypedName, (typed: string) => ReturnType<typeof sql>>> = {
      team: (typed) =>
        sql`select path as name from org_unit where tenant_id = 1 and path ilike ${`%${typed}%`} order by path limit 100`,
      user: (typed) =>
        sql`select alias as name from person where tenant_id = 1 and alias like ${`${typed}%`} order by alias limit 100`,
      model: (typed) =>
        sql`select name from model where tenant_id = 1 and name ilike ${`%${typed}%`} order by name limit 100`,
      asset: (typed) =>
        sql`select kind as name from asset where tenant_id = 1 and kind ilike ${`%${typed}%`} order by kind limit 100`,
    }
    // Only the rules are asked of the rest of the house.
    const reads = {} as Omit<Parameters<typeof typeAhead>[0], 'names'>
    const ahead = typeAhead({ ...reads, names: namesLike(db) })
    const viewer: Viewer = { kind: 'operator' }
    console.log('names among 100,000 people, 3,000 units, 400 models')
    for (const [what, all] of [
      ['team', ['t', 'team 1', 'team 29', 'division 7', 'zzz']],
      ['user', ['p-', 'p-a', 'p-ab', 'p-abc', 'p-zzzz']],
      ['model', ['m', 'model-3', 'zzz']],
    ] as const) {
      const [floor, ours]: [number[], number[]] = [[], []]
      for (let round = -2; round < 12; round++)
        for (const typed of all) {
          const one = await timed(() => fill('floor', floors[what](typed)))
          const other = await timed(() => ahead(what, typed, { viewer, place: 'terminal' }))
          if (round >= 0) {
            floor.push(one)
            ours.push(other)
          }
        }
      const ratio = told(`${what}: ours`, ours) / told(`${what}: fewest words of SQL`, floor)
      console.log(`  ${what}: ratio of the p95s ${ratio.toFixed(2)} (goal 1.50)`)
    }
  } finally {
    await store[Symbol.asyncDispose]()
    rmSync(dataDir, { recursive: true })
  }
}
