import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { withheldMessage, withheldSentence } from '#core/message/withheld.ts'
import type { Withheld } from '#core/metric/withheld.ts'
import { nextTold } from '#core/privacy/pieces.ts'
import { day } from '#core/time/day.ts'
import { answered } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { measured, span } from '#test/support/measured.ts'

const cases: readonly (readonly [string, Withheld, string])[] = [
  [
    'team:Desk 1w',
    { reason: 'few', nearest: { kind: 'unit', path: 'Sales' } },
    'This is not told: it is about too few people, or would give such a number away. Ask `team:Sales 1w`.',
  ],
  [
    'team:Desk 1w',
    { reason: 'few', nearest: { kind: 'unit', path: null } },
    'This is not told: it is about too few people, or would give such a number away. Ask `1w`.',
  ],
  [
    'team:Sales model:gpt-5 1w',
    { reason: 'detail', nearest: { kind: 'without', what: 'filter' } },
    'This is not published at this detail. Ask `team:Sales 1w`.',
  ],
  [
    '3d',
    { reason: 'open', nearest: { kind: 'period', from: '2026-11-09', to: '2026-11-15' } },
    'This is not published yet: numbers are told when their week or month has closed. Ask `2026-11-09..2026-11-15`.',
  ],
  [
    '1w',
    { reason: 'open' },
    'This is not published yet: numbers are told when their week or month has closed.',
  ],
]

test.each(cases)('%s is withheld and something larger offered', (text, withheld, says) => {
  const ask = parse(text)
  if (ask.kind !== 'ask') throw new Error(`not a question: ${text}`)
  expect(withheldSentence(withheld, ask)).toBe(says)
})

describe('days that have not closed', () => {
  const asked = (period: readonly [string, string], dataThrough: string | null) =>
    plain(
      withheldMessage(
        answered(
          {
            measured: measured([], { dataThrough }),
            span: { ...span(...period), grain: 'day' },
            today: day('2026-11-23'),
          },
          { by: 'user' },
        ),
        { reason: 'open' },
      ),
    )

  test('say when the first of them are told, and offer the last that were', () => {
    const said = asked(['2026-11-16', '2026-11-22'], '2026-11-15')
    expect(said).toContain('has closed, the first of these from 26 Nov 2026 on.')
    expect(said).toContain('[2026-11-09..2026-11-15]')
  })

  test('of less than a week have no day of their own, and nothing is offered where nothing was told', () => {
    const said = asked(['2026-11-20', '2026-11-22'], null)
    expect(said).toContain('when their week or month has closed.')
    expect(said).not.toContain('[')
  })
})

test.each([
  ['2026-11-23', '2026-11-16', '2026-11-26'],
  ['2026-11-25', '2026-11-16', '2026-11-26'],
  ['2026-11-26', '2026-11-23', '2026-12-04'],
  // The 30th is a Monday alone, and goes with the week before it.
  ['2026-12-03', '2026-11-23', '2026-12-04'],
  ['2026-12-04', '2026-12-01', '2026-12-10'],
])('on %s the days from %s are the next to be told, on %s', (today, from, on) => {
  expect(nextTold(day(today))).toMatchObject({ piece: { from }, on })
})
