import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { anchorLine, readAnchors } from '#core/audit/anchor.ts'
import { UserError } from '#core/errors.ts'
import { isSetUp, teamsOptions } from '#main/chat.ts'
import { postHead } from '#main/heads.ts'
import { startTeams } from '#teams/app.ts'
import { PUBLIC_CLOUD } from '#teams/cloud.ts'
import { ADA, APP, chatOf, TENANT } from '#test/support/teams/people.ts'

import { activity } from './forgeries.ts'
import { testHouse } from './house.ts'

const REGISTERED = { TEAMS_APP_ID: APP, TEAMS_TENANT_ID: TENANT }

test('Teams is on with an app, its tenant and its secret, and off without one of them', () => {
  const secret = { TEAMS_APP_SECRET: 'a-secret-of-16-chars' }
  expect(teamsOptions(readConfig({ ...REGISTERED, ...secret }))).toEqual({
    appId: APP,
    tenant: TENANT,
    host: '127.0.0.1',
    port: 3978,
    credentials: { kind: 'secret', secret: 'a-secret-of-16-chars' },
  })
  expect(isSetUp(readConfig({ ...REGISTERED, ...secret }))).toBe(true)
  for (const lacking of [REGISTERED, secret, { ...secret, TEAMS_APP_ID: APP }])
    expect(isSetUp(readConfig(lacking))).toBe(false)
})

test('what Entra refuses is said at the start, without the secret', async () => {
  const token = () => Promise.reject(new Error('AADSTS7000215 for secret hunter2'))
  const started = startTeams(
    {
      appId: APP,
      tenant: TENANT,
      credentials: { kind: 'provider', token },
      host: '127.0.0.1',
      port: 0,
    },
    testHouse(),
  )
  await expect(started).rejects.toThrow(UserError)
  await expect(started).rejects.toThrow(
    /^Microsoft Entra gives no token for the Teams app \(Error\)$/,
  )
})

test('a playground on this machine needs no token, gets none, and is the only one answered', async () => {
  const sent: { authorization: string | undefined; body: string }[] = []
  const playground = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      sent.push({ authorization: request.headers.authorization, body })
      const member = { id: ADA.id, aadObjectId: ADA.object, tenantId: TENANT }
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(request.method === 'GET' ? member : { id: 'm1' }))
    })
  })
  await new Promise<void>((resolve) => void playground.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(playground.address() as AddressInfo).port}`
  const options = teamsOptions(
    readConfig({ ...REGISTERED, TEAMS_UNAUTHENTICATED: origin, TEAMS_PORT: '0' }),
  )
  expect(options?.cloud).toEqual({ ...PUBLIC_CLOUD, services: [origin] })
  const app = await startTeams(options!, testHouse())
  const knock = async (body: object) => {
    const response = await fetch(`${app.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.status
  }
  const from = { id: ADA.id, aadObjectId: ADA.object, name: 'Ada' }
  const conversation = { id: chatOf(ADA), conversationType: 'personal', tenantId: TENANT }
  expect(
    await knock(activity('https://smba.trafficmanager.net/emea', { from, conversation })),
  ).toBe(401)
  expect(
    await knock(activity(origin, { from, conversation, channelData: { tenant: { id: APP } } })),
  ).toBe(401)
  expect(sent).toEqual([])
  expect(await knock(activity(origin, { from, conversation, text: 'team:eng 30d' }))).toBe(200)
  for (let waited = 0; !sent.some(({ body }) => body.includes('$4,210')); waited += 10) {
    expect(waited).toBeLessThan(15_000)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  expect(new Set(sent.map(({ authorization }) => authorization))).toEqual(new Set([undefined]))
  await app.stop()
  playground.close()
})

test('a signed head of the audit trail is kept in the security channel, as it is', async () => {
  const line = anchorLine({
    kind: 'head',
    tenant: 1,
    seq: 7,
    hash: 'a1',
    at: '2026-11-20T00:00:00Z',
    keyId: 'k',
    signature: 'c2lnbmVk',
  })
  const sent: { path: string | undefined; text: string }[] = []
  const day = { status: 201 }
  const playground = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      sent.push({ path: request.url, text: (JSON.parse(body) as { text: string }).text })
      response.writeHead(day.status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ id: 'm1', error: { code: 'BotNotInConversationRoster' } }))
    })
  })
  await new Promise<void>((resolve) => void playground.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(playground.address() as AddressInfo).port}`
  const channel = { TEAMS_SECURITY_CHANNEL: '19%3asecurity%40thread.tacv2' }
  const set = { ...REGISTERED, TEAMS_UNAUTHENTICATED: origin, ...channel }
  await postHead(line, readConfig(set))
  expect(sent.map(({ path }) => path)).toEqual([
    '/teams/v3/conversations/19:security@thread.tacv2/activities',
  ])
  expect(readAnchors(sent[0]?.text ?? '', 'the channel')).toMatchObject([{ seq: 7, hash: 'a1' }])
  day.status = 403
  await expect(postHead(line, readConfig(set))).rejects.toThrow(
    'Teams did not take the message for 19:security@thread.tacv2 (BotNotInConversationRoster)',
  )
  await expect(postHead(line, readConfig(channel))).rejects.toThrow(
    'TEAMS_SECURITY_CHANNEL is set, but Teams is not',
  )
  playground.close()
})
