import { afterAll, beforeAll, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { eachDay } from '#core/time/period.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { publishedReader } from '#store/published-reader.ts'
import type { Store } from '#store/store.ts'
import { plain } from '#test/core/message/plain.ts'
import { company, TODAY } from '#test/store/publish-company.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

const days = eachDay({ from: day('2026-10-01'), to: day('2026-11-20') })
let store: Store

beforeAll(async () => {
  store = await openMemoryStore()
  await company(store, { days })
})
afterAll(() => store[Symbol.asyncDispose]())

const lead = member({ id: 'UEVE', leads: ['Sales'] })
const analyst = member({ id: 'UDAN', roles: ['analyst'] })

async function answered(text: string, who = lead) {
  const house = memoryHouse({
    published: publishedReader(store.db, { pseudonym: () => '' }),
    now: `${TODAY}T12:00:00Z`,
  })
  const { message, outcome } = await answerCommand(house)(asks(text, who))
  // Nothing was asked of the exact numbers.
  expect(house.questions).toEqual([])
  return { words: plain(message), message, outcome }
}

/** Ten people, 5 to 8 messages a day; the last closed day is Sunday the 15th. */
const PER_DAY = Array.from({ length: 28 }, (_, n) => n)
  .filter((n) => n >= 16 && n < 26)
  .reduce((sum, n) => sum + 5 + (n % 4), 0)

test('a lead asks how a team did in 30 days and is told what has closed of them', async () => {
  const { words, outcome } = await answered('team:Sales/APAC 30d messages')
  expect(outcome).toBe('answered')
  const closed = eachDay({ from: day('2026-10-22'), to: day('2026-11-15') }).length
  expect(words).toContain((PER_DAY * closed).toLocaleString('en-US'))
  expect(words).toContain('(data to 15 Nov 2026 only)')
})

test('two viewers are told the same, word by word', async () => {
  for (const text of ['team:Sales/APAC 30d', 'team:Sales by:team 1w', 'team:Sales/Desk 30d'])
    expect((await answered(text, analyst)).words).toBe((await answered(text)).words)
})

test('a team beside a small one is not told; the team above is a press away', async () => {
  const { words, message } = await answered('team:Sales/Desk 30d')
  expect(words).toContain('about too few people')
  expect(message.parts.at(-1)).toEqual({
    kind: 'buttons',
    buttons: [
      { label: 'team:Sales 30d', act: { kind: 'ask', command: 'team:Sales 30d' } },
      {
        label: 'Explain',
        act: { kind: 'ask', command: expect.stringMatching(/^explain \w{4}$/u) as string },
      },
    ],
  })
  const larger = await answered('team:Sales 30d')
  expect(larger.words).toContain('messages')
  // What the lattice does not have is said beside what it has.
  expect(larger.words).toContain('Spend, Active people and Sessions: This is not told')
})

test('days that have not closed are told to nobody, and the last that have are offered', async () => {
  const { words } = await answered('team:Sales/APAC yesterday')
  expect(words).toContain('numbers are told when their week or month has closed')
})

test('levels of use and single agents are in no published cell: without them it is answered', async () => {
  for (const [text, without] of [
    ['by:level messages 30d', 'messages 30d'],
    ['by:level,tool messages 30d', 'messages 30d'],
    ['by:asset messages 30d', 'messages 30d'],
    ['level:power messages 30d', 'messages 30d'],
    ['level:power,low team:Sales messages 30d', 'messages 30d'],
    ['asset:agents messages 30d', 'messages 30d'],
  ] as const) {
    const { words, message } = await answered(text, analyst)
    expect([text, words]).toEqual([text, expect.stringContaining('not published at this detail')])
    expect(words).not.toMatch(/power|novice|agent [\da-f]{6}/)
    expect([text, JSON.stringify(message.parts)]).toEqual([text, expect.stringContaining(without)])
  }
})
