import { expect, test } from 'vitest'

import type { Alert } from '#core/alert/alert.ts'
import { alertsMessage } from '#core/alert/alerts-message.ts'
import { alertMessage } from '#core/alert/message.ts'
import { findsOf } from '#core/alert/rules-message.ts'
import { whyMessage } from '#core/alert/why-message.ts'
import { plain } from '#test/core/message/plain.ts'

import { desk, finding, HOUR, MINUTE, NOW } from './house.ts'

test('the list says what rules found in a week and who was told of it, apart from history and what no rule is about', () => {
  const tallied = [
    { rule: 'role-changed', reason: 'new', events: 3 },
    { rule: 'role-changed', reason: 'more', events: 2 },
    { rule: 'role-changed', reason: 'old', events: 40 },
    { rule: 'key-created', reason: 'silenced', events: 1 },
    { rule: '', reason: 'no rule', events: 150 },
  ]
  expect(plain(alertsMessage({ open: [], tallied }, 'UTC'))).toContain(
    'In the last 7 days rules found 46 things and told 5. 40 had happened more than 3 days before they came here and paged nobody; `governance` has them, by their day. 150 other events came in that no rule is about.',
  )
  const quiet = plain(alertsMessage({ open: [], tallied: [] }, 'UTC'))
  expect(quiet).toContain('In the last 7 days rules found 0 things and told 0.')
  expect(quiet).not.toContain('no rule')
})

test('an alert of a time that is still to come says that a clock is wrong', () => {
  const house = desk()
  const [alert] = house.turn([finding({ at: NOW + HOUR })], NOW)
  const listed = plain(alertsMessage({ open: [alert!], tallied: [] }, 'UTC'))
  expect(listed).toContain('last 2026-11-20 13:00, by a clock that is ahead')
  expect(plain(alertMessage(alert!, { zone: 'UTC' }))).toContain(
    'the last of it has a time that was still to come when it was found: a clock is wrong, there or here',
  )
  const [usual] = desk().turn([finding({ at: NOW + MINUTE })], NOW)
  expect(plain(alertMessage(usual!, { zone: 'UTC' }))).not.toContain('clock')
})

test('the list says of each alert who has it, or until when it is silenced and why', () => {
  const house = desk()
  const [alert] = house.turn([finding({ at: NOW })], NOW)
  const listed = (more: Partial<Alert>) =>
    plain(alertsMessage({ open: [{ ...alert!, ...more }], tallied: [] }, 'UTC'))
  const taken = { state: 'acknowledged', by: 'ann', actedAt: NOW } as const
  expect(listed(taken)).toContain('acknowledged by `ann` · 1 time')
  expect(listed({ ...taken, assignee: 'dan' })).toContain('assigned to `dan` · 1 time')
  expect(
    listed({ state: 'silenced', by: 'ann', silencedUntil: NOW + HOUR, reason: 'a drill' }),
  ).toContain('silenced by `ann` until 2026-11-20 13:00: a drill · 1 time')
  expect(listed({ state: 'silenced', silencedUntil: NOW + HOUR })).toContain(
    'silenced until 2026-11-20 13:00 · 1 time',
  )
})

test('the list has what is open to the thirtieth, and says of a number when it was found', () => {
  const house = desk()
  const [alert] = house.turn([finding({ says: 'A model is not allowed', facts: [FACT] })], NOW)
  const open = Array.from({ length: 31 }, (_, n) => ({ ...alert!, id: n + 1 }))
  const listed = plain(alertsMessage({ open, tallied: [] }, 'UTC'))
  // A sentence goes on in small letters; a day that ended is no time at which something happened.
  expect(listed).toContain(
    '**30** Warning: a model is not allowed\nfiring · found 2026-11-20 12:00',
  )
  expect(listed).not.toContain('1 time')
  expect(listed).not.toContain('**31**')
  expect(listed).toContain('The first 30 of 31: resolve those that are over, and the rest move up.')
})

test('why a rule found nothing says what it looks for, and the settings that takes', () => {
  const said = plain(
    whyMessage('own-key-elsewhere', {
      state: 'on',
      finds: findsOf('own-key-elsewhere', []) ?? '',
      tallied: [],
      exceptions: [],
    }),
  )
  expect(said).toContain('It is on, and found nothing in the last 7 days.')
  expect(said).toContain('What it looks for: one of our keys was used')
  expect(said).toContain('AI_USAGE_OUR_NETWORKS')
  expect(findsOf('made-1', [{ rule: 'made-1', spec: SPEC }])).toContain('above $5.00 a week')
})

const SPEC = {
  kind: 'limit',
  metric: 'spend',
  amount: 5_000_000,
  per: 'week',
  filters: {},
} as const
const FACT = { label: 'In', value: 'chatgpt' }
