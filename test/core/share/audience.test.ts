import { expect, test } from 'vitest'

import type { Place, Viewer } from '#core/access/access.ts'
import type { Action } from '#core/access/rules.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { type Audience, whyNotShared } from '#core/share/audience.ts'
import { member } from '#test/support/house.ts'

const analyst = member({ roles: ['analyst'] })
const lead = member({ leads: ['Sales'] })
const plain = member()
const guest = member({ standing: 'guest' })

const open: Place = { kind: 'public-channel', channel: 'C1' }
const closed: Place = { kind: 'private-channel', channel: 'C2' }
const elsewhere: Place = { kind: 'shared-channel', channel: 'C3' }

const why = (place: Place, readers: readonly Viewer[], action: Action, team?: readonly string[]) =>
  whyNotShared({ place, readers } satisfies Audience, {
    action,
    about: [{ team }],
    policy: DEFAULT_POLICY,
  })

test.each([
  ['company numbers in a public channel', open, [plain, analyst], 'ask company', undefined],
  ['a team’s among analysts', closed, [analyst, member({ admin: true })], 'ask units', ['Legal']],
  ['a team’s with its lead', closed, [analyst, lead], 'ask units', ['Sales/EMEA']],
] as const)('%s may be shared', (_, place, readers, action, team) => {
  expect(why(place, readers, action, team)).toBeUndefined()
})

test.each([
  ['a team’s in a public channel', open, [analyst], 'ask units', ['Sales'], 'The whole workspace'],
  [
    'a team’s with a member without a role',
    closed,
    [analyst, plain],
    'ask units',
    ['Sales'],
    '1 reader of 2 may not see this: 1 without a role for it.',
  ],
  [
    'a team’s with the lead of another',
    closed,
    [analyst, lead],
    'ask units',
    ['Legal'],
    '1 reader of 2',
  ],
  [
    'anything before guests',
    open,
    [plain, guest, guest],
    'ask company',
    undefined,
    '2 readers of 3 may not see this: 2 guests.',
  ],
  [
    'anything before another company',
    elsewhere,
    [plain],
    'ask company',
    undefined,
    '1 reader of 1',
  ],
  [
    'people one by one, whoever reads',
    closed,
    [member({ admin: true })],
    'ask people',
    undefined,
    '1 reader of 1',
  ],
  ['why spend changed', closed, [member({ admin: true })], 'why', undefined, '1 reader of 1'],
  [
    'before more than can be looked at',
    closed,
    Array.from({ length: 201 }, () => analyst),
    'ask company',
    undefined,
    'More than 200',
  ],
] as const)('%s may not be shared', (_, place, readers, action, team, says) => {
  expect(why(place, readers, action, team)).toContain(says)
})

test('a team’s beside another’s is its lead’s only if both are', () => {
  const asked = { action: 'ask units', policy: DEFAULT_POLICY } as const
  const beside = (other: string) =>
    whyNotShared(
      { place: closed, readers: [lead] },
      { ...asked, about: [{ team: ['Sales/EMEA'] }, { team: [other] }] },
    )
  expect(beside('Sales/APAC')).toBeUndefined()
  expect(beside('Legal')).toContain('1 reader of 1')
})
