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

test('the CSV is offered by consent in the personal chat, and written only where Teams keeps files', async () => {
  const { people, ask, until, world, house } = teams
  const answer = await ask(ADA, TEAM.id, 'team:eng 30d')
  const { body } = await people.click(ADA, answer, 'CSV')
  expect(body).toMatchObject({
    type: WORDS,
    value: expect.stringContaining('Teams asks in your chat'),
  })
  const [offer] = people.seen(ADA, chatOf(ADA))
  const attachments = offer?.activity['attachments'] ?? []
  const [consent] = attachments as readonly Record<string, unknown>[]
  expect(consent).toMatchObject({
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name: 'team-eng-30d.csv',
    content: { sizeInBytes: 28, acceptContext: { command: 'team:eng 30d' } },
  })
  // As it was offered before a file could be for Excel.
  const context = { command: 'team:eng 30d' }
  const uploadInfo = (url: string) => ({
    uploadUrl: url,
    contentUrl: `${url}/there`,
    name: 'team-eng-30d.csv',
    uniqueId: 'u1',
    fileType: 'csv',
  })
  const accept = (url: string) =>
    people.consent(ADA, chatOf(ADA), { action: 'accept', context, uploadInfo: uploadInfo(url) })

  await accept('https://files.evil.test/upload/1')
  await until(() => people.seen(ADA, chatOf(ADA)).length === 2)
  expect(said(people.seen(ADA, chatOf(ADA))[1]!)).toContain('No file was written')

  const { serviceUrl } = house.kept.values().next().value ?? { serviceUrl: '' }
  await accept(`${serviceUrl}/upload/1`)
  await until(() => people.seen(ADA, chatOf(ADA)).length === 4)
  expect(world.files).toEqual([
    { url: '/upload/1', bytes: Buffer.from(house.day.csv), authorized: false },
  ])
  expect(people.seen(ADA, chatOf(ADA))[2]?.activity['attachments']).toMatchObject([
    { contentType: 'application/vnd.microsoft.teams.card.file.info', name: 'team-eng-30d.csv' },
  ])
})

test('a file for Excel is written with its mark, also when it is accepted late', async () => {
  const { people, ask, until, world, house } = teams
  const before = { seen: people.seen(ADA, chatOf(ADA)).length, files: world.files.length }
  await ask(ADA, chatOf(ADA), 'export team:eng 30d for:excel')
  await until(() =>
    people
      .seen(ADA, chatOf(ADA))
      .slice(before.seen)
      .some((one) => one.activity['attachments'] && JSON.stringify(one).includes('file.consent')),
  )
  const offer = JSON.stringify(people.seen(ADA, chatOf(ADA)).slice(before.seen))
  expect(offer).toContain('"acceptContext":{"command":"team:eng 30d","excel":true}')
  expect(offer).toContain('"sizeInBytes":31')
  const { serviceUrl } = house.kept.values().next().value ?? { serviceUrl: '' }
  const url = `${serviceUrl}/upload/2`
  await people.consent(ADA, chatOf(ADA), {
    action: 'accept',
    context: { command: 'team:eng 30d', excel: true },
    uploadInfo: {
      uploadUrl: url,
      contentUrl: `${url}/there`,
      name: 'team-eng-30d.csv',
      uniqueId: 'u2',
      fileType: 'csv',
    },
  })
  await until(() => world.files.length > before.files)
  const bytes = world.files.at(-1)?.bytes ?? Buffer.alloc(0)
  expect(bytes.toString('hex').split('efbbbf')).toHaveLength(2)
  expect(bytes.toString()).toBe(`\uFEFF${house.day.csv}`)
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
