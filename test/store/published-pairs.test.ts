import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import { publishClosed } from '#store/publish.ts'
import { publishedReader } from '#store/published-reader.ts'
import type { Store } from '#store/store.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { DAYS, rule, TODAY } from './publish-company.ts'
import { asking, measureBoth, of } from './reader-ask.ts'
import { found } from './reader-company.ts'

const WEEK = ['2026-11-09', '2026-11-15'] as const
const BEFORE = ['2026-11-02', '2026-11-08'] as const
const UNITS = ['Sales', 'Sales/EMEA', 'Sales/Desk', 'Data']
/** Twenty, three, and twenty. */
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
      PEOPLE.flatMap((person, n) =>
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
        })),
      ),
    ),
  })
  await publishClosed(store.db, { today: TODAY, rule })
})
afterAll(() => store[Symbol.asyncDispose]())

const reader = () => publishedReader(store.db, { pseudonym: () => '' })

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
