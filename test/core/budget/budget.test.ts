import { describe, expect, test } from 'vitest'

import { budgetCrossings, budgetKey, budgetOf, highest, pausedKey } from '#core/budget/budget.ts'
import { reachedMessage } from '#core/budget/message.ts'
import { budgetWords } from '#core/budget/words.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { addDays, day } from '#core/time/day.ts'

const spec = { metric: 'spend', amount: 200_000_000, per: 'month', filters: {} } as const
const days = (values: readonly (number | null)[]) =>
  values.map((value, n) => ({
    day: addDays(day('2026-11-01'), n),
    value: value === null ? null : value * 1_000_000,
  }))

describe('a budget of one person', () => {
  test('reaches each step once, and of those found together the highest is told', () => {
    const found = budgetCrossings(spec, days([60, 50, null, 60, 40]))
    expect(found.map(({ percent, on }) => [percent, on])).toEqual([
      [50, '2026-11-02'],
      [80, '2026-11-04'],
      [100, '2026-11-05'],
    ])
    expect(highest(found)?.percent).toBe(100)
    expect(highest([])).toBeUndefined()
    const next = budgetCrossings({ ...spec, per: 'day' }, days([200, 120]))
    expect(highest(next)).toMatchObject({ from: '2026-11-02', percent: 50 })
  })

  test('says when it is used up at this pace, and nothing of it where a locked phone shows it', () => {
    const [half] = budgetCrossings(spec, days([40, 40, 40]))
    const { summary, title, parts } = reachedMessage({ id: 3, alias: 'p-6kz6ex', spec }, half!)
    expect(`${title} ${summary}`).toBe('Budget 3 A budget of yours has reached 50%.')
    expect(parts[0]).toMatchObject({
      facts: expect.arrayContaining([
        { label: 'Who', value: 'p-6kz6ex' },
        { label: 'Budget', value: '$200 a month' },
        { label: 'Used up, at this pace', value: '5 Nov 2026' },
      ]),
    })
  })

  test('is known by the key of what is sent of it; that it is paused is about nobody', () => {
    const [half] = budgetCrossings(spec, days([120]))
    expect(budgetOf(budgetKey(7, half!))).toBe(7)
    expect(budgetOf(pausedKey(7, 1))).toBeUndefined()
  })
})

describe('what is typed for one', () => {
  test.each([
    ['budget', 'budget'],
    ['budgets list', 'budget'],
    ['budget enable #3', 'budget enable 3'],
    ['budget $200 user:p-6kz6ex', 'budget $200 spend user:p-6kz6ex per:month'],
    [
      'alert budget 500 messages user:p-6kz6ex tool:chatgpt per:week',
      'budget 500 messages user:p-6kz6ex tool:chatgpt per:week',
    ],
  ])('%s', (text, canonical) => {
    const read = parse(text)
    if (read.kind === 'misread') throw new Error(read.problems[0]?.why)
    expect(format(read)).toBe(canonical)
    expect(parse(canonical)).toEqual(read)
  })

  test.each([
    ['budget $200', 'A budget here is of one person'],
    ['budget $200 user:ann,bob', 'A budget here is of one person'],
    ['budget $200 user:ann team:eng', 'takes tool: and model:'],
    ['budget user:ann', 'Say how much'],
    ['budget $200 user:ann 30d', 'no period'],
    ['budget $200 messages user:ann', 'no money'],
  ])('%s is misread', (text, why) => {
    const read = parse(text)
    expect(read.kind === 'misread' && read.problems.map((one) => one.why).join()).toContain(why)
  })

  test.each([
    'budget $200 user:p-6kz6ex',
    'alert budget $200 user:p-6kz6ex per:week',
    'alert budget $200 user:p-6kz6ex per:decade',
    'budget $200 p-6kz6ex',
    'budget $200 user:ann@northwind.example tool:chatgpt',
  ])('%s is in the trail without whose it is and how much', (text) => {
    expect(redact(text)).toBe('budget user:[person]')
  })

  test('is of what it says', () => {
    const filters = { tool: ['chatgpt'], model: ['gpt-4o'] }
    expect(budgetWords({ metric: 'messages', amount: 500, per: 'week', filters })).toBe(
      '500 messages a week in chatgpt and gpt-4o',
    )
  })
})
