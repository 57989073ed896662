import { describe, expect, test } from 'vitest'

import { type Action, type ActionState, isQuiet, stepped } from '#core/action/action.ts'
import { actionMessage, actionsMessage } from '#core/action/message.ts'
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

test('seats that were given back are counted, with what they cost a month', () => {
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
  const pool = { tool: 'chatgpt', plan: 'business', idle: 30, gone: 20, monthlyMicros: 30_000_000 }
  const reclaimed = [
    { ...pool, currency: 'USD' },
    { ...pool, tool: 'cursor', idle: 10, gone: 5, monthlyMicros: null, currency: 'USD' },
  ]
  const one = plainText(actionMessage(action, today, reclaimed))
  expect(one).toContain('Of 40 seats that were idle when it was taken on, 25 are given back: $600')
  expect(one).toContain('5 have no price in dollars. Counted, not estimated.')
  const all = plainText(actionsMessage([action], today, [{ id: 3, since, reclaimed }]))
  expect(all).toMatch(/Seats given back\s+25 of 40/u)
  expect(all).toMatch(/Removed a month\s+\$600/u)
})
