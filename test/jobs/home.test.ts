import { expect, test } from 'vitest'

import type { Message } from '#core/message/message.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { composeHome } from '#jobs/home.ts'
import { four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { measured } from '#test/support/measured.ts'

/** A Monday. */
const NOON = '2026-11-23T12:00:00Z'

test('a page of one moment reads the policy and the zone once, and leaves one row', async () => {
  const house = memoryHouse({ measured: measured(four()) })
  const read = { policy: 0, zone: 0 }
  const { viewer, place } = asks('')
  const page = await composeHome({
    ...house,
    workspace: {
      ...house.workspace,
      zone: async () => {
        read.zone += 1
        return 'UTC'
      },
    },
    policyInForce: async () => {
      read.policy += 1
      return { policy: DEFAULT_POLICY, hash: 'hash', version: 0 }
    },
  })({ viewer, place })
  expect(page.message.parts.length).toBeGreaterThan(0)
  expect(house.logged).toEqual([])
  expect(read).toEqual({ policy: 1, zone: 1 })
  expect(house.rows).toMatchObject([{ detail: { home: true, weeks: 3 } }])
})

test.each([
  ['an admin', member({ admin: true }), ['30d', 'team:eng 30d', 'by:model 90d']],
  ['a plain member', member({}), ['30d', 'by:model 90d', 'tool:chatgpt last month']],
])('%s is offered examples that they may ask', async (_, viewer, offered) => {
  const house = memoryHouse({ measured: measured(four()) })
  const { message } = await composeHome(house)({ ...asks('', viewer) })
  const labels = message.parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ label }) => label) : [],
  )
  expect(labels).toEqual(expect.arrayContaining(offered))
  const mayAskTeams = offered.includes('team:eng 30d')
  expect(labels.includes('team:eng 30d')).toBe(mayAskTeams)
  expect(plain(message).includes('the ten teams that spend most')).toBe(mayAskTeams)
})

const labelsOf = (message: Message) =>
  message.parts.flatMap((part) =>
    part.kind === 'buttons' ? part.buttons.map(({ label }) => label) : [],
  )

test('before anything is published a member hears when, and has no button that shows nothing', async () => {
  const house = memoryHouse({ measured: measured([], { empty: true }), now: NOON })
  const none = { ...house.usage, hasUsage: async () => false }
  const { message } = await composeHome({ ...house, published: none })({ ...asks('', member({})) })
  expect(plain(message)).toContain(
    'older ones within minutes of being known, those of 16–22 Nov 2026 from 26 Nov 2026 on.',
  )
  expect(labelsOf(message)).toEqual(['me 30d', 'Help'])
})

test('an admin of a company without data is offered no question about it', async () => {
  const house = memoryHouse({ measured: measured([], { empty: true }), now: NOON })
  const none = { ...house.usage, hasUsage: async () => false }
  const page = await composeHome({ ...house, usage: none })(asks('', member({ admin: true })))
  expect(labelsOf(page.message)).toEqual(['Help'])
})

test('a headline without numbers cannot be shown, while other questions can be asked', async () => {
  const house = memoryHouse({ measured: measured([], { empty: true }), now: NOON })
  const { message } = await composeHome({ ...house, published: house.usage })(asks('', member({})))
  expect(labelsOf(message)).not.toContain('Show it')
  expect(labelsOf(message)).toContain('30d')
})

test('a headline with numbers can be shown whole', async () => {
  const house = memoryHouse({ measured: measured(four()), now: NOON })
  const { message } = await composeHome({ ...house, published: house.usage })(asks('', member({})))
  expect(labelsOf(message)).toContain('Show it')
})
