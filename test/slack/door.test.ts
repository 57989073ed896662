import { expect, test } from 'vitest'

import { signature } from '#demo/slack-fake/deliver.ts'
import { startSlack } from '#slack/app.ts'

import { button, SECRET, stage } from './stage.ts'

const ASK = { user: 'UADMIN', channel: 'CGENERAL', text: 'team:eng 30d' }

test('a command is acknowledged before its answer is made', async () => {
  await using s = await stage()
  s.house.day.answersFor = 1_000
  const delivery = await s.slack.command(ASK)
  expect(delivery).toMatchObject({ status: 200, reply: '' })
  expect(s.seen()).toEqual([])
  await s.until(() => s.seen().length === 1)
})

test.each([
  ['signed with another secret', { secret: 'another' }],
  ['not signed', { unsigned: true }],
  ['ten minutes old', { ageSeconds: 600 }],
  ['signed for in an hour', { ageSeconds: -3_600 }],
])('a request %s is refused and nobody is asked', async (_, how) => {
  await using s = await stage()
  expect(await s.slack.command({ ...ASK, how })).toMatchObject({ status: 401 })
  await s.quiet(100)
  expect(s.house.asked).toEqual([])
})

test('four minutes of difference between the clocks are let pass', async () => {
  await using s = await stage()
  await s.slack.command({ ...ASK, how: { ageSeconds: -240 } })
  await s.slack.command({ ...ASK, how: { ageSeconds: 240 } })
  await s.quiet()
  expect(s.house.asked.length).toBe(2)
})

test('Slack’s certificate check is answered, and can smuggle in no command', async () => {
  await using s = await stage()
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = 'ssl_check=1&command=%2Fai-usage&text=30d'
  const checked = await fetch(`${s.app.url}/slack/events`, { method: 'POST', headers, body })
  expect(checked.status).toBe(200)
  await s.quiet(100)
  expect(s.house.asked).toEqual([])
})

test('Slack’s check of the request URL is answered with its challenge', async () => {
  await using s = await stage()
  const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const checked = await fetch(`${s.app.url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(SECRET, timestamp, body),
    },
    body,
  })
  expect(await checked.json()).toEqual({ challenge: 'abc' })
})

test('a body of two megabytes is refused', async () => {
  await using s = await stage()
  const delivery = await s.slack.command({ ...ASK, text: 'x'.repeat(2_000_000) })
  expect(delivery.status).toBe(413)
})

test('10,000 characters are passed on and answered', async () => {
  await using s = await stage()
  await s.ask('x'.repeat(10_000))
  expect(s.house.asked[0]?.text.length).toBe(10_000)
})

test('a command of this app that is no longer known is answered with help', async () => {
  await using s = await stage()
  await s.slack.command({ ...ASK, command: '/ai-usage-old' })
  await s.until(() => s.seen().length === 1)
  expect(s.house.asked[0]?.text).toBe('help')
})

test('the same command delivered twice is answered once', async () => {
  await using s = await stage()
  const delivery = await s.slack.command(ASK)
  await s.slack.redeliver(delivery)
  await s.quiet()
  expect(s.seen().length).toBe(1)
  expect(s.house.asked.length).toBe(1)
})

test('a command that two processes receive is answered by one of them', async () => {
  await using s = await stage()
  const { slack, house } = s
  const options = { botToken: slack.botToken, signingSecret: SECRET, apiUrl: slack.apiUrl }
  const other = await startSlack({ ...options, host: '127.0.0.1', port: 0 }, house)
  const delivery = await slack.command(ASK)
  slack.connect(other.url ?? '')
  await slack.redeliver(delivery)
  await s.quiet()
  expect(s.seen().length).toBe(1)
  await other.stop()
})

test('one message that Slack sends eleven times under different ids is answered once', async () => {
  await using s = await stage()
  const delivery = await s.slack.dm({ user: 'UADMIN', text: 'team:eng 30d' })
  await Promise.all(
    Array.from({ length: 10 }, () => s.slack.redeliver(delivery, { newEventId: true })),
  )
  await s.quiet()
  expect(s.seen('UADMIN', s.slack.dmOf('UADMIN')).length).toBe(1)
})

test('a message of which only the repetition arrives is answered', async () => {
  await using s = await stage()
  const forged = { secret: 'another' }
  const delivery = await s.slack.dm({ user: 'UADMIN', text: 'team:eng 30d', how: forged })
  expect(delivery.status).toBe(401)
  await s.slack.redeliver(delivery, { newEventId: true })
  await s.quiet()
  expect(s.seen('UADMIN', s.slack.dmOf('UADMIN')).length).toBe(1)
})

test('a button pressed once and delivered twice acts once', async () => {
  await using s = await stage()
  const [answer] = await s.ask()
  const actionId = button(answer!, '7 days')
  const delivery = await s.slack.click({ user: 'UADMIN', message: answer!, actionId })
  await s.slack.redeliver(delivery)
  await s.quiet()
  expect(s.house.asked.length).toBe(2)
})

test('with the store down, a command delivered twice is still answered once, with what to do', async () => {
  await using s = await stage()
  s.house.day.storeDown = true
  const delivery = await s.slack.command(ASK)
  await s.slack.redeliver(delivery)
  await s.quiet()
  expect(s.said().map((said) => said.replaceAll('\n', ''))).toEqual([
    expect.stringContaining('In a minute, type /ai-usage team:eng 30d again.'),
  ])
  s.house.day.storeDown = false
  await s.ask()
})
