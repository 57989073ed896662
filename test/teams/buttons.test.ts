import { afterEach, beforeEach, expect, test } from 'vitest'

import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { ADA, BEN, chatOf, TEAM } from '#test/support/teams/people.ts'
import { cardOf, textOf } from '#test/support/teams/world.ts'

import { said, type Stage, stage } from './stage.ts'

let teams: Stage
beforeEach(async () => {
  teams = await stage()
})
afterEach(() => teams[Symbol.asyncDispose]())

const CARD = 'application/vnd.microsoft.card.adaptive'
const WORDS = 'application/vnd.microsoft.activity.message'

test('a button updates the card in place for its presser, and the chat keeps it', async () => {
  const { house, people, ask, until, world } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  const { status, body } = await people.click(ADA, answer, '7 days')
  expect(status).toBe(200)
  expect(body).toMatchObject({ statusCode: 200, type: CARD, value: { type: 'AdaptiveCard' } })
  expect(textOf((body as { value: unknown }).value)).toContain('(team:eng 7d)')
  await until(() => world.sent[0]?.updates === 1)
  expect(said(answer)).toContain('(team:eng 7d)')
  expect(house.asked.map(({ text }) => text)).toEqual(['team:eng 30d', 'team:eng 7d'])
})

test('Subscribe asks how often in a card of its own buttons, for its presser', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  const { body } = await people.click(ADA, answer, 'Subscribe')
  expect(body).toMatchObject({ statusCode: 200, type: CARD })
  expect(house.asked.at(-1)?.text).toBe('subscribe "team:eng 30d" choose')
})

test('in a team only its presser sees the new card: the message others may read stays as it is', async () => {
  const { people, ask, world } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  const { body } = await people.click(ADA, answer, '7 days')
  expect(body).toMatchObject({ type: CARD })
  expect(world.sent).toHaveLength(1)
  expect(world.sent[0]?.updates).toBe(0)
})

test('an answer that takes longer than Teams waits is announced in the card and follows', async () => {
  const { house, people, ask, until } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  house.day.answersFor = 4_500
  const { body, ms } = await people.click(ADA, answer, '7 days')
  expect(ms).toBeLessThan(4_900)
  expect(textOf((body as { value: unknown }).value)).toContain('Working on it')
  await until(() => said(answer).includes('(team:eng 7d)'))
})

test('Keep, pressed in a team, puts the answer into the personal chat, and says so', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  const { body } = await people.click(ADA, answer, 'Keep')
  expect(body).toEqual({
    statusCode: 200,
    type: WORDS,
    value: expect.stringContaining('in your chat with AI Usage'),
  })
  const [kept] = people.seen(ADA, chatOf(ADA))
  expect(kept && said(kept)).toContain('$4,210')
  expect(house.audited.map(({ action }) => action)).toEqual(['ask', 'keep'])
})

test('rights are looked up at each press: who is no admin any more gets the refusal', async () => {
  const { house, people, ask, until } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  house.chiefs.clear()
  const { body } = await people.click(ADA, answer, '7 days')
  expect(textOf((body as { value: unknown }).value)).toContain('Only admins can ask.')
  await until(() => said(answer).includes('Ask for access'))
  const access = await people.click(ADA, answer, 'Ask for access')
  expect(access.body).toMatchObject({ value: expect.stringContaining('Nobody is an admin yet') })
})

test('an old button gives nothing in a place that the policy names no more', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  house.day.policy = { ...DEFAULT_POLICY, places: ['public-channel'] }
  const asked = house.asked.length
  await people.click(ADA, answer, 'Keep')
  // Asked anew, which is where the refusal is written down; what was stored is not given.
  expect(house.asked).toHaveLength(asked + 1)
  expect(house.audited.map(({ action }) => action)).not.toContain('keep')
})

test('someone else’s answer is not given to who presses Keep below it', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  house.chiefs.add(BEN.object)
  const { body } = await people.click(BEN, answer, 'Keep')
  expect(body).toMatchObject({ type: WORDS, value: expect.stringContaining('too old') })
  expect(people.seen(BEN, chatOf(BEN))).toEqual([])
})

test('who asks for access is sent to the admins once a day', async () => {
  const { house, people, ask } = teams
  const refusal = await ask(BEN, chatOf(BEN), '30d')
  const { body } = await people.click(BEN, refusal, 'Ask for access')
  expect(body).toMatchObject({ value: expect.stringContaining('Your request was sent.') })
  const [request] = people.seen(ADA, chatOf(ADA))
  expect(request && said(request)).toContain('Ben asks for access')
  expect(request && said(request)).toContain(BEN.object)
  const again = await people.click(BEN, refusal, 'Ask for access')
  expect(again.body).toMatchObject({ value: expect.stringContaining('The admins know already.') })
  expect(people.seen(ADA, chatOf(ADA))).toHaveLength(1)
  house.advance(25 * 3_600_000)
  await people.click(BEN, refusal, 'Ask for access')
  expect(people.seen(ADA, chatOf(ADA))).toHaveLength(2)
})

test('the same press delivered twice is done once', async () => {
  const { house, people, ask } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  const [action] =
    JSON.stringify(cardOf(answer)).match(/\{"aiUsage":\{"id":"answer-1","act":\{[^}]+\}\}\}/) ?? []
  const press = people.activity(ADA, chatOf(ADA), {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: answer.id,
    value: { action: { type: 'Action.Execute', verb: 'ask', data: JSON.parse(action ?? '{}') } },
  })
  const [first, second] = [await people.deliver(press), await people.deliver(press)]
  expect(first.body).toMatchObject({ type: CARD })
  expect(second.body).toMatchObject({ type: WORDS, value: expect.stringContaining('under way') })
  expect(house.asked).toHaveLength(2)
})

test('a button that is none of ours, or too old, is answered', async () => {
  const { people, ask, house } = teams
  const answer = await ask(ADA, chatOf(ADA), 'team:eng 30d')
  for (const data of [
    {},
    { aiUsage: { act: { kind: 'sudo' } } },
    { aiUsage: { act: { kind: 'ask' } } },
  ]) {
    const { status, body } = await people.deliver(
      people.activity(ADA, chatOf(ADA), {
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: answer.id,
        value: { action: { type: 'Action.Execute', verb: 'ask', data } },
      }),
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({ type: WORDS, value: expect.stringContaining('too old') })
  }
  expect(house.asked).toHaveLength(1)
})

test('a client that knows no Action.Execute sends the press as a message, and is answered', async () => {
  const { people, until, world } = teams
  await people.deliver(
    people.activity(ADA, chatOf(ADA), {
      type: 'message',
      value: { aiUsage: { act: { kind: 'ask', command: 'team:eng 7d' } } },
    }),
  )
  await until(() => world.sent.length === 1)
  expect(said(world.sent[0]!)).toContain('(team:eng 7d)')
})

test('words in a channel’s thread follow what their asker asked there, and nothing in a chat does', async () => {
  const { ask, house } = teams
  await ask(ADA, TEAM.id, 'team:eng 30d')
  await ask(ADA, TEAM.id, 'by model')
  expect(house.asked.at(-1)).toMatchObject({ text: 'by model', inThread: true })
  await ask(ADA, chatOf(ADA), '30d')
  await ask(ADA, chatOf(ADA), 'by model')
  expect(house.asked.at(-1)?.inThread).toBeUndefined()
})
