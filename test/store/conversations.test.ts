import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { authority } from '#core/access/grants.ts'
import type { Chart } from '#core/chart/chart.ts'
import { day } from '#core/time/day.ts'
import { admins } from '#store/admins.ts'
import { conversations } from '#store/conversations.ts'
import { pictures } from '#store/pictures.ts'
import { retention } from '#store/retention.ts'
import { roles } from '#store/roles.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const CHAT = {
  workspace: 'tenant',
  id: 'a:1',
  kind: 'personal',
  serviceUrl: 'https://smba.trafficmanager.net/emea',
  user: 'ada',
} as const
const TEAM = { ...CHAT, id: '19:x', kind: 'channel', user: undefined } as const

test('where the app is installed is known until it is removed, by the newest address', async () => {
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

const CHART: Chart = {
  kind: 'changes',
  title: 'Spend',
  subtitle: '',
  footer: '',
  alt: 'Spend by team.',
  unit: 'count',
  rows: [],
}
const NOW = Date.parse('2026-11-22T12:00:00Z')
const DAY_MS = 86_400_000

test('a hosted picture is kept a day, or as long as the one message it stands in', async () => {
  const known = pictures(store.db)
  const keep = (id: string, at = NOW) => known.keep({ id, chart: CHART, at, until: at + DAY_MS })
  const there = async (now: number, ids: readonly string[]) => {
    const found = await Promise.all(ids.map(async (id) => [id, await known.find(id, now)] as const))
    return found.flatMap(([id, chart]) => (chart === undefined ? [] : [id]))
  }
  const all = ['loose', 'first', 'second', 'theirs']
  for (const id of all) await keep(id)
  expect(await known.find('first', NOW)).toEqual(CHART)
  await known.pin('a:1 m1', 'first')
  await known.pin('a:1 m1', 'second')
  await known.pin('a:10 m1', 'theirs')
  expect(await there(NOW + 2 * DAY_MS, all)).toEqual(['second', 'theirs'])
  // A message that is being sent has no id yet: its picture waits for it, however long that takes.
  for (const id of ['sent', 'lost', 'unused'])
    await known.keep({ id, chart: CHART, at: NOW, message: 'a:1' })
  await known.pin('a:1 m3', 'sent')
  await known.pin('a:1 m3')
  await known.drop('unused')
  const waiting = [...all, 'sent', 'lost', 'unused']
  expect(await there(NOW + 2 * DAY_MS, waiting)).toEqual(['second', 'theirs', 'lost'])
  await known.revoke('a:1')
  expect(await there(NOW, waiting)).toEqual(['loose', 'theirs'])
  await known.revoke('a:10', 'm2')
  await known.pin('a:10 m2')
  expect(await there(NOW, all)).toEqual(['loose', 'theirs'])
  await keep('next', NOW + 2 * DAY_MS)
  expect(await there(NOW, all)).toEqual(['theirs'])
  const prune = { today: day('2027-03-01'), factDays: undefined, dryRun: false }
  expect(await retention(store.db).prune(prune)).toContainEqual({
    table: 'hosted_picture',
    rows: 2,
  })
  expect(await there(NOW, ['theirs'])).toEqual([])
})

test('a picture of another company stays, and a message keeps its own until the next is there', async () => {
  const known = pictures(store.db)
  const of = async (id: string) => (await known.find(id, NOW)) !== undefined
  const run = (query: SQL) => rows(store.db, 'as it is', query)
  await run(sql`insert into hosted_picture (tenant_id, picture_id, chart, at, until)
    values (2, 'abroad', '{}', now(), ${new Date(NOW - DAY_MS).toISOString()}::timestamptz)`)
  for (const id of ['stands', 'refused'])
    await known.keep({ id, chart: CHART, at: NOW, until: NOW + DAY_MS })
  expect(await run(sql`select from hosted_picture where tenant_id = 2`)).toHaveLength(1)
  await known.pin('a:2 m1', 'stands')
  await run(sql`alter table hosted_picture
    add constraint refuses check (picture_id <> 'refused' or until is not null)`)
  await expect(known.pin('a:2 m1', 'refused')).rejects.toThrow("'pin picture'")
  await run(sql`alter table hosted_picture drop constraint refuses`)
  expect(await of('stands')).toBe(true)
})

const ADA = 'ada00000-0000-4000-8000-000000000000'
const CARLA = 'ca41a000-0000-4000-8000-000000000000'

test('a role is given to an id of Entra as to one of Slack, and neither is mistaken for the other', async () => {
  const known = roles(store.db, { admins: [ADA, 'U1'], roles: [] })
  const of = async (user: string) => authority(await known.of({ workspace: 'tenant', user }))
  expect(await of(ADA)).toMatchObject({ admin: true, person: true })
  await known.give({ grant: 'analyst' }, { workspace: 'tenant', user: CARLA, by: 'x' })
  expect(await of(CARLA)).toMatchObject({ admin: false, roles: ['analyst'] })
  const chiefs = admins(store.db, { configured: [ADA, 'U1'] })
  expect(await chiefs.list('teams', 'tenant')).toEqual([ADA])
  expect(await chiefs.list('slack', 'T1')).toEqual(['U1'])
})
