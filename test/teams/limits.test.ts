import { afterEach, beforeEach, expect, test } from 'vitest'

import { ADA, chatOf, TEAM, TENANT } from '#test/support/teams/people.ts'
import { cardOf } from '#test/support/teams/world.ts'

import { ANSWER } from './house.ts'
import { said, type Stage, stage } from './stage.ts'

let teams: Stage
beforeEach(async () => {
  teams = await stage()
})
afterEach(() => teams[Symbol.asyncDispose]())

const TO_TEAM = { platform: 'teams', workspace: TENANT, kind: 'channel', id: TEAM.id } as const
const GONE = { kind: 'refused', why: 'BotNotInConversationRoster', again: 'never' }

const created = () => teams.calls('POST', /\/activities$/)

test.each([429, 412, 502, 504])(
  'after a %i the answer is sent again, and comes once',
  async (status) => {
    const { ask, world, people } = teams
    world.faults.push({ on: 'create', status }, { on: 'create', status })
    await ask(ADA, chatOf(ADA), '30d')
    expect(created()).toBe(3)
    expect(people.seen(ADA, chatOf(ADA))).toHaveLength(1)
  },
)

test('Teams’ own wait is kept before trying again', async () => {
  const { ask, world } = teams
  world.faults.push({ on: 'create', status: 429, retryAfter: 2 })
  const started = Date.now()
  await ask(ADA, chatOf(ADA), '30d')
  expect(Date.now() - started).toBeGreaterThan(2_000)
})

test('it is not tried for ever', async () => {
  const { people, world, until, house } = teams
  for (let at = 0; at < 9; at += 1) world.faults.push({ on: 'create', status: 502 })
  await people.say(ADA, chatOf(ADA), '30d')
  await until(() => house.lines.some(({ what }) => what === 'An answer did not reach its asker'))
  expect(created()).toBeLessThanOrEqual(8)
})

test('asked to wait for minutes, it gives up instead of letting a person wait', async () => {
  const { people, world, until, house } = teams
  world.faults.push({ on: 'create', status: 429, retryAfter: 600 })
  await people.say(ADA, chatOf(ADA), '30d')
  await until(() => house.lines.some(({ what }) => what === 'An answer did not reach its asker'))
  expect(created()).toBe(1)
})

test('who is refused everything does not stop who comes next', async () => {
  const { people, world, until, house, ask } = teams
  world.faults.push({ on: 'create', status: 403 })
  await people.say(ADA, chatOf(ADA), '30d')
  await until(() => house.lines.some(({ what }) => what === 'An answer did not reach its asker'))
  expect(said(await ask(ADA, chatOf(ADA), '7d'))).toContain('$4,210')
})

const LONG = {
  ...ANSWER,
  parts: [
    ...ANSWER.parts,
    {
      kind: 'table' as const,
      head: ['Team', 'Spend', 'Change'],
      rows: Array.from({ length: 400 }, (_, at) => [`Team ${at}`, `$${at}`, '▲ 1 %']),
    },
  ],
}

const rowsOf = (message: Parameters<typeof cardOf>[0]) =>
  (JSON.stringify(cardOf(message)).match(/"TableRow"/g) ?? []).length

test('a table that is too long is shortened, and the answer says by how much', async () => {
  const { ask, house } = teams
  house.day.reply = LONG
  const answer = await ask(ADA, chatOf(ADA), '30d')
  const shown = rowsOf(answer)
  expect(shown).toBeGreaterThan(40)
  expect(said(answer)).toContain(
    `Left out, as Teams takes no more: ${401 - shown} rows of the table.`,
  )
  expect(said(answer)).toContain('The CSV button has every number.')
})

test('a 413 is met with fewer parts until Teams takes it, down to words alone', async () => {
  const { ask, house, world } = teams
  house.day.reply = LONG
  const full = rowsOf(await ask(ADA, chatOf(ADA), '30d'))
  world.mostBytes = 45_000
  const less = rowsOf(await ask(ADA, chatOf(ADA), '30d'))
  world.mostBytes = 30_000
  const least = rowsOf(await ask(ADA, chatOf(ADA), '30d'))
  expect([full > less, less > least, least > 5]).toEqual([true, true, true])
  world.mostBytes = 20_000
  const words = await ask(ADA, chatOf(ADA), '30d')
  expect(cardOf(words)).toBeUndefined()
  expect(said(words)).toContain('Engineering spent $4,210 on AI')
})

test('the picture stands behind Teams’ own chart; without one in time the words do', async () => {
  const { ask, house } = teams
  const withPicture = JSON.stringify(cardOf(await ask(ADA, chatOf(ADA), '30d')))
  expect(withPicture).toContain('"type":"Chart.Line"')
  expect(withPicture).toContain('"fallback":{"type":"Image","url":"data:image/png;base64,')
  house.day.drawsFor = 1_500
  const without = JSON.stringify(cardOf(await ask(ADA, chatOf(ADA), '30d')))
  expect(without).not.toContain('data:image')
  // Nobody could fetch it from an address of its own, and whoever runs the bot reads why, once.
  await ask(ADA, chatOf(ADA), '30d')
  const why = 'Pictures that no message carries need TEAMS_PUBLIC_URL'
  expect(house.lines.filter(({ what }) => what === why)).toHaveLength(1)
  expect(without).toContain('"fallback":{"type":"Container"')
})

test('a refused token is logged once, and so is its return', async () => {
  const { people, world, until, ask, house } = teams
  world.faults.push({ on: 'any', status: 401 }, { on: 'any', status: 401 })
  await people.say(ADA, chatOf(ADA), '30d')
  await until(() => house.lines.some(({ what }) => what === 'An answer did not reach its asker'))
  const logged = (what: string) => house.lines.filter((line) => line.what === what).length
  expect(logged('Teams refuses the app’s token: look at its secret')).toBe(1)
  await ask(ADA, chatOf(ADA), '30d')
  expect(logged('Teams takes the app’s token again')).toBe(1)
})

test('where the app was installed it may write unasked, until it is removed', async () => {
  const { people, until, app, house } = teams
  expect(await app.reach.post(TO_TEAM, ANSWER)).toEqual(GONE)
  await people.install(ADA, TEAM.id, 'add')
  await until(() => house.kept.has(TEAM.id))
  expect(house.kept.get(TEAM.id)).toMatchObject({ kind: 'channel', id: TEAM.id })
  expect(await app.reach.post(TO_TEAM, ANSWER)).toMatchObject({ kind: 'sent' })
  const [posted] = people.seen(ADA, TEAM.id)
  expect(posted && said(posted)).toContain('$4,210')
  expect(posted?.only).toBeUndefined()
  await people.install(ADA, TEAM.id, 'remove')
  await until(() => !house.kept.has(TEAM.id))
  expect(await app.reach.post(TO_TEAM, ANSWER)).toEqual(GONE)
})

test('where the app was removed unheard, it is known so after the first refusal', async () => {
  const { people, until, app, house, world } = teams
  await people.install(ADA, TEAM.id, 'add')
  await until(() => house.kept.has(TEAM.id))
  const room = world.rooms.get(TEAM.id)
  if (room) room.installed = false
  expect(await app.reach.post(TO_TEAM, ANSWER)).toEqual(GONE)
  expect(house.kept.has(TEAM.id)).toBe(false)
})

test('what others keep is not sent again when nobody knows whether it was', async () => {
  const { people, until, app, house } = teams
  await people.install(ADA, TEAM.id, 'add')
  await until(() => house.kept.has(TEAM.id))
  teams.world.faults.push({ on: 'create', status: 502, done: true })
  expect(await app.reach.post(TO_TEAM, ANSWER)).toEqual({ kind: 'unknown' })
  expect(people.seen(ADA, TEAM.id)).toHaveLength(1)
})

test('admins are told in their own chats, and who installs the app is welcomed once', async () => {
  const { people, until, app } = teams
  await people.install(ADA, chatOf(ADA), 'add')
  await until(() => people.seen(ADA, chatOf(ADA)).length === 1)
  expect(said(people.seen(ADA, chatOf(ADA))[0]!)).toContain('team:eng 30d')
  expect(await app.tellAdmins(ANSWER)).toBe(1)
  expect(people.seen(ADA, chatOf(ADA))).toHaveLength(2)
})

test('while all is locked nobody is answered, nothing is posted, and each try is audited', async () => {
  const { ask, app, house, people } = teams
  const before = await ask(ADA, chatOf(ADA), '30d')
  house.day.locked = true
  expect(said(await ask(ADA, chatOf(ADA), '7d'))).toContain('AI Usage is locked.')
  const { body } = await people.click(ADA, before, '7 days')
  expect(body).toMatchObject({ value: expect.stringContaining('AI Usage is locked.') })
  expect(await app.reach.post(TO_TEAM, ANSWER)).toMatchObject({ why: 'not now' })
  expect(await app.tellAdmins(ANSWER)).toBe(0)
  expect(house.asked).toHaveLength(1)
  expect(house.audited.map(({ outcome }) => outcome)).toEqual(['answered', 'refused', 'refused'])
})
