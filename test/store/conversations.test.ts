import { expect, test } from 'vitest'

import { authority } from '#core/access/grants.ts'
import { admins } from '#store/admins.ts'
import { conversations } from '#store/conversations.ts'
import { roles } from '#store/roles.ts'
import { openMemoryStore } from '#test/support/store.ts'

const CHAT = {
  workspace: 'tenant',
  id: 'a:1',
  kind: 'personal',
  serviceUrl: 'https://smba.trafficmanager.net/emea',
  user: 'ada',
} as const
const TEAM = { ...CHAT, id: '19:x', kind: 'channel', user: undefined } as const

test('where the app is installed is known until it is removed, by the newest address', async () => {
  await using store = await openMemoryStore()
  const known = conversations(store.db)
  await known.keep(CHAT)
  await known.keep({ ...CHAT, serviceUrl: 'https://smba.trafficmanager.net/amer' })
  await known.keep(TEAM)
  expect(await known.find('tenant', 'a:1')).toEqual({
    ...CHAT,
    serviceUrl: 'https://smba.trafficmanager.net/amer',
  })
  expect(await known.personal('tenant', 'ada')).toMatchObject({ id: 'a:1' })
  expect(await known.find('another', 'a:1')).toBeUndefined()
  expect(await known.personal('another', 'ada')).toBeUndefined()
  await known.forget('another', '19:x')
  expect(await known.find('tenant', '19:x')).toMatchObject({ kind: 'channel' })
  await known.forget('tenant', '19:x')
  expect(await known.find('tenant', '19:x')).toBeUndefined()
})

const ADA = 'ada00000-0000-4000-8000-000000000000'
const CARLA = 'ca41a000-0000-4000-8000-000000000000'

test('a role is given to an id of Entra as to one of Slack, and neither is mistaken for the other', async () => {
  await using store = await openMemoryStore()
  const known = roles(store.db, { admins: [ADA, 'U1'], roles: [] })
  const of = async (user: string) => authority(await known.of({ workspace: 'tenant', user }))
  expect(await of(ADA)).toMatchObject({ admin: true, person: true })
  await known.give({ grant: 'analyst' }, { workspace: 'tenant', user: CARLA, by: 'x' })
  expect(await of(CARLA)).toMatchObject({ admin: false, roles: ['analyst'] })
  const chiefs = admins(store.db, { configured: [ADA, 'U1'] })
  expect(await chiefs.list('teams', 'tenant')).toEqual([ADA])
  expect(await chiefs.list('slack', 'T1')).toEqual(['U1'])
})
