import { expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { aboutsOf } from '#store/published-about.ts'

const sum = (node: string, from: string, to: string, value: number) => ({
  metric: 'messages',
  node,
  from: day(from),
  to: day(to),
  split: 'none' as const,
  tool: 0,
  key: 0,
  value,
})
const between = (node: string, from: string, to: string, value: number, most: number) => ({
  ...sum(node, from, to, value),
  most,
})
const WEEK = { from: day('2026-11-02'), to: day('2026-11-08') }

test('what is rounded is added up with what is exact, both ends apart', () => {
  const about = aboutsOf(
    [sum('1', '2026-11-02', '2026-11-05', 600), sum('2', '2026-11-02', '2026-11-08', 200)],
    [between('1', '2026-11-06', '2026-11-08', 300, 310)],
  )
  expect(about('messages', ['1'], WEEK)).toEqual({ low: 900, high: 910 })
  expect(about('messages', ['1', '2'], WEEK)).toEqual({ low: 1100, high: 1110 })
})

test('of two ways to add it up the closer one is told', () => {
  const about = aboutsOf(
    [sum('1', '2026-11-02', '2026-11-05', 600)],
    [
      between('1', '2026-11-02', '2026-11-08', 896, 912),
      between('1', '2026-11-06', '2026-11-08', 300, 306),
    ],
  )
  expect(about('messages', ['1'], WEEK)).toEqual({ low: 900, high: 906 })
})

test('what is further from either end than one in a hundred is not told', () => {
  const told = (low: number, high: number) =>
    aboutsOf([], [between('1', WEEK.from, WEEK.to, low, high)])('messages', ['1'], WEEK)
  expect(told(99, 101)).toEqual({ low: 99, high: 101 })
  expect(told(98, 101)).toBeUndefined()
  expect(told(0, 4)).toBeUndefined()
})

test('days of which nothing is told are not made up for', () => {
  const about = aboutsOf([], [between('1', '2026-11-02', '2026-11-07', 900, 905)])
  expect(about('messages', ['1'], WEEK)).toBeUndefined()
  expect(about('messages', ['2'], WEEK)).toBeUndefined()
  expect(about('sessions', ['1'], WEEK)).toBeUndefined()
  expect(about('messages', [], WEEK)).toBeUndefined()
})
