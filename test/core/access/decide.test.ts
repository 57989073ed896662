import { describe, expect, test } from 'vitest'

import type { Place, Viewer } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'

type Member = Extract<Viewer, { kind: 'member' }>

const dm: Place = { kind: 'dm', channel: 'D1' }
const reply: Place = { kind: 'private-reply', channel: 'C1' }
const terminal: Place = { kind: 'terminal' }

const member = (standing: Member['standing'], admin: boolean): Member => ({
  kind: 'member',
  platform: 'slack',
  workspace: 'T1',
  id: 'U1',
  standing,
  admin,
})

describe('only admins who are members are answered', () => {
  test.each([
    ['member', true, 'allowed'],
    ['member', false, 'not-admin'],
    ['guest', true, 'guest'],
    ['guest', false, 'guest'],
    ['deactivated', true, 'deactivated'],
    ['deactivated', false, 'deactivated'],
    ['bot', true, 'bot'],
    ['bot', false, 'bot'],
    ['foreign', true, 'foreign'],
    ['foreign', false, 'foreign'],
    ['unknown', true, 'unknown'],
    ['unknown', false, 'unknown'],
  ] as const)('standing %s, admin %s: %s', (standing, admin, outcome) => {
    for (const place of [dm, reply, terminal]) {
      const decision = decide(member(standing, admin), place)
      expect(decision.allowed ? 'allowed' : decision.reason).toBe(outcome)
    }
  })
})

test('the operator at the machine is answered', () => {
  expect(decide({ kind: 'operator' }, terminal)).toEqual({ allowed: true })
})

const refusals = (['member', 'guest', 'deactivated', 'bot', 'foreign', 'unknown'] as const).map(
  (standing) => decide(member(standing, false), reply),
)

test('each refusal has its own words: what happened, and what to do next', () => {
  const says = refusals.map((decision) => (decision.allowed ? '' : decision.says))
  expect(new Set(says).size).toBe(6)
  for (const words of says) expect(words).toMatch(/^[A-Z].+\. (?:Press|Ask|Sign in|Try) .+\.$/u)
})

test('only a member can ask for access, where there is a button to press', () => {
  expect(refusals.map((decision) => !decision.allowed && decision.mayAskForAccess)).toEqual([
    true,
    ...Array.from({ length: 5 }, () => false),
  ])
  expect(decide(member('member', false), terminal)).toMatchObject({
    mayAskForAccess: false,
    says: 'Only admins can ask about AI usage, and you are not one yet. Ask an admin to add you.',
  })
})
