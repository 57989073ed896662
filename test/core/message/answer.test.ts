import { describe, expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'

import { cases } from './cases.ts'
import { plain } from './plain.ts'

describe('what a leader reads', () => {
  test.each(cases)('%s', (_, given) => {
    expect(plain(answerMessage(given))).toMatchSnapshot()
  })

  test.each(cases)('%s: the summary is at most 60 words', (_, given) => {
    expect(answerMessage(given).summary.split(/\s+/u).length).toBeLessThanOrEqual(60)
  })
})
