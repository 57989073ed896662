import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { day as dayOf } from '#core/time/day.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { publishedReader } from '#store/published-reader.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { asking, LAST, measureBoth, THIS } from './reader-ask.ts'
import { company, OF_EVERYONE, OF_PERSONS } from './reader-companies.ts'
import { found, type Use } from './reader-company.ts'
import { later } from './reader-levels.ts'
import { TOOLS } from './reader-names.ts'
import { reference } from './reader-reference.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const METRICS = ['spend', 'input_tokens', 'active_people', ...OF_PERSONS, ...OF_EVERYONE] as const

test('whoever does what, the numbers of single people are those counted by hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      company,
      fc.constantFrom(undefined, 'team', 'tool', 'model', 'level', 'user'),
      fc.constantFrom('2026-11-18', '2026-11-23'),
      async (company, by, today) => {
        await found(store, company)
        const asked = {
          period: ['2026-11-09', '2026-11-17'] as const,
          previous: ['2026-10-31', '2026-11-08'] as const,
          grain: 'week' as const,
          partial: false,
        }
        const question = asking(asked.period, asked.previous, {
          metrics: METRICS,
          grain: 'week',
          today: dayOf(today),
          ...(by && { by }),
        })
        expect(await measureBoth(store, question)).toEqual(
          reference(company, { ...asked, metrics: METRICS, today, by, filters: {} }),
        )
      },
    ),
    { numRuns: 5 },
  )
}, 120_000)

const DAYS = Array.from({ length: 91 }, (_, n) => later('2026-08-22', n))
const isWorked = (day: string) => ![0, 6].includes(new Date(day).getUTCDay())
const of = (person: string, days: readonly string[], more: Partial<Use> = {}): readonly Use[] =>
  days.map((day) => ({
    day,
    tool: 'chatgpt',
    person,
    unit: 'Sales',
    active: true,
    messages: 5,
    ...more,
  }))
const since = (day: string) => DAYS.filter((one) => one >= day && isWorked(one))

/** Ada always uses three tools, Bob one and ever less; Cyd comes to premium models, and Dee was new in September. */
const uses = [
  ...TOOLS.flatMap((tool) => of('p-ada', since('2026-08-22'), { tool, model: 'gpt-5' })),
  ...of(
    'p-bob',
    since('2026-08-22').filter((day) => day < '2026-10-12'),
    { messages: 3 },
  ),
  ...of('p-bob', ['2026-11-02'], { messages: 1 }),
  ...of(
    'p-cyd',
    since('2026-08-22').filter((day) => day < '2026-11-09'),
    { model: 'gpt-4o' },
  ),
  ...of('p-cyd', since('2026-11-09'), { model: 'gpt-5' }),
  ...of('p-dee', since('2026-09-14')),
]

test('who asks is told how people use it, who moved between levels and who came to premium models', async () => {
  await found(store, {
    units: ['Sales'],
    people: ['p-ada', 'p-bob', 'p-cyd', 'p-dee'],
    tools: TOOLS,
    models: ['gpt-5', 'gpt-4o'],
    uses,
    covered: TOOLS.flatMap((tool) => DAYS.map((day) => ({ tool, day }))),
  })
  const usage = usageReader(store.db, { pseudonym: () => '' })
  const ask = async (text: string) =>
    plain((await answerCommand({ ...memoryHouse(), usage })(asks(text))).message)
  const four = '2026-10-24..2026-11-20'
  // Ada: 50 for every day, 30 for five messages and more, 20 for three tools; Cyd and Dee one tool.
  const score = await ask(`proficiency ${four}`)
  expect(score).toContain('The company scored')
  expect(score).toContain('proficiency')
  expect(await ask(`user:p-ada proficiency ${four}`)).toContain('scored 100 of 100 in proficiency')
  expect(await ask(`user:p-cyd proficiency ${four}`)).toContain('scored 86 of 100 in proficiency')
  // Bob: 1 of 12 days, 6 points of depth by a third, one tool.
  expect(await ask(`user:p-bob proficiency ${four}`)).toContain('scored 12 of 100 in proficiency')
  expect(await ask(`habit_rate ${four}`)).toContain('had a habit of AI in 75% of its active people')
  expect(await ask(`moves up ${four}`)).toContain('saw 1 person move up a level of use')
  expect(await ask(`moved down ${four}`)).toContain('saw 1 person move down a level of use')
  expect(await ask(`moves to premium models ${four}`)).toContain(
    'saw 1 person begin with premium models',
  )
  const published = publishedReader(store.db, { pseudonym: () => '' })
  const told = { ...published, hasUsage: () => Promise.resolve(true) }
  const house = { ...memoryHouse(), usage: told }
  expect(
    plain((await answerCommand(house)(asks(`adoption team:Sales ${four}`))).message),
  ).toContain(`This is not published at this detail.\nAsk \`team:Sales active_people ${four}\`.`)
  const { measurements } = await published.measure(asking(THIS, LAST, { metrics: OF_PERSONS }))
  expect(measurements.map(({ metric, now, withheld }) => ({ metric, now, withheld }))).toEqual(
    OF_PERSONS.map((metric) => ({ metric, now: null, withheld: { reason: 'detail' } })),
  )
})

test('a week of which a tool lacks a day is no fall: moves between levels are not known then', async () => {
  await found(store, {
    units: ['Sales'],
    people: ['p-ada', 'p-bob', 'p-cyd', 'p-dee'],
    tools: TOOLS,
    models: ['gpt-5', 'gpt-4o'],
    uses,
    covered: TOOLS.flatMap((tool) => DAYS.map((day) => ({ tool, day }))).filter(
      ({ tool, day }) => tool !== 'claude' || day !== '2026-11-12',
    ),
  })
  const usage = usageReader(store.db, { pseudonym: () => '' })
  const house = { ...memoryHouse(), usage }
  const { message } = await answerCommand(house)(asks('level_falls 2026-10-24..2026-11-15'))
  expect(plain(message)).toContain('Moves down a level of the company')
  expect(plain(message)).toContain('is not known')
})

test('who asks how many of the people there are use it is told of teams without any use, and of nobody where no directory is', async () => {
  const at = (person: string, unit: string, from = '2026-01-01', to = '9999-12-31') => ({
    person,
    unit,
    from,
    to,
  })
  const company = {
    units: ['Sales', 'Sales/EMEA', 'Data'],
    people: ['p-ada', 'p-bob', 'p-cyd', 'p-dee', 'p-eli'],
    tools: ['chatgpt', 'claude'],
    models: ['gpt-5', 'gpt-4o'],
    uses: [...of('p-ada', ['2026-11-10']), ...of('p-bob', ['2026-11-11'], { unit: 'Sales/EMEA' })],
    covered: ['chatgpt', 'claude'].flatMap((tool) => DAYS.map((day) => ({ tool, day }))),
  }
  // Cyd moved to Data, where nobody uses anything; Dee left before; Eli is in nobody's team.
  const members = [
    at('p-ada', 'Sales'),
    at('p-bob', 'Sales/EMEA'),
    at('p-cyd', 'Sales', '2026-01-01', '2026-11-11'),
    at('p-cyd', 'Data', '2026-11-12'),
    at('p-dee', 'Data', '2026-01-01', '2026-11-08'),
  ]
  await found(store, { ...company, members })
  const usage = usageReader(store.db, { pseudonym: () => '' })
  const ask = async (text: string) =>
    (await answerCommand({ ...memoryHouse(), usage })(asks(text))).message
  const week = '2026-11-09..2026-11-15'
  const whole = plain(await ask(`adoption ${week}`))
  expect(whole).toContain('The company had 67% of its people use AI over 9–15 Nov 2026')
  expect(whole).toContain('(2 active people, 3 people in the directory)')
  const table = async (text: string) =>
    (await ask(text)).parts.flatMap((part) =>
      part.kind === 'table' ? part.rows.map(([name, value]) => `${name} ${value}`) : [],
    )
  expect(await table(`adoption by:team ${week}`)).toEqual([
    'EMEA 100%',
    'Sales 50%',
    'Data 0%',
    'All together 67%',
  ])
  expect(await table(`adoption by:tool ${week}`)).toEqual([
    'chatgpt 67%',
    'claude 0%',
    'All together 67%',
  ])
  // Nothing was used in Data, which is an answer; before the first known day nothing is one.
  expect(plain(await ask(`adoption team:Data ${week}`))).toContain(
    'Data had 0% of its people use AI',
  )
  expect(plain(await ask('adoption 2025-11-09..2025-11-15'))).toContain('There is no data')
  await found(store, company)
  const none = plain(await ask(`adoption ${week}`))
  expect(none).toContain('Adoption of the company over 9–15 Nov 2026 is not known')
  expect(none).toContain('a directory of people: `ai-usage import directory FILE`')
})
