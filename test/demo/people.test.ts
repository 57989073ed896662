import { setTimeout as wait } from 'node:timers/promises'

import type { BlockAction, SlashCommand } from '@slack/bolt'
import { expect, test } from 'vitest'

import type { Json } from '#demo/slack-fake/world.ts'

import { button, outcome, startDesk } from './tiny-app.ts'

const GENERAL = 'CGENERAL'
const go = [{ type: 'actions', elements: [button('Go', 'go')] }] as never

/** What the response URL of a command or a click answers. */
async function respond(url: string, body: Json): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { error } = (await response.json()) as { error?: string }
  return error === undefined ? 'ok' : `${response.status} ${error}`
}

test('a command reaches the app as Slack sends it, and its answer is private', async () => {
  await using desk = await startDesk()
  const { fake } = desk
  const commands: SlashCommand[] = []
  await desk.join((app) => {
    app.command('/ai-usage', async ({ ack, command, respond }) => {
      commands.push(command)
      await ack()
      await respond('Here you are')
    })
  })
  const delivery = await fake.command({ user: 'UADMIN', channel: GENERAL, text: 'team:eng <30d>' })
  expect(delivery).toMatchObject({ status: 200, outcome: 'ok' })
  expect(commands).toMatchObject([
    { command: '/ai-usage', text: 'team:eng <30d>', user_id: 'UADMIN', channel_name: 'general' },
  ])
  await expect
    .poll(() => fake.visibleTo('UADMIN', GENERAL))
    .toMatchObject([{ text: 'Here you are', onlyFor: 'UADMIN' }])
  expect(fake.visibleTo('UMEMBER', GENERAL)).toEqual([])
})

test.each([
  ['an honest one', {}, 200],
  ['one signed with another secret', { secret: 'guess' }, 401],
  ['one six minutes old', { ageSeconds: 360 }, 401],
  ['one without a signature', { unsigned: true }, 401],
] as const)('a delivery may be %s', async (_, how, status) => {
  await using desk = await startDesk()
  await desk.join((app) => {
    app.command('/ai-usage', async ({ ack }) => ack())
  })
  expect(await desk.fake.command({ user: 'UADMIN', text: '30d', how })).toMatchObject({ status })
})

test('a timestamp from the future passes Bolt: the app must look itself', async () => {
  await using desk = await startDesk()
  const seen: string[] = []
  await desk.join((app) => {
    app.command('/ai-usage', async ({ ack, command }) => {
      seen.push(command.team_id)
      await ack()
    })
  })
  const how = { ageSeconds: -3600, team: 'TOTHER' }
  await desk.fake.command({ user: 'UADMIN', text: '30d', how })
  expect(seen).toEqual(['TOTHER'])
})

test('an app that does not acknowledge in time is reported to the person', async () => {
  await using desk = await startDesk({ ackMs: 100 })
  const { fake } = desk
  await desk.join((app) => {
    app.command('/ai-usage', async () => {
      await wait(200)
    })
  })
  const delivery = await fake.command({ user: 'UADMIN', channel: GENERAL, text: '30d' })
  expect(delivery).toMatchObject({ outcome: 'operation_timeout', status: undefined })
  expect(delivery.milliseconds).toBeLessThan(1000)
  expect(fake.visibleTo('UADMIN', GENERAL)).toMatchObject([
    { text: '/ai-usage failed with the error "operation_timeout"', onlyFor: 'UADMIN' },
  ])
})

test('a response URL takes five answers', async () => {
  await using desk = await startDesk()
  const { fake } = desk
  let url = ''
  await desk.join((app) => {
    app.command('/ai-usage', async ({ ack, command }) => {
      url = command.response_url
      await ack()
    })
  })
  await fake.command({ user: 'UADMIN', channel: GENERAL, text: '30d' })
  expect(await respond(url, { text: 'one', response_type: 'in_channel' })).toBe('ok')
  expect(fake.visibleTo('UMEMBER', GENERAL).map(({ text }) => text)).toEqual(['one'])
  expect(await respond(url, { text: 'two', replace_original: true })).toBe('ok')
  expect(fake.visibleTo('UADMIN', GENERAL).map(({ text }) => text)).toEqual(['one', 'two'])
  expect(await respond(url, { blocks: [{ type: 'sparkle' }] })).toBe('400 invalid_blocks')
  expect(await respond(url, { text: 'four' })).toBe('ok')
  expect(await respond(url, { text: 'five' })).toBe('ok')
  expect(await respond(url, { text: 'six' })).toBe('404 used_url')
})

test('a response URL lives thirty minutes', async () => {
  await using desk = await startDesk()
  const { fake } = desk
  let url = ''
  await desk.join((app) => {
    app.command('/ai-usage', async ({ ack, command }) => {
      url = command.response_url
      await ack()
    })
  })
  await fake.command({ user: 'UADMIN', text: '30d' })
  fake.advance(30 * 60_000 - 1000)
  expect(await respond(url, { text: 'just in time' })).toBe('ok')
  fake.advance(2000)
  expect(await respond(url, { text: 'too late' })).toBe('404 expired_url')
})

test('a click in a private message says where, not what, and may replace or remove it', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const clicks: BlockAction[] = []
  await desk.join((app) => {
    app.action('go', async ({ ack, body }) => {
      clicks.push(body as BlockAction)
      await ack()
    })
  })
  await client.apiCall('chat.postEphemeral', {
    channel: GENERAL,
    user: 'UADMIN',
    text: 'x',
    blocks: go,
  })
  const [message] = fake.visibleTo('UADMIN', GENERAL)
  if (!message) throw new Error('The message is missing.')
  await expect(fake.click({ user: 'UMEMBER', message, actionId: 'go' })).rejects.toThrow(/sees no/)
  await fake.click({ user: 'UADMIN', message, actionId: 'go' })
  const [click] = clicks
  expect(click).toMatchObject({
    container: { message_ts: message.ts, channel_id: GENERAL, is_ephemeral: true },
    actions: [{ type: 'button', action_id: 'go', value: 'v' }],
  })
  expect(click).not.toHaveProperty('message')
  const url = click?.response_url ?? ''
  expect(await respond(url, { text: 'Replaced', replace_original: true })).toBe('ok')
  expect(fake.visibleTo('UADMIN', GENERAL)).toMatchObject([
    { ts: message.ts, text: 'Replaced', onlyFor: 'UADMIN' },
  ])
  expect(await respond(url, { delete_original: true })).toBe('ok')
  expect(fake.visibleTo('UADMIN', GENERAL)).toEqual([])
})

test('a mention and a direct message arrive as typed text does: escaped, with addresses linked', async () => {
  await using desk = await startDesk()
  const { fake } = desk
  const heard: unknown[] = []
  await desk.join((app) => {
    app.event('app_mention', async ({ event }) => {
      heard.push([event.type, event.text])
    })
    app.message(async ({ message }) => {
      heard.push([message.channel_type, 'text' in message && message.text])
    })
  })
  await fake.mention({ user: 'UADMIN', channel: GENERAL, text: 'user:ada@example.com' })
  await fake.dm({ user: 'UADMIN', text: 'R&D < 30d' })
  expect(heard).toEqual([
    ['app_mention', '<@UBOT> user:<mailto:ada@example.com|ada@example.com>'],
    ['im', 'R&amp;D &lt; 30d'],
  ])
  await expect(fake.mention({ user: 'UADMIN', channel: 'CRANDOM', text: 'x' })).rejects.toThrow(
    /not in random/,
  )
})

test('an event can be sent again, even under another id', async () => {
  await using desk = await startDesk()
  const { fake } = desk
  const seen: unknown[] = []
  await desk.join((app) => {
    app.message(async ({ body, message, context }) => {
      seen.push([body.event_id, message.ts, context.retryNum, context.retryReason])
    })
  })
  const first = await fake.dm({ user: 'UADMIN', text: '30d' })
  await fake.redeliver(first)
  await fake.redeliver(first, { newEventId: true, retry: { number: 2, reason: 'http_error' } })
  const [[id, ts] = [], second, third] = seen as unknown[][]
  expect(second).toEqual([id, ts, 1, 'http_timeout'])
  expect(third).toEqual([expect.not.stringMatching(String(id)), ts, 2, 'http_error'])
})

test('opening the App Home lets the app publish it, and a modal opens once within three seconds', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  let trigger = ''
  await desk.join((app) => {
    app.event('app_home_opened', async ({ event }) => {
      const view = { type: 'home', blocks: go } as never
      await client.views.publish({ user_id: event.user, view })
    })
    app.action('go', async ({ ack, body }) => {
      trigger = (body as BlockAction).trigger_id
      await ack()
    })
  })
  await fake.openHome({ user: 'UADMIN' })
  await expect.poll(() => fake.home('UADMIN')).toMatchObject({ type: 'home' })
  const open = () =>
    outcome(
      client.views.open({
        trigger_id: trigger,
        view: { type: 'modal', title: { type: 'plain_text', text: 'Ask' }, blocks: [] },
      }),
    )
  await fake.click({ user: 'UADMIN', message: 'home', actionId: 'go' })
  expect(await open()).toBe('ok')
  expect(await open()).toBe('exchanged_trigger_id')
  await fake.click({ user: 'UADMIN', message: 'home', actionId: 'go' })
  fake.advance(3001)
  expect(await open()).toBe('expired_trigger_id')
})
