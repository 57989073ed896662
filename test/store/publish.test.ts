import { type SQL, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import { day as dayOf } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { publishClosed, publishing } from '#store/publish.ts'
import { publishedReader } from '#store/published-reader.ts'
import { markRecounted } from '#store/recounted.ts'
import { retention } from '#store/retention.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { company, DAYS, rule, TODAY } from './publish-company.ts'
import { asking, measureBoth, of } from './reader-ask.ts'

const WEEK = ['2026-11-09', '2026-11-15'] as const
const BEFORE = ['2026-11-02', '2026-11-08'] as const

/** A change in the store, and the mark that its days were counted again. */
async function change(store: Store, what: SQL): Promise<void> {
  await rows(store.db, 'change', what)
  await markRecounted(store.db, DAYS)
}

const reader = ({ db }: Store) => publishedReader(db, { pseudonym: () => '' })
const about = (...team: readonly number[]) => ({ scope: { ids: { team }, labels: {} } })
const cells = ({ db }: Store) =>
  rows(
    db,
    'cells',
    sql`select c.* from published_cell c join published_month using (tenant_id, month, metric, version) order by metric, unit_id, own, first_day, last_day, split, tool_id`,
  )

test('what is published is what an admin sees', async () => {
  await using store = await openMemoryStore()
  await company(store)
  for (const question of [asking(WEEK, BEFORE), asking(WEEK, BEFORE, about(4))]) {
    const exact = of(await measureBoth(store, question), 'messages')
    const told = of(await reader(store).measure(question), 'messages')
    expect(told.now).toBe(exact.now)
    expect(told.now).toBeGreaterThan(0)
    expect(told.withheld).toBeUndefined()
  }
})

test('where the last days are not published yet, working days are counted over the days compared', async () => {
  await using store = await openMemoryStore()
  const days = eachDay({ from: dayOf('2026-10-05'), to: dayOf('2026-11-15') })
  await company(store, { days })
  const started = ['2026-11-02', '2026-11-22'] as const
  const told = async (before: readonly [string, string]) =>
    of(await reader(store).measure(asking(started, before)), 'messages').comparable
  const even = await told(['2026-10-12', '2026-11-01'])
  // Everyone does the same every day, so nothing has changed: two weeks of ten working days each.
  expect(even).toMatchObject({ days: 14, workingDaysNow: 10, workingDaysBefore: 10 })
  expect(even.before).toBe(even.now)
  // A shorter period before ends where it ends: none of its days are those it is compared with.
  const shorter = await told(['2026-10-26', '2026-11-01'])
  expect(shorter).toMatchObject({ days: 7, workingDaysNow: 10, workingDaysBefore: 5 })
  expect(shorter.before).toBe((shorter.now ?? 0) / 2)
})

test('a team of four is withheld, and the team above is offered', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const told = of(await reader(store).measure(asking(WEEK, BEFORE, about(3))), 'messages')
  expect(told.now).toBeNull()
  expect(told.withheld).toEqual({ reason: 'few', nearest: { kind: 'unit', path: 'Sales' } })
})

test('people are told of whole weeks and months: of other days it is not said that they are few', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const ragged = asking(['2026-11-10', '2026-11-13'], ['2026-11-03', '2026-11-06'])
  const told = of(await reader(store).measure(ragged), 'active_people')
  expect(told).toMatchObject({
    now: null,
    withheld: { reason: 'detail', nearest: { kind: 'period', from: WEEK[0], to: WEEK[1] } },
  })
})

test('a team beside a small one is withheld too, or the rest would be the small one', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const { measurements } = await reader(store).measure(asking(WEEK, BEFORE, { by: 'team' }))
  const { by } = of({ measurements } as Parameters<typeof of>[0], 'messages')
  // One of the two large ones stands for itself, the other hides the small one.
  expect(by?.rows.map(({ key }) => key)).toHaveLength(2)
  expect(by?.rows.at(-1)?.key).toBe('others')
})

test('a person is not narrowed down to, and whether they are known is not told', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const found = await reader(store).resolve({ user: ['nobody@example.com'] })
  if (!('scope' in found)) throw new Error('names that are not told are not looked up')
  const told = of(
    await reader(store).measure(asking(WEEK, BEFORE, { scope: found.scope })),
    'messages',
  )
  expect(told).toMatchObject({ now: null, withheld: { reason: 'detail' } })
})

test('published again, nothing changes; a late row of one person changes nothing either', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const before = await cells(store)
  expect(await publishClosed(store.db, { today: TODAY, rule })).toEqual({
    periods: 0,
    restated: 0,
    held: 0,
  })
  await change(
    store,
    sql`update usage_daily set messages = 90 where person_id = 3 and day = '2026-11-10'`,
  )
  expect(await publishClosed(store.db, { today: TODAY, rule })).toMatchObject({
    restated: 0,
    held: 1,
  })
  expect(await cells(store)).toEqual(before)
})

test('a restatement of everyone is told, as another version', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const before = of(await reader(store).measure(asking(WEEK, BEFORE)), 'messages').now
  await change(store, sql`update usage_daily set messages = messages * 2 where day >= '2026-11-01'`)
  expect(await publishClosed(store.db, { today: TODAY, rule })).toMatchObject({
    restated: 1,
    held: 0,
  })
  expect(of(await reader(store).measure(asking(WEEK, BEFORE)), 'messages').now).toBe(
    2 * (before ?? NaN),
  )
})

test('a day that is counted again is looked at once', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const desk = publishing(store.db, rule)
  expect(await desk.due(TODAY)).toBe(false)
  await markRecounted(store.db, ['2026-11-10'])
  expect(await desk.due(TODAY)).toBe(true)
  await desk.publish(TODAY)
  expect(await desk.due(TODAY)).toBe(false)
})

test('two replicas that publish at once tell the same once', async () => {
  await using store = await openMemoryStore()
  await company(store, { publish: false })
  const desk = publishing(store.db, rule)
  const both = await Promise.all([desk.publish(TODAY), desk.publish(TODAY)])
  const [one, other] = both.map(({ periods }) => periods)
  expect((one ?? 0) + (other ?? 0)).toBe(4)
  expect(await desk.publish(TODAY)).toEqual({ periods: 0, restated: 0, held: 0 })
})

test.each([
  ['days are counted again', (store: Store) => markRecounted(store.db, ['2026-11-10'])],
  [
    'the floor is raised',
    (store: Store) =>
      rows(
        store.db,
        'a policy',
        sql`insert into policy_version (version, policy, hash, at, by, weaker)
          values (1, '{}', '', now(), 'a test', '[]')`,
      ),
  ],
])('where %s while it is decided, it is decided anew the next time', async (_, change) => {
  await using store = await openMemoryStore()
  await company(store, { publish: false })
  let meanwhile = change
  const desk = publishing(store.db, async () => {
    await meanwhile(store)
    meanwhile = () => Promise.resolve()
    return rule()
  })
  expect((await desk.publish(TODAY)).periods).toBe(2)
  expect((await desk.publish(TODAY)).periods).toBe(2)
})

test('who published cells were added up from goes 35 days after the month; the cells stay', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const before = await cells(store)
  const prune = (today: string) =>
    retention(store.db).prune({ today: dayOf(today), factDays: undefined, dryRun: false })
  expect(await prune('2027-01-04')).toEqual([])
  expect(await prune('2027-01-05')).toEqual([
    { table: 'published_basis', rows: expect.any(Number) as number },
  ])
  expect(await cells(store)).toEqual(before)
})

test('cells go with the facts, and what is left of them is not published anew', async () => {
  await using store = await openMemoryStore()
  await company(store)
  const desk = publishing(store.db, rule)
  const keep = { factDays: 1, dryRun: false }
  await retention(store.db).prune({ today: dayOf('2026-11-12'), ...keep })
  expect(await desk.publish(TODAY)).toEqual({ periods: 0, restated: 0, held: 0 })
  expect(await cells(store)).not.toEqual([])
  await retention(store.db).prune({ today: dayOf('2026-12-02'), ...keep })
  expect(await cells(store)).toEqual([])
  expect(await desk.publish(dayOf('2026-12-02'))).toMatchObject({ restated: 0, held: 0 })
})
