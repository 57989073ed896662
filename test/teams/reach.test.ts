import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'

import { UserError } from '#core/errors.ts'
import { ADA, BEN, chatOf, GROUP, TEAM, TENANT } from '#test/support/teams/people.ts'

import { ANSWER } from './house.ts'
import { said, type Stage, stage } from './stage.ts'

const at = { platform: 'teams', workspace: TENANT } as const
const ada = { ...at, kind: 'person', id: ADA.object } as const
const team = { ...at, kind: 'channel', id: TEAM.id } as const
const SHORT = { title: '', summary: 'Spend rose by 8 %.', parts: [] }

let s: Stage
beforeAll(async () => {
  s = await stage({ adminChannel: GROUP.id })
  for (const room of [chatOf(ADA), TEAM.id]) await s.ask(ADA, room, 'help')
})
afterAll(() => s[Symbol.asyncDispose]())
beforeEach(() => {
  s.world.sent.length = 0
  s.house.day.locked = false
})

test('what nobody asked for is posted in the team, with its details in the thread', async () => {
  const posted = await s.app.reach.post(team, ANSWER)
  expect(posted).toEqual({ kind: 'sent', ref: `${TEAM.id} ${s.world.sent[0]?.id}` })
  const ref = posted.kind === 'sent' ? posted.ref : ''
  await s.app.reach.post(team, SHORT, { thread: ref })
  const path = encodeURIComponent(`;messageid=${s.world.sent[0]?.id}`)
  expect(s.calls('POST', new RegExp(`(${path}|;messageid=${s.world.sent[0]?.id})`))).toBe(1)
  expect(await s.app.reach.edit(team, ref, SHORT)).toEqual(posted)
  expect(s.world.sent.map((one) => said(one))).toEqual([
    expect.stringContaining('Spend rose'),
    expect.stringContaining('Spend rose'),
  ])
})

test('it goes into one’s own chat too, and is there in words when its picture can not be drawn', async () => {
  const { draw } = s.house
  Object.assign(s.house, { draw: () => Promise.reject(new Error('no fonts')) })
  expect(await s.app.reach.post(ada, ANSWER)).toMatchObject({ kind: 'sent' })
  Object.assign(s.house, { draw })
  expect(said(s.world.sent[0]!)).toContain('$4,210')
})

test('nothing is posted where whoever asked says no right before, or while all is locked', async () => {
  const not = { kind: 'refused', why: 'not now', again: 0 }
  expect(await s.app.reach.post(team, SHORT, { first: async () => false })).toEqual(not)
  s.house.day.locked = true
  expect(await s.app.reach.post(team, SHORT)).toEqual(not)
  expect(s.world.sent).toEqual([])
})

test.each([
  [
    'asked to wait',
    { status: 429, retryAfter: 7 },
    { kind: 'refused', why: 'rate_limited', again: 7_000 },
  ],
  ['a lost answer', { status: 502, done: true }, { kind: 'unknown' }],
  [
    'not allowed there',
    { status: 403, code: 'Forbidden' },
    { kind: 'refused', why: 'Forbidden', again: 'never' },
  ],
] as const)('%s: one try, and no more', async (_, fault, posted) => {
  const before = s.calls('POST', /\/activities$/)
  s.world.faults.push({ on: 'create', ...fault })
  expect(await s.app.reach.post(team, SHORT)).toEqual(posted)
  expect(s.calls('POST', /\/activities$/) - before).toBe(1)
})

test('where the app is not installed, nothing is posted for good', async () => {
  const gone = { kind: 'refused', why: 'BotNotInConversationRoster', again: 'never' }
  expect(await s.app.reach.post({ ...team, id: '19:other' }, SHORT)).toEqual(gone)
  await expect(s.app.reach.find({ ...team, id: '19:other' })).rejects.toThrow('not installed')
})

test('the admins’ channel is written to though nobody has written there yet', async () => {
  expect(s.house.kept.has(GROUP.id)).toBe(false)
  const place = { ...at, kind: 'channel', id: GROUP.id } as const
  expect(await s.app.reach.post(place, SHORT)).toMatchObject({ kind: 'sent' })
  expect(await s.app.tellAdmins(SHORT)).toBe(1)
  expect(s.world.sent.map(({ room }) => room)).toEqual([GROUP.id, GROUP.id])
  // Where it takes nothing, each of them is told in private.
  s.world.faults.push({ on: 'create', status: 403, code: 'Forbidden' })
  expect(await s.app.tellAdmins(SHORT)).toBe(1)
  expect(s.world.sent.at(-1)?.room).toBe(chatOf(ADA))
})

test('what nobody asked for stays when its button is pressed: the answer comes below it', async () => {
  await s.app.reach.post(ada, ANSWER)
  const [alert] = s.world.sent
  const { body } = await s.people.click(ADA, alert!, '7 days')
  expect(body).toMatchObject({ value: 'Engineering spent $4,210 on AI, up 8 %.' })
  await s.until(() => s.world.sent.length === 2)
  expect(s.world.sent.map((one) => [one.room, one.updates])).toEqual([
    [chatOf(ADA), 0],
    [chatOf(ADA), 0],
  ])
  expect(said(s.world.sent[1]!)).toContain('(team:eng 7d)')
})

test('a team with guests is read by people of elsewhere', async () => {
  expect((await s.app.reach.find(team)).place.kind).toBe('shared-channel')
  const room = s.world.rooms.get(TEAM.id)!
  s.world.rooms.set(TEAM.id, { ...room, members: [ADA, BEN] })
  expect((await s.app.reach.find(team)).place.kind).toBe('private-channel')
  s.world.rooms.set(TEAM.id, room)
})

test('a team that does not say who reads it is refused for good; what may pass is asked again', async () => {
  for (const status of [403, 404]) {
    s.world.faults.push({ on: 'member', status, code: 'Forbidden' })
    await expect(s.app.reach.find(team)).rejects.toBeInstanceOf(UserError)
  }
  for (const fault of [{ status: 400 }, { status: 401 }, { status: 429, retryAfter: 600 }]) {
    s.world.faults.push({ on: 'member', ...fault })
    await expect(s.app.reach.find(team)).rejects.not.toBeInstanceOf(UserError)
  }
})

test('someone’s rights are those they have now', async () => {
  expect(await s.app.reach.viewer(ada)).toMatchObject({ standing: 'member', admin: true })
  s.house.chiefs.delete(ADA.object)
  expect(await s.app.reach.viewer(ada)).toMatchObject({ standing: 'member', admin: false })
  s.house.chiefs.add(ADA.object)
})

test('a team that the app was taken out of is known no more, once it is looked at who reads it', async () => {
  s.world.faults.push({ on: 'member', status: 403, code: 'BotNotInConversationRoster' })
  await expect(s.app.reach.find(team)).rejects.toThrow('Teams does not say who is in')
  expect(s.house.kept.has(TEAM.id)).toBe(false)
  const before = s.calls('POST', /\/activities$/)
  expect(await s.app.reach.post(team, SHORT)).toMatchObject({ again: 'never' })
  expect(s.calls('POST', /\/activities$/)).toBe(before)
})
