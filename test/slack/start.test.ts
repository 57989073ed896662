import { expect, test } from 'vitest'

import { startSlackFake } from '#demo/slack-fake/start.ts'
import { startSlack } from '#slack/app.ts'

import { testHouse } from './house.ts'
import { SECRET, stage } from './stage.ts'

const options = { signingSecret: SECRET, host: '127.0.0.1', port: 0 }

test('a bot token Slack refuses is said at the start, with what to do', async () => {
  await using slack = await startSlackFake({ signingSecret: SECRET })
  const starting = startSlack(
    { ...options, botToken: 'xoxb-wrong', apiUrl: slack.apiUrl },
    testHouse(),
  )
  await expect(starting).rejects.toMatchObject({
    message: 'Slack refuses the bot token (invalid_auth)',
    fix: expect.stringContaining('SLACK_BOT_TOKEN'),
  })
})

test('a Slack that can’t be reached is said at the start, with what to do', async () => {
  const starting = startSlack(
    { ...options, botToken: 'xoxb-any', apiUrl: 'http://127.0.0.1:9/api/' },
    testHouse(),
  )
  await expect(starting).rejects.toMatchObject({
    message: expect.stringContaining('Slack cannot be reached'),
    fix: expect.stringContaining('https://slack.com'),
  })
})

test('it listens on the address it was given, and no other', async () => {
  await using s = await stage()
  expect(s.app.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('a stop lets the answer under way arrive', async () => {
  const s = await stage()
  s.house.day.answersFor = 300
  await s.slack.command({ user: 'UADMIN', channel: 'CGENERAL', text: '30d' })
  await s.app.stop()
  expect(s.seen().length).toBe(1)
  await s.slack.stop()
})
