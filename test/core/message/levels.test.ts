import { expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import { summary } from '#core/message/summary.ts'
import type { Row } from '#core/metric/metric.ts'
import { measured, measurement, spread } from '#test/support/measured.ts'

import { answered } from './given.ts'

const level = (key: string | null, now: number, before: number): Row => ({
  key,
  label: key ?? 'no level',
  now,
  before,
})

const of = (rows: readonly Row[]) => {
  const messages = measurement('messages', { now: spread(1_000), before: spread(900) })
  const by = { dimension: 'level' as const, rows: [...rows] }
  return answered({ measured: measured([{ ...messages, by }]) }, { by: 'level' })
}

test('a level that leads is the people of it, in the sentence and over the picture', () => {
  const given = of([level('power', 820, 600), level('low', 180, 300)])
  expect(summary(given)).toContain('; power users account for 82% of messages')
  expect(answerMessage(given).parts.find(({ kind }) => kind === 'chart')).toMatchObject({
    chart: { title: expect.stringContaining('power users account for 82% of messages') },
  })
})

test('what is of no known level has nobody to name', () => {
  expect(summary(of([level(null, 820, 600), level('low', 180, 300)]))).toContain(
    '82% of messages belongs to no known level',
  )
})
