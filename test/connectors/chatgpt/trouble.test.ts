import { describe, expect, test } from 'vitest'

import { hashOf } from '#connectors/api/measured.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { chatGptServer, WORKSPACE } from '#test/support/vendors/chatgpt.ts'
import { KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { calling, line } from './lines.ts'

const { person } = pseudonymizer(KEY)
const RANGE = { from: '2026-11-20', to: '2026-11-20' }

const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

test('who holds a seat: the active and the invited; everyone is joined to their id', async () => {
  await using server = await chatGptServer()
  const many = Array.from({ length: 600 }, (_, n) => ({ id: `user-${n}`, email: `p${n}@corp.com` }))
  server.people([...many, { id: 'gone', email: 'gone@corp.com', status: 'inactive' }])
  const [page] = await pullAll(streamOf(chatgpt, 'seats'), calling(server), RANGE)
  expect(page?.seats).toHaveLength(600)
  expect(page?.seats?.[0]).toMatchObject({
    tool: 'chatgpt',
    account: person('p0@corp.com'),
    from: '2024-03-26',
    to: null,
    monthlyMicros: null,
    purchased: null,
  })
  expect(page?.logins?.at(-1)).toEqual({
    account: person('gone@corp.com'),
    alias: person(`chatgpt:${hashOf('gone')}`),
    sure: 'verified',
  })
})

describe('trouble names the connector, the call and the fix', () => {
  const audit = streamOf(chatgpt, 'audit-log')

  test('a wrong key, and one without the scope', async () => {
    await using server = await chatGptServer()
    const wrong = await failure(
      pullAll(audit, calling(server, { CHATGPT_COMPLIANCE_KEY: 'sk-nope' }), RANGE),
    )
    expect(wrong.message).toContain(
      'ChatGPT Enterprise answered GET /v1/compliance/workspaces/{place}/logs with 401',
    )
    expect(wrong.fix).toContain('CHATGPT_COMPLIANCE_KEY')
    const narrow = await failure(
      pullAll(audit, calling(server, { CHATGPT_COMPLIANCE_KEY: 'sk-codex-analytics-test' }), RANGE),
    )
    expect(narrow.message).toContain('403 (insufficient_permissions)')
    expect(narrow.fix).toContain('compliance scope')
  })

  test('another workspace', async () => {
    await using server = await chatGptServer()
    const error = await failure(
      pullAll(audit, calling(server, { CHATGPT_WORKSPACE_ID: 'ws_other' }), RANGE),
    )
    expect(error.fix).toContain('CHATGPT_WORKSPACE_ID')
  })

  test('an expired link: the next sync asks for another', async () => {
    await using server = await chatGptServer({ linkLivesMs: 0 })
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [])
    const error = await failure(pullAll(audit, calling(server), RANGE))
    expect(error.message).toContain('GET /v1/compliance/workspaces/{place}/logs/{id} with 403')
    expect(error.fix).toContain('the next sync asks for a fresh one')
  })

  test.each([
    ['HTML', '<html>Sign in</html>\n', 'HTML'],
    ['a file cut within a line', '{"event_id":"e1"}\n{"event', 'end within line 2'],
  ])('%s', async (_, body, says) => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', body)
    expect((await failure(pullAll(audit, calling(server), RANGE))).message).toContain(says)
  })

  test('a file that lost its end between two lines is not taken for the whole', async () => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [
      line('e1', '2026-11-20T09:00:00Z', { action: 'A_B' }),
      line('e2', '2026-11-20T09:00:00Z', { action: 'A_B' }),
    ])
    server.files.faults.push({
      path: /logs/,
      answer: {
        body: `${JSON.stringify(line('e1', '2026-11-20T09:00:00Z', { action: 'A_B' }))}\n`,
      },
    })
    expect((await failure(pullAll(audit, calling(server), RANGE))).message).toContain(
      'not the one its listing names',
    )
  })
})

test('the key stays with ChatGPT: the host of the signed link never sees it', async () => {
  await using server = await chatGptServer()
  server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [])
  await pullAll(streamOf(chatgpt, 'audit-log'), calling(server), RANGE)
  expect(server.files.requests).toHaveLength(1)
  expect(server.files.requests[0]?.headers.authorization).toBeUndefined()
})

test.each([
  ['DELETE', `/v1/compliance/workspaces/${WORKSPACE}/conversations/c1`],
  ['GET', `/v1/compliance/workspaces/${WORKSPACE}/conversations`],
  ['POST', `/v1/compliance/workspaces/${WORKSPACE}/users`],
])('%s %s is refused before a socket opens', async (method, path) => {
  let sent = 0
  const fetch = egressFetch(chatgpt, {
    setting: () => undefined,
    send: () => ((sent += 1), Promise.reject(new Error('sent'))),
  })
  await expect(fetch(`https://api.chatgpt.com${path}`, { method })).rejects.toBeInstanceOf(
    EgressRefused,
  )
  expect(sent).toBe(0)
})

test('the check says what works and what the key could do', async () => {
  await using server = await chatGptServer()
  server.publish('AUDIT_LOG', '2026-11-21T10:00:00Z', [])
  expect((await chatgpt.check(calling(server))).map(({ level }) => level)).toEqual([
    'ok',
    'ok',
    'ok',
    'warning',
  ])
})
