import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'
import { day as dayOf } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { takeFirstLimits } from '#jobs/first-limits.ts'
import { limitBook } from '#store/quartile-limits.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { stores } from '#test/support/store.ts'

import { measureBoth, asking } from './reader-ask.ts'
import { type Company, found, type Use } from './reader-company.ts'

const DAY = 86_400_000
const range = (from: string, days: number) =>
  Array.from({ length: days }, (_, n) =>
    new Date(Date.parse(from) + n * DAY).toISOString().slice(0, 10),
  )
/** Eight whole weeks; today is the Monday after. */
const FIRST = '2026-09-28'
const TODAY = '2026-11-23'
const LAST_FOUR = ['2026-10-26', '2026-11-22'] as const
const people = Array.from({ length: 40 }, (_, n) => `p-${String(n).padStart(2, '0')}`)

/** The n-th of them sends n + 1 messages a week, in the last `weeks` weeks `times` as many. */
const uses = (times = 1): readonly Use[] =>
  people.flatMap((person, n) =>
    range(FIRST, 56)
      .filter((_, day) => day % 7 === 0)
      .map((day) => ({
        day,
        tool: 'chatgpt',
        person,
        unit: 'Sales',
        active: true,
        messages: (n + 1) * (day >= '2026-11-09' ? times : 1),
      })),
  )

const company = (of: readonly Use[], more: Partial<Company> = {}): Company => ({
  tools: ['chatgpt', 'claude', 'cursor', 'late'],
  units: ['Sales'],
  people,
  covered: range(FIRST, 56).flatMap((day) => [
    { tool: 'chatgpt', day },
    ...(day < '2026-11-20' ? [{ tool: 'late', day }] : []),
    { tool: 'claude', day },
    ...(day > '2026-10-27' ? [{ tool: 'cursor', day }] : []),
  ]),
  uses: [
    ...of,
    ...of.map((use) => ({ ...use, tool: 'late' })),
    { day: '2026-11-16', tool: 'claude', person: 'p-01', active: true, messages: 3 },
    { day: '2026-11-16', tool: 'cursor', person: 'p-01', active: true, messages: 3 },
  ],
  ...more,
})

const take = { tools: 'all', today: dayOf(TODAY), floor: 5, by: 'test', at: 0 } as const

describe.each(stores())('$kind', ({ open }) => {
  test('limits are taken of tools whose weeks and people suffice, and stay as use grows', async () => {
    await using store = await open()
    await found(store, company(uses()))
    const book = limitBook(store.db)
    const limits = { tool: 'chatgpt', light: 10, moderate: 20, heavy: 30, on: TODAY }
    const [from, to] = LAST_FOUR
    expect(await book.take({ ...take, tools: 'new' })).toEqual({
      taken: [
        { ...limits, from, to },
        // Its last days are not there yet.
        { ...limits, tool: 'late', from: '2026-10-19', to: '2026-11-15' },
      ],
      not: [
        { tool: 'claude', why: 'people' },
        { tool: 'cursor', why: 'weeks' },
      ],
    })
    // A second time there is nothing new to take.
    expect((await book.take({ ...take, tools: 'new' })).taken).toEqual([])
    await rows(store.db, 'grow', sql`update usage_daily set messages = messages * 3`)
    expect((await book.list())[0]).toEqual({ ...limits, from, to })
    const asked = asking(['2026-11-16', '2026-11-22'], ['2026-11-09', '2026-11-15'], {
      by: 'quartile',
      today: dayOf(TODAY),
      metrics: ['active_people'],
      scope: { ids: { tool: [1] }, labels: { tool: ['chatgpt'] } },
    })
    const { measurements, limits: told } = await measureBoth(store, asked)
    expect(measurements[0]?.by?.rows.map(({ key, now }) => [key, now])).toEqual([
      // Three times as much: from the tenth on they reach 30 a week, from the seventh 20, from the fourth 10.
      ['heavy', 31],
      ['light', 3],
      ['minimal', 3],
      ['moderate', 3],
    ])
    expect(told).toEqual([{ ...limits, from, to }])
    expect((await book.take(take)).taken[0]).toMatchObject({
      light: 30,
      moderate: 70,
      heavy: 100,
    })
    const [after] = (await measureBoth(store, asked)).measurements
    expect(after?.by?.rows.map(({ key, now }) => [key, now])).toEqual(
      [
        ['light', 14],
        ['minimal', 9],
        ['heavy', 7],
        ['moderate', 10],
      ].toSorted((a, b) => Number(b[1]) - Number(a[1])),
    )
  }, 180_000)
})

test('an admin reads quartile levels with their limits, takes new ones, and what was said stays said', async () => {
  const { open } = stores()[0] ?? {}
  await using store = (await open?.()) as Store
  await found(store, company(uses()))
  const memory = memoryHouse({ now: `${TODAY}T09:00:00Z` })
  const house = {
    ...memory,
    usage: usageReader(store.db, { pseudonym: (text: string) => text }),
    limits: limitBook(store.db),
  }
  const answer = answerCommand(house)
  const admin = member({ admin: true, person: true })
  const said = async (text: string, viewer = admin) => {
    const { outcome, message } = await answer(asks(text, viewer))
    return `${outcome} ${plainText(message)}`
  }
  expect(await said('by:quartile people tool:chatgpt 1w')).toContain(
    'No limits, so no quartile level: chatgpt',
  )
  expect(await said('limits')).toContain('No tool has limits')
  const claims = { claim: () => Promise.resolve(true) }
  await takeFirstLimits({ ...house, claims })
  const ten = 'light from 10, moderate from 20, heavy from 30 messages a week'
  expect(await said('limits')).toContain(
    `chatgpt: ${ten}; taken on 23 Nov 2026 from use in 26 Oct – 22 Nov 2026`,
  )
  const asked = 'by:quartile people tool:chatgpt 1w'
  const first = await said(asked)
  expect(first).toContain(`Limits of chatgpt: ${ten}; taken on 23 Nov 2026`)
  expect(first).toMatch(/heavy\W+11\b/u)
  expect(await said('quartile:heavy tool:chatgpt 1w')).toContain('Heavy users')
  expect(await said('quartile:hevy 1w')).toMatch(/misread .*heavy/su)
  expect(await said('explain')).toContain('by limits that stay as use grows')
  // A new start takes no new ones.
  await takeFirstLimits({ ...house, claims })
  await rows(store.db, 'grow', sql`update usage_daily set messages = messages * 3`)
  expect(await said('limits')).toContain(ten)
  expect(await said('limits take', member())).toContain('refused')
  expect(await said('limits', member())).toContain('refused')
  const taken = await said('limits take')
  expect(taken).toContain(
    'chatgpt: light from 30, moderate from 70, heavy from 100 messages a week, from use in 26 Oct – 22 Nov 2026; before: 10, 20 and 30',
  )
  expect(taken).toContain('Not of claude: it takes 20 people')
  expect(taken).toContain(
    'Not of cursor: there are no four whole weeks of late whose every day is known',
  )
  expect(await said(asked)).toMatch(/heavy\W+7\b/u)
  const trail = await rows(
    store.db,
    'trail',
    sql`select command, detail->>'taken' as taken from audit where action = 'limits' order by seq`,
  )
  expect(trail).toEqual([{ command: 'limits take', taken: '2' }])
}, 180_000)
