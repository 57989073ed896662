import { afterEach, beforeEach, expect, test } from 'vitest'

import { ADA, BEN, chatOf, GUEST, STRANGER, TEAM } from '#test/support/teams/people.ts'
import { actionsOf, cardOf } from '#test/support/teams/world.ts'

import { said, type Stage, stage } from './stage.ts'

let teams: Stage
beforeEach(async () => {
  teams = await stage()
})
afterEach(() => teams[Symbol.asyncDispose]())

test('what an admin types in the personal chat is answered with a card', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  expect(said(answer)).toContain('Engineering spent')
  expect(said(answer)).toContain('$4,210')
  expect(people.seen(ADA, chatOf(ADA))).toHaveLength(1)
  expect(answer.activity['summary']).toBe('Engineering spent $4,210 on AI, up 8 %.')
  expect(house.asked).toEqual([
    {
      text: 'team:eng 30d',
      place: `teams:dm/${chatOf(ADA)}`,
      viewer: expect.objectContaining({ platform: 'teams', id: ADA.object, admin: true }),
    },
  ])
  expect(house.audited).toMatchObject([{ action: 'ask', command: 'team:eng 30d' }])
})

test('a group of Entra gives its role to whom it knows by object id or address', async () => {
  const { house, ask } = teams
  const rolesOf = async () => {
    await ask(BEN, chatOf(BEN), 'team:eng 30d')
    const { viewer } = house.asked.at(-1)!
    return viewer.kind === 'member' && viewer.roles
  }
  for (const known of [`microsoft:${BEN.object}`, BEN.upn]) {
    expect(await rolesOf()).toEqual([])
    house.chiefs.add(`hash of ${known}`)
    expect(await rolesOf()).toEqual(['analyst'])
    house.chiefs.delete(`hash of ${known}`)
  }
})

test.each(['team:eng 30d', '/ai-usage team:eng 30d', 'ai-usage team:eng  30d '])(
  'a mention in a team is answered to its asker alone: %s',
  async (text) => {
    const { house, people, ask } = teams
    const answer = await ask(ADA, TEAM.id, text)
    expect(answer.only).toBe(ADA.id)
    expect(people.seen(BEN, TEAM.id)).toEqual([])
    expect(house.asked).toMatchObject([
      { text: 'team:eng 30d', place: `teams:private-reply/${TEAM.id}` },
    ])
  },
)

test('where Teams shows nothing to one person alone, the answer is in their chat, and no number in the team', async () => {
  const { world, people, ask, until } = teams
  const room = world.rooms.get(TEAM.id)
  if (room) room.targeted = false
  const inTeam = await ask(ADA, TEAM.id, 'team:eng 30d')
  expect(said(inTeam)).toContain('The answer is in your chat')
  expect(JSON.stringify(people.seen(BEN, TEAM.id))).not.toContain('4,210')
  await until(() => people.seen(ADA, chatOf(ADA)).length === 1)
  expect(said(people.seen(ADA, chatOf(ADA))[0] ?? inTeam)).toContain('$4,210')
})

test('without the personal app the asker is told how to get the answer, and nobody reads it', async () => {
  const { world, people, ask } = teams
  const [room, own] = [world.rooms.get(TEAM.id), world.rooms.get(chatOf(ADA))]
  if (room) room.targeted = false
  if (own) own.installed = false
  const inTeam = await ask(ADA, TEAM.id, 'team:eng 30d')
  expect(said(inTeam)).toContain('Add AI Usage under Apps')
  expect(JSON.stringify(world.sent)).not.toContain('4,210')
  expect(people.seen(BEN, TEAM.id)).toHaveLength(1)
})

test.each([
  { who: BEN, standing: 'member' },
  { who: GUEST, standing: 'guest' },
  { who: STRANGER, standing: 'foreign' },
])('a $standing who is no admin is refused by what Teams says of them', async (given) => {
  const { house, ask } = teams
  const { who, standing } = given
  const answer = await ask(who, TEAM.id, '30d')
  expect(said(answer)).toContain('Only admins can ask.')
  expect(house.asked).toMatchObject([{ viewer: { standing, admin: false, id: who.object } }])
})

test('a sender whom the roster has under another object id is not believed', async () => {
  const { house, people, until, ask } = teams
  await ask(ADA, TEAM.id, '30d')
  const forged = { ...BEN, object: ADA.object }
  await people.say(forged, TEAM.id, '30d')
  await until(() => house.asked.length === 2)
  expect(house.asked).toMatchObject([
    { viewer: { standing: 'member', admin: true } },
    { viewer: { standing: 'unknown', admin: false } },
  ])
})

test('the same message delivered twice is answered once', async () => {
  const { house, people, until, world } = teams
  const words = people.words(ADA, chatOf(ADA), '30d')
  const both = await Promise.all([people.deliver(words), people.deliver(words)])
  expect(both.map(({ status }) => status)).toEqual([200, 200])
  await until(() => world.sent.length === 1)
  await people.deliver(words)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([house.asked.length, world.sent.length]).toEqual([1, 1])
})

test('a misread command comes back corrected, as a button that runs it', async () => {
  const { house, people, ask } = teams
  const misread = await ask(ADA, chatOf(ADA), 'taem:eng 30d')
  expect(said(misread)).toContain('I did not understand that')
  expect(actionsOf(cardOf(misread))).toMatchObject([{ title: 'team:eng 30d' }, { title: 'Help' }])
  await people.click(ADA, misread, 'team:eng 30d')
  expect(house.asked.at(-1)).toMatchObject({ text: 'team:eng 30d' })
})

test('help is read in the chat, with buttons for its pages', async () => {
  const help = await teams.ask(ADA, chatOf(ADA), 'help')
  expect(said(help)).toContain('How to ask about AI usage')
  expect(actionsOf(cardOf(help)).map(({ title }) => title)).toContain('Help: filters')
})

test('the request is acknowledged before the answer is made, and a slow one says so and is then replaced', async () => {
  const { house, people, until, world } = teams
  house.day.answersFor = 2_200
  const { ms } = await people.say(ADA, chatOf(ADA), '30d')
  expect(ms).toBeLessThan(1_000)
  await until(() => world.sent.length === 1)
  expect(said(world.sent[0]!)).toContain('Working on it')
  await until(() => world.sent[0]?.updates === 1)
  expect(said(world.sent[0]!)).toContain('$4,210')
})

test('when the house fails its asker reads a reference, and the log has the same one', async () => {
  const { house, ask } = teams
  house.day.fails = true
  const answer = await ask(ADA, chatOf(ADA), '30d')
  expect(said(answer)).toContain('No answer this time')
  const line = house.lines.find(({ what }) => what === 'An answer could not be made')
  expect(line).toMatchObject({ level: 'error', facts: { error: 'Error' } })
  expect(line?.facts.reference).toMatch(/^\w{6}$/)
  expect(said(answer)).toContain(String(line?.facts.reference))
})

test('the printed code makes a member of the tenant the first admin, and is in no audit row', async () => {
  const { house, ask } = teams
  house.chiefs.clear()
  const answer = await ask(BEN, chatOf(BEN), 'claim AAAA-BBBB')
  expect(said(answer)).toContain('You are an admin now')
  expect(house.chiefs).toEqual(new Set([BEN.object]))
  expect(JSON.stringify(house.audited)).not.toContain('AAAA')
  expect(house.audited).toMatchObject([{ action: 'claim', outcome: 'done' }])
})
