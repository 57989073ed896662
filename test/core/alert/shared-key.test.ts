import { expect, test } from 'vitest'

import { type KeyDay, sharedKeyFindings } from '#core/alert/shared-key.ts'
import type { Day } from '#core/time/day.ts'

const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ account: 10 + n, name: `p-${n}` }))

const day = ({ on = '2026-11-18', ...more }: Partial<KeyDay> & { on?: string }): KeyDay => ({
  key: { account: 3, name: 'ci-runner' },
  tool: 'litellm',
  day: on as Day,
  people: [],
  networks: 1,
  at: 1,
  ...more,
})

test.each([
  ['one person from three networks', { people: people(1), networks: 3 }, undefined],
  ['two people', { people: people(2) }, 'One key was used by several people in a day'],
  ['four networks', { networks: 4 }, 'One key was used from 4 networks in a day'],
])('a key of %s', (_, more, says) => {
  expect(sharedKeyFindings([day(more)]).map((one) => one.says)).toEqual(says ? [says] : [])
})

test('a key is one thing to be told of in a week, in whatever tool, about the key and those who used it', () => {
  const found = sharedKeyFindings([
    day({ people: people(2) }),
    day({ people: people(3), on: '2026-11-19', tool: 'claude-code' }),
    day({ people: people(2), on: '2026-11-23' }),
  ])
  expect(found.map(({ subject }) => subject)).toEqual([
    'key/3/2026-11-16',
    'key/3/2026-11-16',
    'key/3/2026-11-23',
  ])
  expect(found[0]?.also?.map(({ name }) => name)).toEqual(['ci-runner', 'p-0', 'p-1'])
})
