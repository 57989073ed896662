import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import { publishClosed } from '#store/publish.ts'
import { publishedReader } from '#store/published-reader.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { namesLike } from '#store/type-ahead.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { DAYS, rule, TODAY } from './publish-company.ts'
import { asking, measureBoth, of } from './reader-ask.ts'
import { found } from './reader-company.ts'

const WEEK = ['2026-11-09', '2026-11-15'] as const
const BEFORE = ['2026-11-02', '2026-11-08'] as const
const UNITS = ['Sales', 'Sales/EMEA', 'Sales/Desk', 'Data']
/** Twenty, three, and twenty, four of whom use nothing. */
const PEOPLE = Array.from({ length: 43 }, (_, n) => `p-${n}`)
const unitOf = (n: number) => (n < 20 ? 'Sales/EMEA' : n < 23 ? 'Sales/Desk' : 'Data')

let store: Store

beforeAll(async () => {
  store = await openMemoryStore()
  await found(store, {
    units: UNITS,
    people: PEOPLE,
    tools: ['chatgpt', 'claude'],
    models: ['gpt-5', 'gpt-5-mini', 'opus', 'rare'],
    features: ['chat'],
    covered: DAYS.flatMap((day) => ['chatgpt', 'claude'].map((tool) => ({ tool, day }))),
    members: PEOPLE.map((person, n) => ({
      person,
      unit: unitOf(n),
      from: '2026-01-01',
      to: '9999-12-31',
    })),
    uses: DAYS.flatMap((day) =>
      PEOPLE.slice(0, -4).flatMap((person, n) =>
        ['chatgpt', 'claude'].map((tool) => ({
          day,
          tool,
          person,
          unit: unitOf(n),
          // Two alone use a model that nobody else has.
          model: tool === 'claude' ? (n < 2 ? 'rare' : 'opus') : n % 2 ? 'gpt-5' : 'gpt-5-mini',
          feature: 'chat',
          active: true,
          messages: 5 + (n % 4),
          sessions: 2,
          input_tokens: 100 + (n % 5),
          cache_read_tokens: 300,
          cache_write_tokens: 40,
          output_tokens: 50,
          cost_estimated_micros: 7000 + n,
          requests: 20,
          errors: n % 2,
          code_generations: 12,
          // In one department everyone but one takes all that is suggested.
          code_acceptances: n < 23 ? 5 + (n % 3) : n === 30 ? 2 : 12,
        })),
      ),
    ),
  })
  await publishClosed(store.db, { today: TODAY, rule })
})
afterAll(() => store[Symbol.asyncDispose]())

const reader = () => publishedReader(store.db, { pseudonym: () => '' })

const RATIOS = [
  'cache_hit_rate',
  'output_input_ratio',
  'messages_per_session',
  'cost_per_session',
  'cost_per_message',
  'cost_per_person',
  'sessions_per_person_week',
  'tokens_per_person_week',
  'acceptance_rate',
  'error_rate',
] as const

describe('ratios of what is published', () => {
  test.each(RATIOS)('%s is told with both its parts, as it is', async (metric) => {
    const question = asking(WEEK, BEFORE, { metrics: [metric] })
    const exact = of(await measureBoth(store, question), metric)
    const told = of(await reader().measure(question), metric)
    expect(told.now).toBeGreaterThan(0)
    expect(told.now).toBe(exact.now)
    expect(told.madeOf).toEqual(exact.madeOf)
  })

  test('is told of each tool or unit that both parts are told of, and is no sum of them', async () => {
    const told = async (by: 'tool' | 'department') => {
      const question = asking(WEEK, BEFORE, { metrics: ['cache_hit_rate'], by })
      const { rows = [] } = of(await reader().measure(question), 'cache_hit_rate').by ?? {}
      return new Set(rows.map(({ key }) => key))
    }
    expect(await told('tool')).toEqual(new Set(['chatgpt', 'claude']))
    expect(await told('department')).toEqual(new Set(['Data', 'Sales']))
  })

  test('of people is told in whole weeks alone, and of what is not published never', async () => {
    const of4Days = asking(['2026-11-09', '2026-11-12'], ['2026-11-02', '2026-11-05'], {
      metrics: ['cost_per_person', 'agent_share'],
    })
    const { measurements } = await reader().measure(of4Days)
    expect(measurements.map(({ now, withheld }) => [now, withheld?.reason])).toEqual([
      [null, 'detail'],
      [null, 'detail'],
    ])
  })
})

test('how much was accepted is not told where who did not accept would follow', async () => {
  const told = async (question: Parameters<typeof asking>[2]) =>
    of(await reader().measure(asking(WEEK, BEFORE, question)), 'acceptance_rate')
  const metrics = ['acceptance_rate'] as const
  const data = { ids: { team: [4] }, labels: {} }
  expect(await told({ metrics, scope: data })).toMatchObject({
    now: null,
    withheld: { reason: 'few', nearest: { kind: 'unit', path: null } },
  })
  // Beside the whole, the other department would tell of this one.
  expect((await told({ metrics, by: 'department' })).by?.rows).toEqual([])
  const rate = 'error_rate'
  const question = asking(WEEK, BEFORE, { metrics: [rate], scope: data })
  expect(of(await reader().measure(question), rate).now).toBeCloseTo(0.025, 2)
})

test('a lead who asks how much came from caches is told, with both sides', async () => {
  const house = memoryHouse({ published: reader(), now: `${TODAY}T12:00:00Z` })
  const lead = member({ id: 'UEVE', leads: ['Data'] })
  const { message, outcome } = await answerCommand(house)(asks('team:Data cache_hit_rate 1w', lead))
  expect(outcome).toBe('answered')
  expect(plain(message)).toContain('took 68% of input from caches')
  expect(plain(message)).toContain('cache read tokens')
  expect(house.questions).toEqual([])
})

describe('models that few use', () => {
  test('are named to nobody who reads what is published, in an answer or while they type', async () => {
    const named = async (...model: readonly string[]) => {
      const found = await reader().resolve({ model })
      return 'scope' in found
        ? found.scope.labels.model
        : found.unresolved.flatMap(({ suggestions }) => suggestions)
    }
    expect(await named('gpt-*')).toEqual(['gpt-5', 'gpt-5-mini'])
    expect(await named('*')).toEqual(['gpt-5', 'gpt-5-mini'])
    expect(await named('rar')).not.toContain('rare')
    // Who knows the name reads what somebody who guesses one does.
    const asked = async (model: string) =>
      JSON.stringify(await reader().resolve({ model: [model] }))
    const [known, guessed] = [await asked('Rare'), await asked('Wolf')]
    expect(known).toContain('untold')
    expect(known.replace('Rare', 'Wolf')).toBe(guessed)
    const offered = (published: boolean) =>
      namesLike(store.db).model({ typed: 'r', most: 9, published })
    expect(await offered(false)).toEqual(['rare'])
    expect(await offered(true)).toEqual([])
    // What was told once and was told anew without it.
    await rows(
      store.db,
      'an old telling',
      sql`insert into published_cell (month, metric, version, unit_id, own, first_day, last_day, split, tool_id, key, value)
        select c.month, c.metric, 0, unit_id, own, first_day, last_day, split, tool_id, id, value
        from published_cell c, model where split = 'model' and name = 'rare' limit 1`,
    )
    expect(await offered(true)).toEqual([])
    expect(await named('gpt-*')).toEqual(['gpt-5', 'gpt-5-mini'])
  })
})

type Pair = readonly ['team' | 'department' | 'tool' | 'model', 'team' | 'tool' | 'model' | 'user']

async function both([by, also]: Pair) {
  const question = asking(WEEK, BEFORE, { by, also })
  const exact = of(await measureBoth(store, question), 'messages')
  return { exact, told: of(await reader().measure(question), 'messages') }
}

const named = (rows: readonly { key: string | null; also?: { key: string | null } }[] = []) =>
  rows.map(({ key, also }) => `${key} ${also?.key ?? ''}`)

describe('two splits of what is published', () => {
  test.each<Pair>([
    ['team', 'tool'],
    ['tool', 'team'],
    ['department', 'tool'],
    ['tool', 'model'],
    ['model', 'tool'],
  ])('%s and %s: what is told is exact, and with the others it is the whole', async (...pair) => {
    const { exact, told } = await both(pair)
    const truth = new Map(exact.by?.rows.map((row) => [named([row])[0], row.now]))
    const apart = (told.by?.rows ?? []).filter(({ key }) => key !== 'others')
    expect(apart.length).toBeGreaterThan(1)
    for (const row of apart) expect(row.now).toBe(truth.get(named([row])[0]))
    const sum = (told.by?.rows ?? []).reduce((all, { now }) => all + (now ?? 0), 0)
    expect(sum).toBe(exact.now)
  })

  test('a unit of three and a model of two are in nobody’s row', async () => {
    const { told: teams } = await both(['team', 'tool'])
    expect(named(teams.by?.rows).join()).not.toContain('Desk')
    const { told: models } = await both(['tool', 'model'])
    expect(named(models.by?.rows)).toContain('chatgpt gpt-5')
    expect(named(models.by?.rows).join()).not.toContain('rare')
  })

  test.each<Pair>([
    ['team', 'model'],
    ['model', 'team'],
    ['department', 'user'],
  ])('of %s and %s there are no cells: no row is told, and it says so', async (...pair) => {
    const { told } = await both(pair)
    expect(told.now).not.toBeNull()
    expect(told.by).toMatchObject({
      rows: [],
      withheld: { reason: 'detail', nearest: { kind: 'without', what: 'second split' } },
    })
  })

  test('who asks is told that this is not published, and what is', async () => {
    const house = memoryHouse({ published: reader(), now: `${TODAY}T12:00:00Z` })
    const analyst = member({ id: 'UDAN', roles: ['analyst'] })
    const { message } = await answerCommand(house)(asks('by:team,model messages 1w', analyst))
    expect(plain(message)).toContain(
      'By team and model: This is not published at this detail. Ask `by:team messages 1w`.',
    )
  })
})
