import { describe, expect, test } from 'vitest'

import { CHAT_PLACES, type Place, type Viewer } from '#core/access/access.ts'
import { CAPACITIES, type Capacity } from '#core/access/cells.ts'
import { decide } from '#core/access/decide.ts'
import { type Action, RULES } from '#core/access/rules.ts'

type Member = Extract<Viewer, { kind: 'member' }>

const terminal: Place = { kind: 'terminal' }
const at = (kind: (typeof CHAT_PLACES)[number]): Place => ({ kind, channel: 'C1' })
const dm = at('dm')
const reply = at('private-reply')

const member = (rest: Partial<Member> = {}): Member => ({
  kind: 'member',
  platform: 'slack',
  workspace: 'T1',
  id: 'U1',
  standing: 'member',
  admin: false,
  ...rest,
})

const AS: Record<Capacity, Viewer> = {
  operator: { kind: 'operator' },
  'admin with person': member({ admin: true, person: true }),
  admin: member({ admin: true }),
  security: member({ roles: ['security'] }),
  analyst: member({ roles: ['analyst'] }),
  lead: member({ leads: ['Sales/EMEA'] }),
  member: member(),
}

/** What someone gets, in a word: a view, with the units it is bound to, or the reason of the refusal. */
function got(viewer: Viewer, place: Place, action: Action): string {
  const decision = decide(viewer, place, action)
  if (!decision.allowed) return decision.reason
  return decision.within ? `${decision.view} of ${decision.within.join()}` : decision.view
}

const actions = Object.keys(RULES) as Action[]

describe('every role, at every place, for every action', () => {
  const rows = CAPACITIES.flatMap((capacity) =>
    actions.map((action) => [capacity, action] as const),
  )

  test.each(rows)('%s: %s', (capacity, action) => {
    const viewer = AS[capacity]
    const places = [terminal, ...CHAT_PLACES.map(at)]
    expect(places.map((place) => `${place.kind}: ${got(viewer, place, action)}`)).toMatchSnapshot()
  })

  test.each(rows)('%s: %s is never exact where others read', (capacity, action) => {
    for (const kind of ['public-channel', 'private-channel', 'shared-channel'] as const)
      expect(got(AS[capacity], at(kind), action)).not.toMatch(/^(?:exact|self)/)
  })

  test.each(rows)('%s: %s is refused where people of other companies read', (capacity, action) => {
    expect(got(AS[capacity], at('shared-channel'), action)).toBe('outsiders')
  })

  test.each(rows)(
    '%s: %s is the same in the app’s messages and in a private reply',
    (role, action) => {
      expect(got(AS[role], dm, action)).toBe(got(AS[role], reply, action))
    },
  )
})

test('exact numbers and people are for admins with the person permission and the operator alone', () => {
  const exact = CAPACITIES.filter((role) =>
    actions.some((action) => got(AS[role], dm, action) === 'exact'),
  )
  expect(exact).toEqual(['operator', 'admin with person'])
  expect(CAPACITIES.map((role) => got(AS[role], dm, 'ask people'))).toEqual([
    'exact',
    'exact',
    ...Array.from({ length: 5 }, () => 'people'),
  ])
})

test('the person permission alone is worth nothing: it is an admin’s', () => {
  expect(got(member({ person: true }), dm, 'ask people')).toBe('people')
  expect(got(member({ person: true }), dm, 'reveal')).toBe('not-person')
})

test('whoever has several roles may do what any of them may', () => {
  const both = member({ roles: ['analyst'], leads: ['Sales'] })
  expect(got(both, dm, 'ask units')).toBe('published')
  expect(got(member({ leads: ['Sales', 'Legal'] }), dm, 'ask units')).toBe(
    'published of Sales,Legal',
  )
  expect(got(member({ roles: ['security'] }), dm, 'roles list')).toBe('none')
})

describe('who is no member is refused, whatever their roles', () => {
  test.each(['guest', 'deactivated', 'bot', 'foreign', 'unknown'] as const)('%s', (standing) => {
    const mighty = member({
      standing,
      admin: true,
      person: true,
      roles: ['analyst'],
      leads: ['Sales'],
    })
    for (const action of actions)
      for (const place of [terminal, dm, reply]) expect(got(mighty, place, action)).toBe(standing)
  })
})

const refusals = [
  ...(['guest', 'deactivated', 'bot', 'foreign', 'unknown'] as const).map((standing) =>
    decide(member({ standing }), reply, 'ask company'),
  ),
  decide(member(), reply, 'ask people'),
  decide(member(), reply, 'ask units'),
  decide(member(), reply, 'reconcile'),
  decide(member(), reply, 'roles list'),
  decide(member(), at('public-channel'), 'me'),
  decide(member(), at('shared-channel'), 'me'),
  decide({ kind: 'operator' }, terminal, 'me'),
].map((decision) => (decision.allowed ? { says: 'allowed', mayAskForAccess: false } : decision))

test('each refusal has its own words: what happened, and what to do next', () => {
  expect(new Set(refusals.map(({ says }) => says)).size).toBe(refusals.length)
  for (const { says } of refusals)
    expect(says).toMatch(/^[A-Z].+\. (?:Press|Ask|Sign in|Try) .+\.$/u)
})

test('access is asked for where a role would help, and there is a button to press', () => {
  expect(refusals.map(({ mayAskForAccess }) => mayAskForAccess)).toEqual([
    ...Array.from({ length: 6 }, () => false),
    ...Array.from({ length: 3 }, () => true),
    ...Array.from({ length: 3 }, () => false),
  ])
  expect(decide(member(), terminal, 'roles list')).toMatchObject({
    mayAskForAccess: false,
    says: 'Only admins can do this, and you are not one. Ask an admin for a role.',
  })
})
