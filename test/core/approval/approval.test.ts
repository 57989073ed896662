import { expect, test } from 'vitest'

import { type Approval, changeText, LASTS_MS, mayDecide, stateOf } from '#core/approval/approval.ts'

const asked: Approval = {
  id: 3,
  change: { kind: 'floor', subject: 'floor', from: 5, to: 3, command: 'policy apply' },
  by: 'slack:T1/U1',
  at: 1_000,
  decision: null,
  decidedBy: null,
  used: false,
}
const approved = { ...asked, decision: 'approved', decidedBy: 'slack:T1/U2' } as const
const refused = { ...asked, decision: 'refused', decidedBy: 'slack:T1/U2' } as const
const inTime = 1_000 + LASTS_MS - 1
const late = inTime + 1

test.each([
  ['waits', asked, inTime, 'waiting'],
  ['is approved', approved, inTime, 'approved'],
  ['is over after 7 days, asked for or approved', asked, late, 'expired'],
  ['is over after 7 days, also when approved', approved, late, 'expired'],
  ['stays refused', refused, late, 'refused'],
  ['stays done', { ...approved, used: true }, late, 'used'],
])('a change %s', (_, approval, now, state) => {
  expect(stateOf(approval, now)).toBe(state)
})

test.each([
  ['another person approves', asked, 'approved', 'slack:T1/U2', true],
  ['nobody approves their own', asked, 'approved', 'slack:T1/U1', false],
  ['another person refuses', asked, 'refused', 'slack:T1/U2', true],
  ['one may take back one’s own', asked, 'refused', 'slack:T1/U1', true],
  ['what is approved is not decided again', approved, 'refused', 'slack:T1/U3', false],
  ['what is refused stays so', refused, 'approved', 'slack:T1/U3', false],
  ['what is done is done', { ...approved, used: true }, 'refused', 'slack:T1/U3', false],
] as const)('%s', (_, approval, decision, by, allowed) => {
  expect(mayDecide(approval, decision, { by, now: inTime })).toMatchObject({ allowed })
})

test('after 7 days nobody decides', () => {
  expect(mayDecide(asked, 'approved', { by: 'slack:T1/U2', now: late })).toMatchObject({
    allowed: false,
    fix: 'Ask for it again.',
  })
})

test('the same change is the same text whoever types it; another value is another', () => {
  const { change } = asked
  expect(changeText({ ...change, command: 'other words' })).toBe(changeText(change))
  for (const other of [
    { ...change, to: 4 },
    { ...change, from: 4 },
    { ...change, subject: 'floor of units' },
    { ...change, kind: 'policy' as const },
  ])
    expect(changeText(other)).not.toBe(changeText(change))
})
