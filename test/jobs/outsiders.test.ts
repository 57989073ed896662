import { expect, test } from 'vitest'

import type { DeliveryKey } from '#core/delivery/delivery.ts'
import { UserError } from '#core/errors.ts'
import { outsiders } from '#jobs/outsiders.ts'
import { openLog } from '#main/log.ts'
import { member } from '#test/support/house.ts'

const held = (key: DeliveryKey) => ({
  id: 1,
  attempt: 1,
  key,
  kind: 'alert' as const,
  state: 'due' as const,
  target: { platform: 'slack', workspace: 'T1', kind: 'person', id: 'UDAN' } as const,
  owner: undefined,
  critical: false,
  message: undefined,
  thread: undefined,
  edits: undefined,
  turn: undefined,
  failures: 0,
  repeat: false,
})

test.each([
  ['what an alert says in its place', 'alert:x:firing:1.1:slack/T1/UDAN', 'not theirs'],
  ['what it says to someone besides', 'alert:x:alone:1.2:slack/T1/UDAN', 'not theirs'],
  ['what an owner hears of a delivery', 'notice:7:slack/T1/UDAN', undefined],
])('who has lost the role is sent none of %s', async (_, key, why) => {
  const chats = {
    find: () => Promise.reject(new Error('not asked')),
    viewer: () => Promise.resolve(member({ id: 'UDAN' })),
  }
  const posted = await outsiders(held(key), { chats, log: openLog('silent') })
  expect(posted && 'why' in posted ? posted.why : undefined).toBe(why)
})

test.each([
  ['that it was taken out of it', 'BotNotInConversationRoster', 'BotNotInConversationRoster'],
  ['nothing more', undefined, 'unseen'],
])(
  'where a chat says of a channel %s, that is why nothing is told there',
  async (_, refusal, why) => {
    const chats = {
      find: () =>
        Promise.reject(new UserError('Not there', 'Add it.', { ...(refusal && { refusal }) })),
      viewer: () => Promise.reject(new Error('not asked')),
    }
    const channel = { ...held('alert:x:firing:1.1:slack/T1/C1').target, kind: 'channel' as const }
    const it = { ...held('alert:x:firing:1.1:slack/T1/C1'), target: channel }
    const posted = await outsiders(it, { chats, log: openLog('silent') })
    expect(posted).toMatchObject({ kind: 'refused', why, again: 'never' })
  },
)
