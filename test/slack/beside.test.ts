import { expect, test } from 'vitest'

import { startSlackFake } from '#demo/slack-fake/start.ts'
import { postLine } from '#slack/post.ts'
import { openTeller } from '#slack/teller.ts'

import { testHouse } from './house.ts'
import { SECRET } from './stage.ts'

test('a command beside the bot posts a line where security keeps anchors', async () => {
  const slack = await startSlackFake({ signingSecret: SECRET })
  const { log } = testHouse()
  const to = { botToken: slack.botToken, apiUrl: slack.apiUrl, log }
  try {
    await postLine('{"seq":12}', { ...to, channel: 'CGENERAL' })
    expect(JSON.stringify(slack.visibleTo('UADMIN', 'CGENERAL'))).toContain('seq')
    await expect(postLine('{}', { ...to, channel: 'CNOWHERE' })).rejects.toMatchObject({
      message: expect.stringContaining('channel_not_found') as string,
      fix: expect.stringContaining('Invite the app') as string,
    })
  } finally {
    await slack.stop()
  }
})

test('a command beside the bot tells the admins', async () => {
  const slack = await startSlackFake({ signingSecret: SECRET })
  try {
    const house = testHouse()
    const tell = await openTeller({ botToken: slack.botToken, apiUrl: slack.apiUrl }, house)
    const message = { title: 'Critical', summary: 'A role waits.', parts: [] }
    expect(await tell(message)).toBe(1)
    const dm = slack.world.calls.find(({ method }) => method === 'chat.postMessage')
    expect(JSON.stringify(dm)).toContain('A role waits.')
  } finally {
    await slack.stop()
  }
})
