import { expect, test } from 'vitest'

import type { Ask } from '#core/command/command.ts'
import { answerMessage } from '#core/message/answer.ts'
import type { Measurement, Row } from '#core/metric/metric.ts'
import { measured, measurement, spread } from '#test/support/measured.ts'

import { answered, dollars } from './given.ts'
import { plain } from './plain.ts'

const pair = (team: string | null, model: string | null, now: number, unit = dollars): Row => ({
  key: team,
  label: team ?? 'unattributed',
  also: { key: model, label: model ?? 'no model' },
  now: unit(now),
  before: unit(now / 2),
})

const rows = [
  pair('Engineering', 'gpt-5', 500),
  pair('Sales', 'gpt-5', 300),
  pair('Engineering', 'claude-opus', 100),
  pair(null, 'gpt-5', 60),
  pair('Sales', null, 30),
  pair(null, null, 10),
]

const of = (measurement: Measurement, rows: readonly Row[], ask: Partial<Ask> = {}) =>
  answered(
    {
      measured: measured([
        { ...measurement, by: { dimension: 'team', also: 'model', rows: [...rows] } },
      ]),
    },
    { by: 'team', also: 'model', ...ask },
  )

const spend = measurement('spend', {
  now: spread(dollars(1_000)),
  before: spread(dollars(500)),
})

const part = (kind: string, given: ReturnType<typeof of>) =>
  answerMessage(given).parts.find((part) => part.kind === kind)

test('two splits are one table: a row for each pair, what belongs to neither last, and the total', () => {
  expect(part('table', of(spend, rows))).toMatchObject({
    head: ['Team', 'Model', 'Spend', 'Share', 'Change'],
    rows: [
      ['Engineering', 'gpt-5', '$500', '50%', expect.anything()],
      ['Sales', 'gpt-5', '$300', '30%', expect.anything()],
      ['Engineering', 'claude-opus', '$100', '10%', expect.anything()],
      ['unattributed', 'gpt-5', '$60.00', '6%', expect.anything()],
      ['Sales', 'no model', '$30.00', '3%', expect.anything()],
      ['unattributed', 'no model', '$10.00', '1%', expect.anything()],
      ['Total', '', '$1,000', '100%', expect.anything()],
    ],
  })
  const shortened = part('table', of(spend, rows, { top: 1 }))
  expect(shortened?.kind === 'table' && shortened.rows[1]?.slice(0, 4)).toEqual([
    'and 4 more',
    '',
    '$490',
    '49%',
  ])
})

test('the picture is a bar for each of the first, divided by the second, and can be read out', () => {
  expect(part('chart', of(spend, rows))).toMatchObject({
    chart: {
      kind: 'stacks',
      head: 'Team',
      subtitle: 'Spend by team and model, US dollars, 22 Oct – 20 Nov 2026',
      parts: [
        { label: 'gpt-5' },
        { label: 'claude-opus' },
        { label: 'no model', role: 'unattributed' },
      ],
      bars: [
        { label: 'Engineering', values: [500, 100, 0].map(dollars) },
        { label: 'Sales', values: [300, 0, 30].map(dollars) },
        { label: 'unattributed', values: [60, 0, 10].map(dollars), role: 'unattributed' },
      ],
    },
  })
  const words = plain(answerMessage(of(spend, rows)))
  expect(words).toContain('Engineering · gpt-5 is 50% of spend')
  expect(words).toContain('Engineering $600 (gpt-5 $500, claude-opus $100)')
})

test('many teams and models fold: nothing of the whole is lost', () => {
  const many = Array.from({ length: 20 }, (_, team) =>
    Array.from({ length: 8 }, (_, model) => pair(`team ${team}`, `model ${model}`, 1)),
  ).flat()
  const chart = part('chart', of(spend, many))
  if (chart?.kind !== 'chart' || chart.chart.kind !== 'stacks') throw new Error('no stacks')
  const { bars, parts } = chart.chart
  expect(parts.map(({ label }) => label)).toHaveLength(6)
  expect(bars.map(({ label }) => label).at(-1)).toBe('and 6 more')
  const total = bars.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0)
  expect(total).toBe(dollars(160))
})

test('people of several pairs are in no sum: bars of pairs, and no total', () => {
  const one = (now: number) => now
  const active = measurement('active_people', { now: () => 9, before: () => 9 })
  const given = of(active, [pair('Sales', 'gpt-5', 6, one), pair('Sales', 'claude', 4, one)], {
    metrics: ['active_people'],
  })
  expect(part('chart', given)).toMatchObject({
    chart: { kind: 'bars', rows: [{ label: 'Sales · gpt-5' }, { label: 'Sales · claude' }] },
  })
  const table = part('table', given)
  expect(table?.kind === 'table' && table.rows.at(-1)?.slice(0, 2)).toEqual([
    'All, each counted once',
    '',
  ])
})

test('a press on another split asks for that one alone, and the same first one again', () => {
  const buttons = part('buttons', of(spend, rows))
  if (buttons?.kind !== 'buttons') throw new Error('no buttons')
  const asks = buttons.buttons.flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
  expect(asks).toContain('by:model 30d')
  expect(asks).toContain('by:team 30d')
  expect(asks).toContain('by:team,model 7d')
})

test('what is beyond the rows asked for is summed where it is known, so that the rows add up', () => {
  const unknown = { ...pair('Support', 'gpt-5', 0), now: null, before: null }
  const table = part('table', of(spend, [...rows, unknown], { top: 1 }))
  expect(table?.kind === 'table' && table.rows.slice(1, 3).map((row) => row.slice(0, 4))).toEqual([
    ['and 4 more', '', '$490', '49%'],
    ['and 1 more', '', 'not known', '–'],
  ])
})

test('what is not told is in no sum of what is beyond the rows asked for', () => {
  const withheld = { reason: 'few' } as const
  const hidden = { ...pair('Support', 'gpt-5', 0), now: null, before: null, withheld }
  const table = part('table', of(spend, [...rows, hidden], { top: 1 }))
  expect(table?.kind === 'table' && table.rows[1]?.slice(0, 4)).toEqual([
    'and 5 more',
    '',
    '–',
    '–',
  ])
})
