import { describe, expect, test } from 'vitest'

import { answerMessage } from '#core/message/answer.ts'
import { measured, measurement, unknown } from '#test/support/measured.ts'

import { cases } from './cases.ts'
import { answered, engineering, four, row } from './given.ts'
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

describe('more people in a split than were active', () => {
  const count = (value: number) => value
  const byPerson = (metric: number, active: number, ask = {}) => {
    const [spend, everyone, ...others] = four()
    const rows = (one: number) => [row('p-aa', one, 1, count), row('p-bb', 1, 1, count)]
    return plain(
      answerMessage(
        answered(
          {
            ...engineering,
            measured: measured([
              { ...spend!, by: { dimension: 'user', rows: rows(metric) } },
              { ...everyone!, by: { dimension: 'user', rows: rows(active) } },
              ...others,
            ]),
          },
          { by: 'user', ...ask },
        ),
      ),
    )
  }
  const said = 'not among the active'

  test('are told apart: whose use only agents and credits made', () => {
    expect(byPerson(70, 0)).toContain(
      '1 person here is not among the active: nothing of their use was started by hand.',
    )
  })

  test.each([
    ['all of them were active', byPerson(70, 1)],
    ['the one had no use at all', byPerson(0, 0)],
    ['nobody says how many were active', byPerson(70, 0, { metrics: ['spend'] })],
  ])('are not spoken of where %s', (_, text) => {
    expect(text).not.toContain(said)
  })
})
