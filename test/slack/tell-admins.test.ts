import { expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import { startSlackFake } from '#demo/slack-fake/start.ts'
import { startSlack } from '#slack/app.ts'

import { testHouse } from './house.ts'
import { SECRET, stage } from './stage.ts'

const NEWS = {
  title: 'Acme AI is in trouble',
  summary: 'Acme AI is in trouble: usage.',
  parts: [{ kind: 'text', text: '**Acme AI / usage**: it answered 401. Make a new key.' }],
} as const

test('each admin is told in private what nobody asked for', async () => {
  await using s = await stage()
  expect(await s.app.tellAdmins(NEWS)).toBe(1)
  const dms = s.slack.world.calls.filter(({ method }) => method === 'conversations.open')
  expect(dms.length).toBe(1)
  expect(s.calls('chat.postMessage')).toBe(1)
})

test('who was told the same before is not told again, and counts as told', async () => {
  await using s = await stage()
  const asked = new Set<string>()
  const first = async (reader: string) => asked.size < asked.add(reader).size
  expect(await s.app.tellAdmins(NEWS, first)).toBe(1)
  expect(await s.app.tellAdmins(NEWS, first)).toBe(1)
  expect(s.calls('chat.postMessage')).toBe(1)
})

async function withChannel(adminChannel: string) {
  const slack = await startSlackFake({ signingSecret: SECRET })
  const house = testHouse()
  const app = await startSlack(
    {
      botToken: slack.botToken,
      signingSecret: SECRET,
      apiUrl: slack.apiUrl,
      host: '127.0.0.1',
      port: 0,
      adminChannel,
    },
    house,
  )
  return {
    slack,
    app,
    house,
    async [Symbol.asyncDispose]() {
      await app.stop()
      await slack.stop()
    },
  }
}

test('with a channel of the admins it is said there, once', async () => {
  await using it = await withChannel('CGENERAL')
  expect(await it.app.tellAdmins(NEWS)).toBe(1)
  const said = it.slack.visibleTo('UADMIN', 'CGENERAL').map(textOf)
  expect(said.join('\n')).toContain('it answered 401')
  expect(it.slack.world.calls.filter(({ method }) => method === 'conversations.open')).toEqual([])
})

test('a channel that takes nothing is no reason to be silent', async () => {
  await using it = await withChannel('CNOTTHERE')
  expect(await it.app.tellAdmins(NEWS)).toBe(1)
  expect(it.slack.world.calls.map(({ method }) => method)).toContain('conversations.open')
})

test('nobody to tell is said to the one who tells', async () => {
  await using s = await stage()
  s.house.chiefs.clear()
  expect(await s.app.tellAdmins(NEWS)).toBe(0)
})
