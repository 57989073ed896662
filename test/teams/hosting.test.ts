import { afterAll, beforeAll, expect, test } from 'vitest'

import { ADA, chatOf, GROUP, TEAM } from '#test/support/teams/people.ts'
import { cardOf, type Sent } from '#test/support/teams/world.ts'

import { type Stage, stage } from './stage.ts'

const PUBLIC = 'https://ai-usage.example.com'

let teams: Stage
beforeAll(async () => {
  teams = await stage({ publicUrl: PUBLIC })
})
afterAll(() => teams[Symbol.asyncDispose]())

/** The address a card fetches its picture from. */
const addressIn = (message: Sent | undefined) =>
  /https:\/\/ai-usage\.example\.com(\/pictures\/[\w-]{24})"/.exec(
    JSON.stringify(message && cardOf(message)),
  )?.[1] ?? ''
const fetched = (path: string) => fetch(`${teams.app.url}${path}`)
const status = async (path: string) => (await fetched(path)).status

/** An answer whose picture no message carries. */
async function heavy<Result>(work: () => Promise<Result>): Promise<Result> {
  const { draw } = teams.house
  Object.assign(teams.house, {
    draw: async () => ({ bytes: new Uint8Array(1_100_000), width: 1_024, height: 600 }),
  })
  const done = await work()
  Object.assign(teams.house, { draw })
  return done
}

test('a picture no message carries is fetched from its own address, by who knows it and by no cache', async () => {
  const answer = await heavy(() => teams.ask(ADA, chatOf(ADA), '30d'))
  const path = addressIn(answer)
  const response = await fetched(path)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow, noarchive',
  })
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
  for (const unknown of [
    `${path}x`,
    path.slice(0, -1),
    '/pictures/',
    `/pictures/${'A'.repeat(24)}`,
  ])
    expect(await status(unknown)).toBe(404)
  teams.house.day.locked = true
  expect(await status(path)).toBe(404)
  teams.house.day.locked = false
  // As long as its message: Teams keeps that.
  teams.house.advance(60 * 86_400_000)
  expect(await status(path)).toBe(200)
})

test('it is gone when another answer takes its message’s place', async () => {
  const answer = await heavy(() => teams.ask(ADA, chatOf(ADA), '30d'))
  const path = addressIn(answer)
  expect(await status(path)).toBe(200)
  await teams.people.click(ADA, answer, '7 days')
  await teams.until(() => answer.updates > 0, 'the other answer')
  for (let waited = 0; (await status(path)) === 200; waited += 1) expect(waited).toBeLessThan(500)
  expect(await status(path)).toBe(404)
})

test('it is gone when what was shared is taken back', async () => {
  await heavy(async () => {
    await teams.ask(ADA, GROUP.id, '30d')
    await teams.ask(ADA, GROUP.id, 'share')
  })
  const posted = teams.world.sent.find(({ room, only }) => room === GROUP.id && only === undefined)
  const path = addressIn(posted)
  expect(await status(path)).toBe(200)
  await teams.people.say(ADA, GROUP.id, 'unshare')
  for (let waited = 0; (await status(path)) === 200; waited += 1) expect(waited).toBeLessThan(500)
  expect(await status(path)).toBe(404)
})

test('a private reply’s picture is gone with it after a day, a conversation’s when the app is removed', async () => {
  const [alone, own] = await heavy(async () => [
    await teams.ask(ADA, TEAM.id, '30d'),
    await teams.ask(ADA, chatOf(ADA), '30d'),
  ])
  expect(await status(addressIn(alone))).toBe(200)
  teams.house.advance(86_400_001)
  expect(await status(addressIn(alone))).toBe(404)
  expect(await status(addressIn(own))).toBe(200)
  await teams.people.install(ADA, chatOf(ADA), 'remove')
  for (let waited = 0; (await status(addressIn(own))) === 200; waited += 1)
    expect(waited).toBeLessThan(500)
  expect(await status(addressIn(own))).toBe(404)
})

/** What becomes of pictures can’t be written until it is called off. */
function broken(what: 'pin' | 'revoke') {
  const { pictures } = teams.house
  const works = pictures[what]
  let tried = 0
  const fails = async () => {
    tried += 1
    throw new Error('the store is away')
  }
  Object.assign(pictures, { [what]: fails })
  return { tried: () => tried, mend: () => Object.assign(pictures, { [what]: works }) }
}
const DAY_MS = 86_400_000

test('a picture whose message could not be written down is there as long as the message, and goes with it', async () => {
  const store = broken('pin')
  const answer = await heavy(() => teams.ask(ADA, chatOf(ADA), '30d'))
  const path = addressIn(answer)
  await teams.until(() => store.tried() > 0, 'a try')
  // Nobody could write it in a day: the message is still there, and so is its picture.
  teams.house.advance(2 * DAY_MS)
  expect(await status(path)).toBe(200)
  await teams.until(() => store.tried() > 1, 'another try')
  store.mend()
  teams.house.advance(DAY_MS)
  const { kept } = teams.house.pictures
  const messageOf = () => kept.get(path.split('/').at(-1) ?? '')?.message
  await teams.until(() => messageOf() === `${chatOf(ADA)} ${answer.id}`, 'a later try')
  await teams.people.click(ADA, answer, '7 days')
  await teams.until(() => answer.updates > 0, 'the other answer')
  for (let waited = 0; (await status(path)) === 200; waited += 1) expect(waited).toBeLessThan(500)
})

test('what is taken back while the store is away is gone once it is there again', async () => {
  await heavy(async () => {
    await teams.ask(ADA, GROUP.id, '30d')
    await teams.ask(ADA, GROUP.id, 'share')
  })
  const posted = teams.world.sent.findLast(
    ({ room, only }) => room === GROUP.id && only === undefined,
  )
  const path = addressIn(posted)
  const store = broken('revoke')
  await teams.people.say(ADA, GROUP.id, 'unshare')
  await teams.until(() => store.tried() > 0, 'a try')
  expect(await status(path)).toBe(200)
  store.mend()
  teams.house.advance(60_000)
  for (let waited = 0; (await status(path)) === 200; waited += 1) {
    expect(waited).toBeLessThan(500)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
})

test('a message that Teams did not take leaves no picture behind', async () => {
  const kept = () => teams.house.pictures.kept.size
  const before = kept()
  const fault = { on: 'create', status: 413, code: 'MessageSizeTooBig' } as const
  teams.world.faults.push(fault)
  const answer = await heavy(() => teams.ask(ADA, chatOf(ADA), '30d'))
  expect(addressIn(answer)).toBe('')
  await teams.until(() => kept() === before, 'nothing left behind')
})
