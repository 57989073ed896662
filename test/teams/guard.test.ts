import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { App } from '@microsoft/teams.apps'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { LogFacts } from '#core/privacy/log-fields.ts'
import type { Cloud } from '#teams/cloud.ts'
import { createGuard, isService, judge } from '#teams/guard.ts'
import { createHttp, type Listening, MESSAGES_PATH } from '#teams/http.ts'
import { createSdk } from '#teams/sdk.ts'
import { type KeyServer, signed, startKeyServer } from '#test/support/teams/keys.ts'

import { activity, APP, bearer, claims, FORGERIES, ISSUER, TENANT } from './forgeries.ts'

/** A service that keeps what it is sent: the connector, and an attacker's. */
type Listener = { readonly url: string; readonly server: Server; readonly tokens: string[] }

async function listener(): Promise<Listener> {
  const tokens: string[] = []
  const server = createServer((request, response) => {
    tokens.push(request.headers.authorization ?? 'none')
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}')
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server, tokens }
}

let keys: KeyServer
let connector: Listener
let attacker: Listener
let cloud: Cloud
let door: Listening
let sdk: App
let heard: string[] = []
const logged: LogFacts[] = []

const log = {
  info: () => undefined,
  warn: (facts: LogFacts) => void logged.push(facts),
  error: (facts: LogFacts) => void logged.push(facts),
}

beforeAll(async () => {
  keys = await startKeyServer()
  connector = await listener()
  attacker = await listener()
  cloud = {
    issuer: ISSUER,
    keysUrl: `${keys.url}/v1/.well-known/keys`,
    login: keys.url,
    services: [connector.url],
  }
  const guard = createGuard({ appId: APP, tenant: TENANT, cloud })
  const http = createHttp(guard, log)
  const token = () => signed({ iss: 'us', aud: ISSUER, appid: APP }, keys.entra)
  const credentials = { kind: 'provider', token } as const
  sdk = createSdk({ appId: APP, tenant: TENANT, credentials, cloud }, http.adapter, log)
  sdk.on('message', async (context) => {
    heard.push(context.activity.text ?? '')
    await context.send('answered')
  })
  await sdk.initialize()
  door = await http.listen('127.0.0.1', 0)
})

beforeEach(() => {
  heard = []
  connector.tokens.length = 0
  attacker.tokens.length = 0
})

afterAll(async () => {
  await door.stop()
  connector.server.close()
  attacker.server.close()
  await keys[Symbol.asyncDispose]()
})

async function knock(authorization: string | undefined, body: unknown): Promise<number> {
  const response = await fetch(`${door.url}${MESSAGES_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  await response.arrayBuffer()
  return response.status
}

test('the connector’s own token is let in, and the answer carries our token to the connector', async () => {
  expect(
    await knock(
      await bearer(signed(claims(connector.url), keys.connector)),
      activity(connector.url),
    ),
  ).toBe(200)
  expect(heard).toEqual(['hello'])
  expect(connector.tokens).toEqual([expect.stringMatching(/^Bearer ey/)])
})

describe('before any handler runs, and with no token of ours sent anywhere, is refused:', () => {
  test.each(FORGERIES)('$name', async ({ token, body, refusal }) => {
    logged.length = 0
    const urls = { connector: connector.url, attacker: attacker.url }
    const authorization = await token?.({ keys, ...urls })
    expect(await knock(authorization, activity(connector.url, body?.(urls)))).toBe(401)
    expect(heard).toEqual([])
    expect([...connector.tokens, ...attacker.tokens]).toEqual([])
    expect(logged).toEqual([{ refusal }])
  })

  test('a body that is no JSON, or far too long', async () => {
    const honest = await bearer(signed(claims(connector.url), keys.connector))
    expect(await knock(honest, '{"type":')).toBe(400)
    expect(await knock(honest, activity(connector.url, { text: 'x'.repeat(300_000) }))).toBe(413)
    expect(heard).toEqual([])
  })
})

test('while the keys can’t be had nobody is let in, and Teams is told to come back', async () => {
  keys.day.down = true
  const guard = createGuard({ appId: APP, tenant: TENANT, cloud })
  const refused = await guard(
    await bearer(signed(claims(connector.url), keys.connector)),
    activity(connector.url),
  )
  expect(refused).toEqual({ status: 503, why: 'keys out of reach' })
  keys.day.down = false
})

test('a token of ours is never sent to a foreign address, whoever asks the SDK to', async () => {
  const foreign = sdk.api.clone({ serviceUrl: attacker.url })
  const sent = foreign.conversations.createActivity('a:1', { type: 'message', text: 'hi' })
  await expect(sent).rejects.toThrow('foreign_address')
  expect(attacker.tokens).toEqual([])
})

test.each([
  ['https://smba.trafficmanager.net/emea/', true],
  ['https://smba.trafficmanager.net.evil.test/emea/', false],
  ['https://smba.trafficmanager.net@evil.test/', false],
  ['https://user:pass@smba.trafficmanager.net/', false],
  ['http://smba.trafficmanager.net/emea/', false],
  ['https://smba.trafficmanager.net:8443/emea/', false],
  ['//smba.trafficmanager.net/', false],
  ['', false],
])('is %s a service of Teams: %s', (url, known) => {
  expect(isService(url, ['https://smba.trafficmanager.net'])).toBe(known)
})

test('what is no activity at all is refused', () => {
  for (const body of [undefined, null, [], 'hello', { serviceUrl: 1 }])
    expect(judge(body, { tenant: TENANT, cloud })).toEqual({ status: 401, why: 'no activity' })
})
