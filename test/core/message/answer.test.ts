import { describe, expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import { measured, measurement, unknown } from '#test/support/measured.ts'

import { cases } from './cases.ts'
import { answered, engineering } from './given.ts'
import { plain } from './plain.ts'

describe('what a leader reads', () => {
  test.each(cases)('%s', (_, given) => {
    expect(plain(answerMessage(given))).toMatchSnapshot()
  })

  test.each(cases)('%s: the summary is at most 60 words', (_, given) => {
    expect(answerMessage(given).summary.split(/\s+/u).length).toBeLessThanOrEqual(60)
  })
})

test('of a number that no tool in scope tells it is said who does, and the wider question', () => {
  const rate = measurement(
    'acceptance_rate',
    { now: unknown, before: unknown },
    { coverage: { tools: [], cannot: ['chatgpt'] } },
  )
  const given = answered(
    { ...engineering, measured: measured([rate]) },
    { metrics: ['acceptance_rate'], filters: { team: ['eng'], tool: ['chatgpt'] } },
  )
  expect(plain(answerMessage(given))).toContain(
    'Not reported: acceptance rate by chatgpt. Who tells it: GitHub Copilot, Claude Code and Cursor. Try `team:eng acceptance_rate 30d`.',
  )
})
