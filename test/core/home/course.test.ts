import { expect, test } from 'vitest'

import { courseLines, sparkline } from '#core/home/course.ts'
import { day } from '#core/time/day.ts'
import { answered, upTo } from '#test/core/message/given.ts'
import { measured, measurement, span } from '#test/support/measured.ts'

test.each([
  [[0, 50, 100], '▁▅█'],
  [[90, 100], '▇█'],
  [[100, null, 100], '█·█'],
  [[0, 0], '▁▁'],
  [[null], '·'],
])('the weeks %j stand as %s: heights above nothing, and a gap is no zero', (values, drawn) => {
  expect(sparkline(values)).toBe(drawn)
})

const weeks = { ...span('2026-08-31', '2026-11-22'), grain: 'week' as const }

function lines(values: readonly (number | null)[], today: string) {
  const messages = measurement('messages', { now: () => 1, before: () => 1, span: weeks })
  const mondays = messages.series.filter((_, at) => at % 7 === 0).slice(-values.length)
  const series = mondays.map(({ from }, at) => ({ from, value: values[at] ?? null }))
  const told = measured([{ ...messages, series }], { tools: upTo('2026-11-22') })
  return courseLines(answered({ span: weeks, today: day(today), measured: told }))
}

test('a page shows the weeks of each number that is known of four weeks or more', () => {
  expect(lines([1_000, 2_000, 3_000, 4_000], '2026-11-23')).toEqual([
    '▃▅▆█ Messages, 1,000 to 4,000 a week',
  ])
  expect(lines([1_000, null, 3_000, 4_000], '2026-11-23')).toEqual([])
})

test('a week that is not over is no fall', () => {
  expect(lines([1_000, 1_000, 1_000, 1_000, 2], '2026-11-20')).toEqual([
    '████ Messages, 1,000 to 1,000 a week',
  ])
})
