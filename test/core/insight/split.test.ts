import { describe, expect, test } from 'vitest'

import { leader, ranked, rowChange, topMover } from '#core/insight/split.ts'
import type { Measurement, Row } from '#core/metric/metric.ts'
import { day } from '#core/time/day.ts'
import { measurement, people, span, spread, thirtyDays } from '#test/support/measured.ts'

const dollars = (amount: number) => amount * 1_000_000

function split(rows: readonly Row[], rest: Partial<Measurement> = {}): Measurement {
  const sum = (pick: (row: Row) => number | null) =>
    rows.reduce((total, row) => total + (pick(row) ?? 0), 0)
  return measurement(
    'spend',
    { now: spread(sum((row) => row.now)), before: spread(sum((row) => row.before)) },
    { by: { dimension: 'model', rows }, ...rest },
  )
}

const row = (key: string | null, now: number, before: number): Row => ({
  key,
  label: key ?? 'unattributed',
  now: dollars(now),
  before: dollars(before),
})

const models = [
  row(null, 90, 90),
  row('claude-opus', 400, 250),
  row('gpt-5', 1_220, 1_200),
  row('gpt-5-mini', 290, 300),
]

describe('how a split is read', () => {
  test('rows come biggest first, ties by name, what belongs to nobody last', () => {
    const tied = [
      row(null, 900, 1),
      row('b', 5, 1),
      row('a', 5, 1),
      { ...row('c', 0, 1), now: null },
    ]
    expect(ranked(tied).map(({ key }) => key)).toEqual(['a', 'b', 'c', null])
  })

  test('the leader is the biggest, with its share of the whole', () => {
    expect(leader(split(models))).toMatchObject({ row: { key: 'gpt-5' }, share: 0.61 })
  })

  test('a single group is no leader', () => {
    expect(leader(split([row('gpt-5', 10, 10)]))).toBeUndefined()
  })

  test('people have no leader: one person may be in several rows', () => {
    const active = people(40, 40, { by: { dimension: 'tool', rows: models } })
    expect(leader(active)).toBeUndefined()
  })

  test('the mover is the one that added most, not the one with the biggest percentage', () => {
    const small = row('gemini', 20, 6)
    expect(topMover(split([...models, small]), thirtyDays)).toMatchObject({
      row: { key: 'claude-opus' },
      change: { kind: 'moved', direction: 'up', percent: 60 },
    })
  })

  test('a group that was not there before can be the mover', () => {
    expect(
      topMover(split([row('gpt-5', 900, 900), row('gpt-6', 500, 0)]), thirtyDays),
    ).toMatchObject({ row: { key: 'gpt-6' }, change: { kind: 'new' } })
  })

  test('what moved by less than a fiftieth of the whole is not named', () => {
    expect(
      topMover(split([row('a', 10_000, 10_000), row('b', 20, 10)]), thirtyDays),
    ).toBeUndefined()
  })
})

describe('rows are compared only when both periods are known in full', () => {
  test('not while today is among the days', () => {
    expect(rowChange(split(models), { ...thirtyDays, partial: true })).toBeUndefined()
  })

  test('not when a tool is known in only one of the periods', () => {
    const whole = split(models)
    const one = { ...whole, comparable: { ...whole.comparable, now: dollars(1_000) } }
    expect(rowChange(one, thirtyDays)).toBeUndefined()
    expect(topMover(one, thirtyDays)).toBeUndefined()
  })

  test('a 31-day month is compared with a 30-day one', () => {
    const october = span('2026-10-01', '2026-10-31', {
      previous: { from: day('2026-09-01'), to: day('2026-09-30') },
    })
    const spend = measurement('spend', {
      now: () => dollars(10),
      before: () => dollars(10),
      span: october,
    })
    const change = rowChange(
      { ...spend, by: { dimension: 'model', rows: [] } },
      october,
    )?.(row('gpt-5', 310, 300))
    expect(change).toMatchObject({ kind: 'moved', percent: 3 })
  })
})
