import { describe, expect, test } from 'vitest'

import { backTestMessage } from '#core/alert/back-test.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { rulesMessage, switchedWords } from '#core/alert/rules-message.ts'
import { madeMessage } from '#core/budget/message.ts'
import { addDays, day } from '#core/time/day.ts'

const period = { from: day('2026-08-25'), to: day('2026-11-22') }
const unknown = [{ day: day('2026-11-22'), value: null }]
const spec = { kind: 'budget', metric: 'spend', filters: {}, amount: 20_000, per: 'month' } as const

test('a rule tried on days of which none is known does not say that it would have told nobody', () => {
  const { summary } = backTestMessage('made-3', spec satisfies NumberSpec, {
    found: [],
    days: unknown,
    period,
  })
  expect(summary).toMatch(/^Nobody can tell what it would have told in the 90 days/)
})

test('nor does a budget of one person', () => {
  const { summary } = madeMessage({ id: 3, alias: 'p-6kz6ex', spec }, { days: unknown, period })
  expect(summary).toMatch(/^Nobody can tell what it would have told/)
})

describe('a rule on each team', () => {
  const rule = { kind: 'unusual', metric: 'spend', filters: {}, by: 'team' } as const
  const spent = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      day: addDays(period.to, n + 1 - count),
      value: 100,
    }))
  const tried = (...known: readonly number[]) =>
    backTestMessage('made-3', rule satisfies NumberSpec, {
      found: [],
      days: spent(90),
      teams: known.map((count, n) => ({ team: `Team ${n}`, days: spent(count) })),
      period,
    })

  test('of teams without history enough says that nobody can tell, whatever is known of the company', () => {
    const { summary, parts } = tried(10, 20)
    expect(summary).toContain('Nobody can tell what it would have told')
    expect(summary).toContain('of no team there is history enough')
    expect(JSON.stringify(parts)).toContain('Of the company 90 of 90 days are known')
  })

  test('of some with and some without says of how many it speaks', () => {
    expect(tried(90, 90, 10).summary).toContain(
      'It would have told nobody anything in the 90 days to 22 Nov 2026 of the 2 of 3 teams with history enough; of the others nobody can tell. It is off.',
    )
    expect(tried(90, 90).summary).toMatch(/anything in the 90 days to 22 Nov 2026\. It is off\.$/)
  })
})

test.each([
  ['enable', false, 'Rule key-created is on now.'],
  ['enable', true, 'Rule key-created was on already; nothing changed.'],
  ['disable', true, 'Rule key-created is off now: it finds nothing any more.'],
  ['remove', true, 'Rule key-created is removed: it finds nothing any more, and its alerts stay.'],
] as const)('to %s a rule that is on (%s) says first what was done', (word, wasOn, did) => {
  const said = switchedWords({ word, rule: 'key-created', wasOn })
  expect(said).toBe(did)
  const undo = 'alert disable key-created'
  const message = rulesMessage([], { zone: 'UTC', now: 0, did: said, undo })
  expect(message.summary.startsWith(did)).toBe(true)
  // Above the table: nobody looks for it below.
  expect(message.parts[0]).toMatchObject({
    kind: 'buttons',
    buttons: [{ label: 'Undo', act: { command: undo } }],
  })
})

test('a rule that was removed can be made again', () => {
  const again = 'alert when spend > $500 per:week'
  const { parts } = rulesMessage([], { zone: 'UTC', now: 0, again })
  expect(parts[0]).toMatchObject({ buttons: [{ label: 'Make it again', act: { command: again } }] })
})
