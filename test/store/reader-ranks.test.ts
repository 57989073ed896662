import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { asking, chat, COMPANY, covers, LAST, measureBoth, of, THIS, WEEKS } from './reader-ask.ts'
import { found, type Use } from './reader-company.ts'

const PEOPLE = Array.from({ length: 45 }, (_, n) => `p-${n}`)
const UNITS = ['Sales', 'Data']
/** Thirty and fifteen. */
const unitOf = (n: number) => (n < 30 ? 'Sales' : 'Data')

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const company = (uses: readonly Use[]) => ({
  tools: ['chatgpt'],
  units: UNITS,
  people: PEOPLE,
  covered: covers('chatgpt'),
  uses,
})

const usesOf = (counts: readonly number[]): readonly Use[] =>
  WEEKS.flatMap((day, at) =>
    PEOPLE.flatMap((person, n): readonly Use[] => {
      const messages = counts[(at * PEOPLE.length + n) % counts.length] ?? 0
      return [{ day, tool: 'chatgpt', person, unit: unitOf(n), active: true, messages }]
    }),
  )

/** By hand: everyone's messages, most first. */
function byHand(uses: readonly Use[], [from, to]: readonly [string, string]) {
  const sums = new Map<string, number>()
  for (const { day, person = '', messages = 0 } of uses)
    if (day >= from && day <= to) sums.set(person, (sums.get(person) ?? 0) + messages)
  const each = [...sums.values()].filter((n) => n > 0).toSorted((a, b) => b - a)
  const first = (n: number) => each.slice(0, n).reduce((all, one) => all + one, 0)
  if (each.length < 30) return { share: null, tenths: undefined }
  const all = first(each.length)
  return {
    share: first(10) / all,
    tenths: Array.from(
      { length: 10 },
      (_, n) => first(Math.ceil((each.length * (n + 1)) / 10)) / all,
    ),
  }
}

test('whoever sends how much, the share of the ten and the curve are those counted by hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      // Of every third nothing: in some companies fewer than thirty send anything.
      fc.array(fc.oneof(fc.constant(0), fc.nat(50), fc.nat(500)), { minLength: 3, maxLength: 400 }),
      async (counts) => {
        const uses = usesOf(counts)
        await found(store, company(uses))
        const question = asking(THIS, LAST, { metrics: ['concentration'], by: 'team' })
        const said = of(await measureBoth(store, question), 'concentration')
        const now = byHand(uses, THIS)
        expect({ now: said.now, before: said.before, tenths: said.tenths }).toEqual({
          now: now.share,
          before: byHand(uses, LAST).share,
          tenths: now.tenths,
        })
        for (const { key, now } of said.by?.rows ?? [])
          expect(now).toBe(
            byHand(
              uses.filter(({ unit }) => unit === key),
              THIS,
            ).share,
          )
      },
    ),
    { numRuns: 4 },
  )
}, 60_000)

test('who asks is told the share of the ten and the curve, and of few people nothing', async () => {
  const uses = usesOf([1]).map((use) =>
    Number(use.person?.slice(2)) < 10 ? { ...use, messages: 10 } : use,
  )
  await found(store, company(uses))
  const house = { ...memoryHouse(), usage: usageReader(store.db, { pseudonym: () => '' }) }
  const ask = async (text: string) => plain((await answerCommand(house)(asks(text))).message)
  const words = await ask('concentration 2026-11-16..2026-11-20')
  expect(words).toContain('The company had 74% of its messages from ten people')
  expect(words).toContain('500 messages of the ten, 675 messages, 45 people')
  expect(words).toContain('| 20% who sent most | 67% |')
  const { report } = await answerCommand(house)(asks('concentration 2026-11-16..2026-11-20'))
  expect(report).toMatchObject({
    chart: { kind: 'lorenz', alt: expect.stringContaining('20% sent 67%') },
  })
  const few = await ask('team:Data concentration 2026-11-16..2026-11-20')
  expect(few).toContain('This is not told: it is about too few people')
})

test('a level is of whole weeks, also where the period ends within one', async () => {
  const mondays = ['2026-10-12', '2026-10-19', '2026-10-26', '2026-11-02', '2026-11-09']
  const wrote = (day: string, person: string, messages: number) => chat(day, person, { messages })
  await found(store, {
    ...COMPANY,
    covered: covers('chatgpt', [...mondays, '2026-11-10', '2026-11-13']),
    uses: [
      ...mondays.flatMap((day) => [wrote(day, 'p-ada', 20), wrote(day, 'p-bob', 3)]),
      // Most of what this one did in the week came after the period.
      wrote('2026-11-09', 'p-cyd', 1),
      wrote('2026-11-13', 'p-cyd', 10),
    ],
  })
  const period = ['2026-11-09', '2026-11-10'] as const
  const question = asking(period, ['2026-11-02', '2026-11-03'], {
    metrics: ['messages'],
    by: 'level',
  })
  const { by } = of(await measureBoth(store, question), 'messages')
  expect(by?.rows.map(({ key, now }) => [key, now])).toEqual([
    ['power', 20],
    ['habitual', 3],
    ['novice', 1],
  ])
})
