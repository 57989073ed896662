import { describe, expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import type { Answered } from '#core/message/answered.ts'
import { measured, measurement, people, spread, unknown } from '#test/support/measured.ts'

import { answered, dollars, engineering } from './given.ts'
import { plain } from './plain.ts'

const spend = (amount: number) =>
  measurement('spend', { now: spread(dollars(amount)), before: spread(dollars(amount)) })
const nothing = measurement('spend', { now: unknown, before: unknown })

const sales = (of: Answered['measured']): Pick<Answered, 'compared'> => ({
  compared: { labels: { team: ['Sales'] }, measured: of },
})
const both = (
  own: Answered['measured'],
  other: Answered['measured'],
  more: Partial<Answered['ask']> = {},
) =>
  answered(
    { measured: own, ...engineering, ...sales(other) },
    { filters: { team: ['eng'] }, compare: { key: 'team', values: ['sales'] }, ...more },
  )
const message = (own: number, other: number) =>
  answerMessage(both(measured([spend(own)]), measured([spend(other)])))

describe('two side by side', () => {
  test.each([
    [1_000, 140, 'Sales spent $140, 86% less.'],
    [1_000, 1_500, 'Sales spent $1,500, 50% more.'],
    [100, 1_000, 'Sales spent $1,000, 10 times as much.'],
    [1_000, 1_010, 'Sales spent $1,010, about as much.'],
    [0, 10, 'Sales spent $10.00.'],
  ])('of $%d and $%d the sentence says by how much the second differs', (own, other, said) => {
    expect(message(own, other).summary).toContain(said)
  })

  test('what is not known of the second goes on in small letters', () => {
    const { summary } = answerMessage(
      both(measured([spend(10)]), measured([nothing]), { metrics: ['spend'] }),
    )
    expect(summary).toMatch(/; spend of Sales is not known\.$/u)
  })

  test('both are drawn over the same days, and told by name', () => {
    const chart = message(1_000, 140).parts.find((part) => part.kind === 'chart')?.chart
    expect(chart).toMatchObject({
      kind: 'compare',
      title: 'Sales: spend 86% less than Engineering',
      buckets: { length: 30 },
      series: [{ label: 'Engineering' }, { label: 'Sales' }],
    })
  })

  test('every number of both is in the table, with its own change', () => {
    const own = measured([spend(1_000), people(38, 35)])
    const other = measured([spend(140), people(12, 12)], { headcount: 30 })
    const table = answerMessage(both(own, other)).parts.find((part) => part.kind === 'table')
    expect(table).toMatchObject({
      head: ['Number', 'Engineering', 'Sales'],
      rows: expect.arrayContaining([
        ['Spend', '$1,000 (unchanged)', '$140 (unchanged)'],
        ['Active people', '38 of 52 (▲ 9%)', '12 of 30 (unchanged)'],
      ]),
    })
  })

  test('the sentence speaks of a number that is known of both', () => {
    const own = measured([spend(1_000), people(38, 35)])
    const other = measured([nothing, people(12, 12)], { headcount: 30 })
    expect(answerMessage(both(own, other)).summary).toBe(
      '38 of 52 people in Engineering used AI in the 30 days to 20 Nov 2026; 12 of 30 people in Sales used AI.',
    )
  })

  test('no button splits what is compared, and none of them is a misread', () => {
    expect(plain(message(1_000, 140))).toContain('[By model]')
    const commands = message(1_000, 140).parts.flatMap((part) =>
      part.kind === 'buttons'
        ? part.buttons.flatMap(({ act }) => ('command' in act ? [act.command] : []))
        : [],
    )
    expect(commands).toContain('team:eng by:model 30d')
    expect(commands).toContain('team:eng compare:team:sales 7d')
  })
})
