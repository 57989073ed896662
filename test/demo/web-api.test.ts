import { expect, test } from 'vitest'

import { clientOf, outcome, startDesk } from './tiny-app.ts'

test('the app learns who it is and where', async () => {
  await using desk = await startDesk()
  expect(await desk.client.auth.test()).toMatchObject({
    ok: true,
    team_id: 'TFAKE',
    user_id: 'UBOT',
  })
})

test('another token is refused', async () => {
  await using desk = await startDesk()
  expect(await outcome(clientOf(desk.fake, 'xoxb-wrong').auth.test())).toBe('invalid_auth')
})

test.each([
  ['revoked', 'token_revoked'],
  ['inactive', 'account_inactive'],
] as const)('a token that was %s says %s', async (token, says) => {
  await using desk = await startDesk()
  desk.fake.settings.token = token
  expect(await outcome(desk.client.auth.test())).toBe(says)
})

test('a call without its scope names the scope and what the app has', async () => {
  await using desk = await startDesk({ scopes: ['chat:write', 'commands'] })
  await expect(desk.client.users.info({ user: 'UADMIN' })).rejects.toMatchObject({
    data: { error: 'missing_scope', needed: 'users:read', provided: 'chat:write,commands' },
  })
})

test.each([
  ['a channel the app is in', 'CGENERAL', 'ok'],
  ['a private channel the app is in', 'CLEADS', 'ok'],
  ['a person, by user id', 'UMEMBER', 'ok'],
  ['a public channel the app is not in', 'CRANDOM', 'not_in_channel'],
  ['an archived channel', 'COLD', 'is_archived'],
  ['a channel nobody knows', 'CNOWHERE', 'channel_not_found'],
])('a message to %s (%s) is %s', async (_, channel, says) => {
  await using desk = await startDesk()
  expect(await outcome(desk.client.apiCall('chat.postMessage', { channel, text: 'Hello' }))).toBe(
    says,
  )
})

test('a message without text or blocks is refused', async () => {
  await using desk = await startDesk()
  expect(
    await outcome(desk.client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: '' })),
  ).toBe('no_text')
})

test('an ephemeral message is seen by one person until they reload', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  await client.apiCall('chat.postEphemeral', {
    channel: 'CGENERAL',
    user: 'UADMIN',
    text: 'For Ada',
  })
  expect(fake.visibleTo('UADMIN', 'CGENERAL').map(({ text }) => text)).toEqual(['For Ada'])
  expect(fake.visibleTo('UMEMBER', 'CGENERAL')).toEqual([])
  fake.reload('UADMIN')
  expect(fake.visibleTo('UADMIN', 'CGENERAL')).toEqual([])
})

test('an ephemeral message reaches only members of its channel', async () => {
  await using desk = await startDesk()
  const post = { channel: 'CLEADS', user: 'UMEMBER', text: 'Not for Ben' }
  expect(await outcome(desk.client.apiCall('chat.postEphemeral', post))).toBe('user_not_in_channel')
})

test('the app updates and deletes its own messages, and no ephemeral one', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const channel = 'CGENERAL'
  await client.apiCall('chat.postMessage', { channel, text: 'Working' })
  const ts = fake.visibleTo('UADMIN', channel).at(-1)?.ts ?? ''
  await client.apiCall('chat.postEphemeral', { channel, user: 'UADMIN', text: 'Quiet' })
  const quiet = fake.visibleTo('UADMIN', channel).at(-1)?.ts ?? ''
  await client.chat.update({ channel, ts, text: 'Done' })
  expect(fake.visibleTo('UMEMBER', channel).map(({ text }) => text)).toEqual(['Done'])
  expect(await outcome(client.chat.update({ channel, ts: quiet, text: 'x' }))).toBe(
    'message_not_found',
  )
  fake.say({ user: 'UMEMBER', channel, text: 'Mine' })
  const theirs = fake.visibleTo('UMEMBER', channel).at(-1)?.ts ?? ''
  expect(await outcome(client.chat.update({ channel, ts: theirs, text: 'x' }))).toBe(
    'cant_update_message',
  )
  await client.chat.delete({ channel, ts })
  expect(fake.visibleTo('UMEMBER', channel).map(({ text }) => text)).toEqual(['Mine'])
})

test.each([
  ['UADMIN', { is_admin: true, is_restricted: false, deleted: false }],
  ['UGUEST', { is_admin: false, is_restricted: true }],
  ['UBOT', { is_bot: true }],
])('%s has the standing Slack reports', async (user, standing) => {
  await using desk = await startDesk()
  expect((await desk.client.users.info({ user })).user).toMatchObject(standing)
})

test('a direct message opens once and keeps its id', async () => {
  await using desk = await startDesk()
  const first = await desk.client.conversations.open({ users: 'UMEMBER' })
  const second = await desk.client.conversations.open({ users: 'UMEMBER' })
  expect(first.channel?.id).toBe(desk.fake.dmOf('UMEMBER'))
  expect(second.channel?.id).toBe(first.channel?.id)
  expect(await outcome(desk.client.conversations.open({ users: 'UNOBODY' }))).toBe('user_not_found')
})

test('with strict rates, a channel takes one message a second', async () => {
  await using desk = await startDesk({ strictRates: true })
  const { fake, client } = desk
  const post = () => outcome(client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x' }))
  expect(await post()).toBe('ok')
  expect(await post()).toBe('ratelimited 1')
  expect(await outcome(client.apiCall('chat.postMessage', { channel: 'CLEADS', text: 'x' }))).toBe(
    'ok',
  )
  fake.advance(1000)
  expect(await post()).toBe('ok')
})

test('with strict rates, the fifty-first call of a tier 3 method in a minute waits', async () => {
  await using desk = await startDesk({ strictRates: true })
  const { fake, client } = desk
  const info = () => outcome(client.conversations.info({ channel: 'CGENERAL' }))
  for (let call = 0; call < 50; call += 1) expect(await info()).toBe('ok')
  expect(await info()).toMatch(/^ratelimited (59|60)$/)
  fake.advance(60_000)
  expect(await info()).toBe('ok')
})

test.each([
  ['an error', { error: 'internal_error' }, 'internal_error'],
  ['a limit', { retryAfter: 7 }, 'ratelimited 7'],
  ['a broken server', { status: 500 }, 'slack_webapi_http_error'],
  ['no answer', { hang: true }, 'slack_webapi_request_error'],
  ['a lost answer', { dropReply: true }, 'slack_webapi_request_error'],
] as const)('a fault strikes as often as asked: %s', async (_, fault, says) => {
  await using desk = await startDesk()
  const { fake, client } = desk
  fake.fail('chat.postMessage', fault)
  const post = () => outcome(client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x' }))
  expect(await post()).toBe(says)
  expect(await post()).toBe('ok')
  const posted = 'dropReply' in fault ? 2 : 1
  expect(fake.visibleTo('UADMIN', 'CGENERAL')).toHaveLength(posted)
})

test('the log of calls holds no token', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  await client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', token: fake.botToken })
  expect(fake.world.calls.map(({ method, outcome }) => [method, outcome])).toEqual([
    ['chat.postMessage', 'ok'],
  ])
  expect(JSON.stringify(fake.world.calls)).not.toContain(fake.botToken)
})
