import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { SharedAsset } from '#collect.ts'
import { day as dayOf } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { publishClosed } from '#store/publish.ts'
import { retention } from '#store/retention.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { namesLike } from '#store/type-ahead.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { pseudonym } from '#test/support/events.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { asSnapshot, pullNow } from './collects.ts'
import { company, rule, TODAY } from './publish-company.ts'

const PEOPLE = [1, 2, 3, 4, 5, 6] as const
const [FIRST, SECOND] = ['2026-11-03', '2026-11-10']

/** Who ran what, and when. All but `private` are shared with the company. */
const RUNS: Readonly<Record<string, readonly (readonly [string, readonly number[]])[]>> = {
  contracts: [[FIRST, PEOPLE.slice(0, 5)]],
  // Four people, and runs of nobody who is known.
  quiet: [[FIRST, [0, ...PEOPLE.slice(0, 4)]]],
  spread: [
    [FIRST, PEOPLE.slice(0, 3)],
    [SECOND, PEOPLE.slice(3)],
  ],
  private: [[FIRST, PEOPLE]],
}
const code = (agent: string) => `agent ${pseudonym(agent).slice(0, 6)}`
const named = (agent: string, name: string): SharedAsset => ({
  kind: 'agent',
  asset: pseudonym(agent),
  name,
})
const SHARED = [
  named('contracts', 'Contract helper'),
  named('quiet', 'Quiet helper'),
  named('spread', 'Travel desk'),
]

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
  await company(store, { publish: false })
  await tell(SHARED)
  for (const [agent, runs] of Object.entries(RUNS)) {
    const known = sql`asset where pseudonym = decode(${pseudonym(agent)}, 'hex')`
    await rows(
      store.db,
      'an asset',
      sql`insert into asset (asset_id, kind, pseudonym)
        select (select max(asset_id) + 1 from asset), 'agent', decode(${pseudonym(agent)}, 'hex')
        where not exists (select from ${known})`,
    )
    for (const [day, people] of runs)
      await rows(
        store.db,
        'runs',
        sql`insert into asset_daily (day, account_id, tool_id, source_id, asset_id, person_id, unit_id,
            requests, runs, failed_runs)
          select ${day}::date, p, 1, 1, (select asset_id from ${known}), p, 1, 1, 1, 0
          from unnest(${sql.param(people)}::int[]) p`,
      )
  }
})
afterAll(() => store[Symbol.asyncDispose]())

const tell = (shared: readonly SharedAsset[], source = 'vendor-agents') =>
  pullNow(store, [{ shared }], { stream: asSnapshot({ id: source, source, tools: [] }) })
const reader = () => usageReader(store.db, { pseudonym: () => '' })
const called = async () =>
  (await namesLike(store.db).asset({ typed: '', most: 9, published: false })).toSorted()
const codes = (...agents: readonly string[]) => agents.map(code)

test('a name that is shared stays a code until a week or month closes in which five people ran it', async () => {
  expect(await called()).toEqual(codes('contracts', 'quiet', 'spread', 'private').toSorted())
  expect(await reader().resolve({ asset: ['Contract helper'] })).toHaveProperty('unresolved')
  await publishClosed(store.db, { today: TODAY, rule })
  expect(await called()).toEqual(
    ['Contract helper', ...codes('quiet', 'spread', 'private')].toSorted(),
  )
  // Six people ran it in November, three a week.
  await publishClosed(store.db, { today: dayOf('2026-12-10'), rule })
  expect(await called()).toEqual(
    ['Contract helper', 'Travel desk', ...codes('quiet', 'private')].toSorted(),
  )
})

test('answers call it by its name, and what is kept of a question by its code', async () => {
  const house = memoryHouse()
  const ask = answerCommand({ ...house, usage: reader() })
  const days = '2026-11-02..2026-11-08'
  const { message } = await ask(asks(`asset:"contract HELP" ${days}`))
  expect(plain(message)).toContain('The company ran Contract helper 5 times')
  const split = await ask(asks(`by:asset asset:agents ${days}`))
  for (const name of ['Contract helper', code('quiet'), 'Travel desk'])
    expect(plain(split.message)).toContain(name)
  expect(plain(split.message)).not.toContain('Quiet')
  expect(house.rows.map(({ command }) => command)).toEqual([
    `asset:"${code('contracts')}" ${days}`,
    `asset:agents by:asset ${days}`,
  ])
  const again = await ask(asks(`asset:"${code('contracts')}" ${days}`))
  expect(plain(again.message)).toContain('The company ran Contract helper 5 times')
})

test('a new name is a code again until it is decided on, two of one name are told apart, and what is shared no more is forgotten', async () => {
  await tell([named('contracts', 'Contract helper'), named('spread', 'helper')])
  expect(await called()).toEqual(
    ['Contract helper', ...codes('quiet', 'spread', 'private')].toSorted(),
  )
  await tell([named('contracts', 'Helper'), named('spread', 'helper')])
  await publishClosed(store.db, { today: dayOf('2026-12-17'), rule })
  expect(await called()).toEqual(
    [
      `Helper (${code('contracts')})`,
      `helper (${code('spread')})`,
      ...codes('quiet', 'private'),
    ].toSorted(),
  )
  // Another source's list says nothing of these.
  await tell([], 'other-agents')
  await tell([named('spread', 'Travel desk')])
  await publishClosed(store.db, { today: dayOf('2026-12-24'), rule })
  expect(await called()).toEqual(
    ['Travel desk', ...codes('contracts', 'quiet', 'private')].toSorted(),
  )
  const kept = () => rows(store.db, 'names', sql`select name from asset_name`)
  expect(await kept()).toEqual([{ name: 'Travel desk' }])
  // Its source is asked no more.
  const pruned = (today: string) =>
    retention(store.db).prune({ today: dayOf(today), factDays: undefined, dryRun: false })
  await pruned('2027-01-05')
  expect(await kept()).toHaveLength(1)
  await pruned('2027-01-06')
  expect(await kept()).toEqual([])
  expect(await called()).toEqual(codes('contracts', 'quiet', 'spread', 'private').toSorted())
})
