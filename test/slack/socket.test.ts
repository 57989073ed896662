import { expect, test } from 'vitest'

import { startSlackFake } from '#demo/slack-fake/start.ts'
import { startSlack } from '#slack/app.ts'

import { testHouse } from './house.ts'
import { startSocketServer } from './socket-server.ts'
import { SECRET } from './stage.ts'

async function socketStage() {
  const slack = await startSlackFake({ signingSecret: SECRET })
  const sockets = await startSocketServer(slack.apiUrl)
  const house = testHouse()
  const options = {
    botToken: slack.botToken,
    signingSecret: SECRET,
    appToken: 'xapp-test',
    apiUrl: sockets.apiUrl,
    host: '127.0.0.1',
    port: 0,
  }
  const dm = slack.dmOf('UADMIN')
  let counter = 0
  return {
    slack,
    sockets,
    house,
    start: () => startSlack(options, house),
    answers: () => slack.visibleTo('UADMIN', dm).length,
    /** One message to the app, by web socket. */
    write: (text: string, ts = `1760000000.00000${(counter += 1)}`) => {
      const event = { type: 'message', channel_type: 'im', user: 'UADMIN', channel: dm, text, ts }
      sockets.send({
        type: 'events_api',
        envelope_id: `envelope-${counter}`,
        accepts_response_payload: false,
        payload: { type: 'event_callback', team_id: 'TFAKE', event_id: `Ev${counter}`, event },
      })
    },
    [Symbol.asyncDispose]: async () => {
      await sockets[Symbol.asyncDispose]()
      await slack.stop()
    },
  }
}

test('in Socket Mode a message is acknowledged and answered, and its repetition is not', async () => {
  await using s = await socketStage()
  const app = await s.start()
  expect(app.url).toBeUndefined()
  s.write('team:eng 30d', '1760000000.000001')
  await expect.poll(s.answers).toBe(1)
  s.write('team:eng 30d', '1760000000.000001')
  await expect.poll(() => s.sockets.acknowledged.length).toBe(2)
  expect(s.house.asked.length).toBe(1)
  await app.stop()
  await expect.poll(s.sockets.open).toBe(0)
})

test('when Slack recycles the connection, the next one is open at once', async () => {
  await using s = await socketStage()
  const app = await s.start()
  const started = performance.now()
  s.sockets.send({ type: 'disconnect', reason: 'refresh_requested' })
  await expect.poll(s.sockets.asked, { timeout: 4_000, interval: 10 }).toBe(2)
  await expect.poll(s.sockets.open, { interval: 10 }).toBe(1)
  expect(performance.now() - started).toBeLessThan(4_000)
  s.write('30d')
  await expect.poll(s.answers).toBe(1)
  await app.stop()
})

test('a connection Slack refuses for a while is made again when it may be', async () => {
  await using s = await socketStage()
  const app = await s.start()
  s.sockets.refuse = 'invalid_auth'
  s.sockets.send({ type: 'disconnect', reason: 'refresh_requested' })
  await expect.poll(s.sockets.asked, { timeout: 5_000 }).toBe(3)
  expect(s.house.lines).toContainEqual({
    level: 'warn',
    facts: { slack: 'invalid_auth', failures: 1 },
    what: 'Socket Mode is not connected',
  })
  s.sockets.refuse = undefined
  await expect.poll(s.sockets.open, { timeout: 5_000 }).toBe(1)
  await app.stop()
})

test('an app token Slack refuses at the start is said with what to do', async () => {
  await using s = await socketStage()
  s.sockets.refuse = 'invalid_auth'
  await expect(s.start()).rejects.toMatchObject({
    message: 'Slack refuses the app token (invalid_auth)',
    fix: expect.stringContaining('SLACK_APP_TOKEN'),
  })
})
