import { describe, expect, test } from 'vitest'

import { type Action, type ActionState, isQuiet, stepped } from '#core/action/action.ts'
import { lastDayOf } from '#core/action/due.ts'
import { actionMessage, actionsMessage } from '#core/action/message.ts'
import type { Reclaimed } from '#core/action/reclaimed.ts'
import { plainText } from '#core/message/plain-text.ts'
import { addDays, day } from '#core/time/day.ts'

const today = day('2026-11-23')
const facts = { by: 'slack:T1/U1', today, now: 5, after: (days: number) => addDays(today, days) }
const OPEN: ActionState = { kind: 'open' }
const TAKEN: ActionState = { kind: 'taken', owner: 'slack:T1/U1', due: today, since: today }
const DONE: ActionState = { kind: 'done', owner: 'slack:T1/U1', on: today }
const DISMISSED: ActionState = { kind: 'dismissed', reason: 'on leave', by: 'x', at: 1 }

describe('a step', () => {
  test('an action that is taken on without a date is due in four weeks', () => {
    expect(stepped(OPEN, { kind: 'take' }, facts)).toEqual({
      kind: 'taken',
      owner: 'slack:T1/U1',
      due: '2026-12-21',
      since: today,
    })
  })

  test('a renewal that is taken on is due before its notice is, not after', () => {
    const last = lastDayOf({ view: 'renewal', key: 'renewal|chatgpt|2026-12-16|30' })
    expect(stepped(OPEN, { kind: 'take' }, { ...facts, last })).toMatchObject({ due: '2026-12-16' })
    const far = lastDayOf({ view: 'renewal', key: 'renewal|gemini|2027-04-25|90' })
    expect(stepped(OPEN, { kind: 'take' }, { ...facts, last: far })).toMatchObject({
      due: '2026-12-21',
    })
    const typed = stepped(OPEN, { kind: 'take', due: day('2026-12-18') }, { ...facts, last })
    expect(typed).toMatchObject({ due: '2026-12-18' })
    expect(lastDayOf(action)).toBeUndefined()
  })

  test.each([
    [DONE, { kind: 'take' }],
    [DISMISSED, { kind: 'take' }],
    [DONE, { kind: 'snooze', until: addDays(today, 7) }],
    [OPEN, { kind: 'snooze', until: today }],
    [DONE, { kind: 'dismiss', reason: 'no' }],
    [OPEN, { kind: 'done' }],
  ] as const)('from %j there is no %j, and it says what to do', (state, step) => {
    expect(stepped(state, step, facts)).toHaveProperty('fix')
  })

  test('whatever has ended can be opened again', () => {
    expect([DONE, DISMISSED].map((state) => stepped(state, { kind: 'reopen' }, facts))).toEqual([
      OPEN,
      OPEN,
    ])
  })
})

test('what was dismissed or snoozed is kept out of digests, until its day', () => {
  const until = addDays(today, 1)
  const snoozed: ActionState = { kind: 'snoozed', until, by: 'x' }
  expect(isQuiet({ state: DISMISSED }, today)).toBe(true)
  expect(isQuiet({ state: snoozed }, today)).toBe(true)
  expect(isQuiet({ state: snoozed }, until)).toBe(false)
  expect([OPEN, TAKEN, DONE].some((state) => isQuiet({ state }, today))).toBe(false)
})

const since = day('2026-11-02')
const action: Action = {
  id: 3,
  key: 'seats||idle|up',
  view: 'seats',
  unit: null,
  says: '40 of 300 seats were idle for 30 days',
  action: 'Offer their holders help.',
  proposedAt: 0,
  state: TAKEN,
  found: [since],
  watched: null,
  outcome: { kind: 'seats', since },
}
const pool: Reclaimed = {
  tool: 'chatgpt',
  plan: 'business',
  idle: 30,
  gone: 20,
  monthlyMicros: 30_000_000,
  currency: 'USD',
  priced: 'seats',
}
const unknown: Reclaimed = { ...pool, tool: 'claude', idle: null, gone: null }

test('seats that were given back are counted, with what they cost a month', () => {
  const reclaimed: readonly Reclaimed[] = [
    pool,
    { ...pool, tool: 'cursor', idle: 10, gone: 5, monthlyMicros: null, priced: null },
  ]
  const one = plainText(actionMessage(action, today, reclaimed))
  expect(one).toContain('Of 40 seats that were idle when it was taken on, 25 are given back: $600')
  expect(one).toContain('5 have no price in dollars. Counted, not estimated.')
  const all = plainText(actionsMessage([action], today, [{ id: 3, since, reclaimed }]))
  expect(all).toMatch(/Seats given back\s+25 of 40/u)
  expect(all).toMatch(/Removed a month\s+\$600/u)
})

test.each([
  ['not known', [unknown], 'Which seats were idle when it was taken on is not known.'],
  ['no longer on any list', [], 'Which seats were idle when it was taken on is not known.'],
  ['none', [{ ...pool, idle: 0, gone: 0 }], 'No seat was idle when it was taken on.'],
  ['none of those known', [{ ...pool, idle: 0, gone: 0 }, unknown], 'Not known of claude.'],
  ['known of some', [pool, unknown], 'given back: $600 a month (seats, price in the seat list)'],
  ['known of some, and of which not', [pool, unknown], 'Not known of claude.'],
  [
    'at a contract',
    [{ ...pool, priced: 'contract' as const }],
    '$600 a month (seats, contract price)',
  ],
])('seats that were idle: %s', (_, reclaimed, says) => {
  expect(plainText(actionMessage(action, today, reclaimed))).toContain(says)
})

test('what is not known of seats is not counted as none', () => {
  const all = plainText(actionsMessage([action], today, [{ id: 3, since, reclaimed: [unknown] }]))
  expect(all).toMatch(/Seats given back\s+not known/u)
  expect(all).not.toContain('Removed a month')
  const both = [
    { id: 3, since, reclaimed: [unknown] },
    { id: 4, since: addDays(since, 7), reclaimed: [pool, unknown] },
  ]
  const later = plainText(actionsMessage([action, { ...action, id: 4 }], today, both))
  expect(later).toMatch(/Seats given back\s+20 of 30/u)
  expect(later).toContain('idle on 9 Nov 2026; counted; not known of claude')
})

test('who took it on is written so that each platform finds its own people, and once says where it stands', () => {
  const object = '7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001'
  const of = (owner: string) => actionMessage({ ...action, state: { ...TAKEN, owner } }, today)
  const says = 'Taken on by `T1/U1`, due 23 Nov 2026.'
  expect(of('slack:T1/U1')).toMatchObject({ summary: says, parts: [{ text: says }, {}, {}, {}] })
  // The tenant's would be cut in the middle, and found by nobody.
  expect(of(`teams:${object}/${object}`).summary).toContain(`by \`${object}\`,`)
  expect(of('operator').summary).toContain('by `operator`,')
})

test('the ledger is of this year since January, and of last year’s until there is a quarter', () => {
  const found = (monday: string) => ({ ...action, found: [day(monday)] })
  const ledger = (on: string) =>
    plainText(actionsMessage([found('2025-12-29'), found('2026-01-05')], day(on)))
  expect(ledger('2026-11-23')).toMatch(/Taken on since Jan 2026\s+1/u)
  expect(ledger('2026-03-31')).toMatch(/Taken on since Jan 2025\s+2/u)
})

test('each that waits for somebody has its own button to take it on, and each under way one to say it is done', () => {
  const states = [OPEN, TAKEN, OPEN, DONE, DISMISSED]
  const all = actionsMessage(
    states.map((state, n) => ({ ...action, id: n + 1, state })),
    today,
  )
  const labels = all.parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ label }) => label) : [],
  )
  expect(labels).toEqual(['2 is done', 'Take on 1', 'Take on 3'])
})
