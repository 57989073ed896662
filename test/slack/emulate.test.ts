import { createServer, type Server } from 'node:http'

import { WebClient } from '@slack/web-api'
import { createEmulator } from 'emulate'
import { expect, test } from 'vitest'

import { signature } from '#demo/slack-fake/deliver.ts'
import { startSlack } from '#slack/app.ts'
import { written } from '#slack/button.ts'
import { SCOPES } from '#slack/command.ts'

import { testHouse } from './house.ts'
import { SECRET } from './stage.ts'

const ALL = [...Object.keys(SCOPES), 'im:read', 'channels:read', 'users:read']

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A port nobody listens on. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * The app against `emulate`, a Slack by other hands that checks scopes; it delivers nothing to the
 * app, so what people do is signed and posted here.
 */
async function emulated(scopes: readonly string[]) {
  const port = await freePort()
  const bot = { user_id: 'UBOT00001', bot_id: 'BBOT00001', bot_user_id: 'UBOT00001' }
  const slack = await createEmulator({
    service: 'slack',
    port,
    baseUrl: `http://127.0.0.1:${port}`,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'ada', real_name: 'Ada' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 'secret',
            app_id: 'A000000001',
            name: 'AI Usage',
            bot_name: 'ai_usage',
            redirect_uris: ['http://127.0.0.1/'],
            ...bot,
          },
        ],
        tokens: [
          { token: 'xoxb-app', type: 'bot', scopes: [...scopes], ...bot },
          { token: 'xoxb-reader', type: 'bot', scopes: ALL, ...bot },
        ],
      },
    },
  })
  const apiUrl = `${slack.url}/api/`
  const reader = new WebClient('xoxb-reader', { slackApiUrl: apiUrl })
  const { members = [] } = await reader.users.list({})
  const user = members.find(({ name }) => name === 'ada')?.id ?? ''
  const opened = await reader.conversations.open({ users: user })
  const channel = opened.channel?.id ?? ''
  const house = testHouse()
  house.chiefs.add(user)
  const app = await startSlack(
    { botToken: 'xoxb-app', signingSecret: SECRET, apiUrl, host: '127.0.0.1', port: 0 },
    house,
  )
  const { team_id: team } = await reader.auth.test()
  const where = { team, user, channel }
  const told: string[] = []
  const answers = createServer((request, response) => {
    request.on('data', (text) => told.push(String(text)))
    request.on('end', () => response.end('ok'))
  })
  const answering = `http://127.0.0.1:${await listen(answers)}/`
  const url = `${app.url}/slack/events`
  return {
    house,
    told,
    write: (text: string) => post(url, 'application/json', message(where, text)),
    press: () => post(url, 'application/x-www-form-urlencoded', pressing(where, answering)),
    messages: async () => (await reader.conversations.history({ channel })).messages ?? [],
    file: async (id: string) => (await reader.files.info({ file: id })).file,
    [Symbol.asyncDispose]: async () => {
      await app.stop()
      await slack.close()
      answers.close()
    },
  }
}

let counter = 0
const ts = () => `1760000000.${String((counter += 1)).padStart(6, '0')}`

async function post(url: string, contentType: string, body: string) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(SECRET, timestamp, body),
  }
  await fetch(url, { method: 'POST', headers, body })
}

type Where = { readonly team: string | undefined; readonly user: string; readonly channel: string }

function message({ team, user, channel }: Where, text: string): string {
  const event = { type: 'message', channel_type: 'im', user, channel, text, ts: ts() }
  return JSON.stringify({ type: 'event_callback', team_id: team, event_id: 'Ev1', event })
}

/** A press in a private reply: what it does goes to the app's messages. */
function pressing({ team, user, channel }: Where, answering: string): string {
  const value = written({ act: { kind: 'csv', command: 'team:eng 30d' } })
  const payload = {
    type: 'block_actions',
    team: { id: team },
    user: { id: user },
    channel: { id: channel },
    container: { type: 'message', channel_id: 'C000000001', message_ts: ts(), is_ephemeral: true },
    response_url: answering,
    actions: [{ type: 'button', action_id: 'csv:3:2', action_ts: ts(), value }],
  }
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
}

const without = (scope: string) => Object.keys(SCOPES).filter((each) => each !== scope)

test('the scopes of the manifest suffice for an answer with its picture', async () => {
  await using s = await emulated(Object.keys(SCOPES))
  await s.write('team:eng 30d')
  await expect.poll(s.messages).toHaveLength(1)
  const [answer] = await s.messages()
  const named = answer?.blocks?.find(({ slack_file: file }) => file !== undefined)
  const id = named?.slack_file?.id ?? ''
  expect(await s.file(id)).toMatchObject({ name: 'ai-usage.png', mimetype: 'image/png' })
  expect(s.house.lines).toEqual([])
})

test('the scopes of the manifest suffice for a CSV', async () => {
  await using s = await emulated(Object.keys(SCOPES))
  await s.press()
  await expect.poll(s.messages).toHaveLength(1)
  const [shared] = await s.messages()
  expect(shared?.files).toMatchObject([{ name: 'team-eng-30d.csv' }])
  await expect.poll(() => s.told.join()).toContain('The CSV is ready.')
})

test.each(['files:write', 'files:read'])(
  'without %s the text still comes, and the log names what is missing',
  async (scope) => {
    await using s = await emulated(without(scope))
    await s.write('team:eng 30d')
    await expect.poll(s.messages).toHaveLength(1)
    expect(s.house.lines[0]).toMatchObject({ facts: { slack: 'missing_scope' } })
  },
)

test('without users:read nobody is answered', async () => {
  await using s = await emulated(without('users:read'))
  await s.write('team:eng 30d')
  await expect.poll(s.messages).toHaveLength(1)
  expect(s.house.asked[0]?.viewer).toMatchObject({ standing: 'unknown' })
})

test('without im:write a CSV can’t be handed over, and its asker hears it', async () => {
  await using s = await emulated(without('im:write'))
  await s.press()
  await expect.poll(() => s.told.join()).toContain('missing_scope')
  expect(await s.messages()).toEqual([])
})

test('without chat:write a message can’t be answered, and the log says why', async () => {
  await using s = await emulated(without('chat:write'))
  await s.write('team:eng 30d')
  await expect
    .poll(() => s.house.lines)
    .toContainEqual({
      level: 'error',
      facts: { slack: 'missing_scope' },
      what: 'An answer did not reach its asker',
    })
  expect(await s.messages()).toEqual([])
})
