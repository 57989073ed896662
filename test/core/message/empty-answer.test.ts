import { expect, test } from 'vitest'

import { emptyMessage } from '#core/message/empty-answer.ts'
import { measured } from '#test/support/measured.ts'

import { answered, today, upTo } from './given.ts'

test('today without data yet is said in one sentence', () => {
  const given = answered(
    {
      span: { ...today, grain: 'day' },
      measured: { ...measured([]), dataThrough: '2026-11-20', tools: upTo('2026-11-20') },
    },
    { period: { kind: 'today' } },
  )
  expect(emptyMessage(given).summary).toBe(
    'There is no data of today, 21 Nov 2026, yet: it ends on 20 Nov 2026.',
  )
})
