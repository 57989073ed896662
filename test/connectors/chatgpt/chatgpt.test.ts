import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { hashOf } from '#connectors/api/measured.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { chatGptServer, WORKSPACE } from '#test/support/vendors/chatgpt.ts'
import { KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { ADA, BO, calling, cost, line } from './lines.ts'

const { person, asset } = pseudonymizer(KEY)
const RANGE = { from: '2026-11-20', to: '2026-11-20' }
const costs = streamOf(chatgpt, 'costs')
const reports = (pages: readonly Pulled[]) => pages.flatMap((page) => page.reports ?? [])
const bill = (pages: readonly Pulled[]) => pages.flatMap((page) => page.bill ?? [])
const cursors = (pages: readonly Pulled[]) =>
  pages.map((page) => ('cursor' in page ? page.cursor : undefined))
const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('costs', () => {
  test('hours of a person, product and model are one day: tokens as they are, credits without a price', async () => {
    await using server = await chatGptServer()
    server.publish('COSTS', '2026-11-20T12:00:00Z', [
      cost('e1', '2026-11-20'),
      cost('e2', '2026-11-20', { tokens: [25, 120, 10], credits: 0.1 }),
      cost('e3', '2026-11-20', {
        user: BO,
        product: 'CODEX',
        client: 'CODEX_CLI',
        model: 'gpt-5.6-codex',
        credits: 3,
      }),
      cost('e4', '2026-11-19'),
    ])
    // The same rows again, in a file that ended later.
    server.publish('COSTS', '2026-11-21T02:00:00Z', [
      cost('e2', '2026-11-20', { tokens: [25, 120, 10], credits: 0.1 }),
    ])
    const pages = await pullAll(costs, calling(server), RANGE)
    expect(reports(pages)).toMatchObject([
      {
        day: '2026-11-20',
        account: person('ada@corp.com'),
        tool: 'chatgpt',
        model: 'gpt-5.6',
        feature: 'chat',
        active: false,
        messages: null,
        vendorSessions: null,
        inputTokens: 100,
        cacheReadTokens: 1000,
        cacheWriteTokens: null,
        outputTokens: 30,
        creditsMilli: 1350,
        costCreditsMicros: null,
        unpricedTokens: 1130,
      },
      { account: person('bo@corp.com'), tool: 'codex', feature: 'cli', creditsMilli: 3000 },
    ])
    expect(bill(pages)).toMatchObject([
      {
        item: 'chat-thinking',
        account: person('ada@corp.com'),
        costPicos: null,
        amount: '1.35',
        currency: 'credits',
        basis: 'credits',
      },
      { tool: 'codex', amount: '3', currency: 'credits' },
    ])
    expect(pages.flatMap(({ logins }) => logins ?? [])).toHaveLength(2)
  })

  test('without the organization it says what to set', async () => {
    await using server = await chatGptServer()
    const call = calling(server)
    const setting = (name: string) =>
      name === 'CHATGPT_ORGANIZATION_ID' ? undefined : call.setting(name)
    const error = await failure(pullAll(costs, { ...call, setting }, RANGE))
    expect(error.fix).toContain('CHATGPT_ORGANIZATION_ID')
  })

  test('a line that makes no sense is refused and counted', async () => {
    await using server = await chatGptServer()
    server.publish('COSTS', '2026-11-20T12:00:00Z', [
      cost('e1', '2026-11-20'),
      cost('e2', 'yesterday'),
      cost('e3', '2026-11-20', { tokens: [-1, 0, 0] }),
    ])
    const pages = await pullAll(costs, calling(server), RANGE)
    expect(reports(pages)).toHaveLength(1)
    expect(pages.flatMap(({ refused }) => refused ?? [])).toMatchObject([
      { where: 'COSTS', count: 2 },
    ])
  })
})

test.each([
  ['at the top', (facts: object) => facts],
  ['in a payload', (payload: object) => ({ payload })],
])(
  "a person's day of messages and credits is read %s, and said anew by a later file",
  async (_, put) => {
    await using server = await chatGptServer()
    const day = (id: string, facts: object) => ({
      event_id: id,
      type: 'CHATGPT_USER_ANALYTICS',
      timestamp: '2026-11-21T03:00:00Z',
      ...put({ day: '2026-11-20', ...facts }),
    })
    server.publish('CHATGPT_USER_ANALYTICS', '2026-11-21T04:00:00Z', [
      day('a', {
        email: 'ada@corp.com',
        user_id: ADA.id,
        messages: 12,
        credits_used: 1.5,
        gpts: [],
      }),
      day('b', { email: 'bo@corp.com', user_id: BO.id, messages: 0, credits_used: 2 }),
    ])
    server.publish('CHATGPT_USER_ANALYTICS', '2026-11-21T08:00:00Z', [
      day('c', { email: 'ada@corp.com', user_id: ADA.id, messages: 9, credits_used: 1.5 }),
    ])
    const pages = await pullAll(streamOf(chatgpt, 'analytics'), calling(server), RANGE)
    expect(reports(pages)).toMatchObject([
      {
        account: person('ada@corp.com'),
        messages: 9,
        creditsMilli: 1500,
        active: true,
        vendorSessions: null,
        inputTokens: null,
      },
      {
        account: person('bo@corp.com'),
        messages: 0,
        creditsMilli: 2000,
        active: false,
        passive: true,
      },
    ])
  },
)

describe('governance', () => {
  const audit = (id: string, action: string, more: object = {}) =>
    line(id, '2026-11-20T09:00:00Z', {
      type: 'AUDIT_LOG',
      action,
      action_result: 'SUCCESS',
      action_privilege: 'ADMIN',
      request_metadata: { ip: '10.0.0.1' },
      ...more,
    })

  test.each([
    ['ROLE_UPDATED', 'role_change'],
    ['USER_INVITED', 'seat_change'],
    ['CONNECTOR_ENABLED', 'integration_connected'],
    ['APP_DISCONNECTED', 'integration_disconnected'],
    ['GPT_SHARED', 'asset_published'],
    ['API_KEY_CREATED', 'key_created'],
    ['ACCESS_TOKEN_REVOKED', 'key_deleted'],
    ['CONVERSATION_EXPORTED', 'data_access'],
    ['WORKSPACE_SETTINGS_UPDATED', 'policy_change'],
    ['SOMETHING_ELSE', 'other'],
  ])('%s is %s', async (action, type) => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [audit('e1', action)])
    const pages = await pullAll(streamOf(chatgpt, 'audit-log'), calling(server), RANGE)
    expect(pages.flatMap(({ governance }) => governance ?? [])).toMatchObject([
      { type, action, outcome: 'ok', actor: person('ada@corp.com'), tool: 'chatgpt' },
    ])
  })

  test('names the person it was done to and its object by pseudonyms only', async () => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [
      audit('e1', 'ROLE_UPDATED', {
        action_data: {
          id: 'role-1',
          target_user_id: BO.id,
          user_email: 'bo@corp.com',
          note: 'promoted to spy',
        },
      }),
    ])
    const [event] = (await pullAll(streamOf(chatgpt, 'audit-log'), calling(server), RANGE)).flatMap(
      ({ governance }) => governance ?? [],
    )
    expect(event).toMatchObject({ target: person('bo@corp.com'), object: asset('chatgpt:role-1') })
    expect(Object.values(event ?? {}).join(' ')).not.toMatch(/spy|corp\.com|10\.0/)
  })

  test('a failed sign-in is an anomaly; a line without an action is refused', async () => {
    await using server = await chatGptServer()
    server.publish('AUTH_LOG', '2026-11-20T10:00:00Z', [
      audit('e1', 'LOGIN', { action_result: 'FAILURE' }),
      line('e2', '2026-11-20T09:00:00Z', {}),
    ])
    const pages = await pullAll(streamOf(chatgpt, 'auth-log'), calling(server), RANGE)
    expect(pages.flatMap(({ governance }) => governance ?? [])).toMatchObject([
      { type: 'sign_in_anomaly', outcome: 'denied' },
    ])
    expect(pages.flatMap(({ refused }) => refused ?? [])).toMatchObject([{ count: 1 }])
  })

  test('files go on where the last pull ended, over pages, and files that end together stay together', async () => {
    await using server = await chatGptServer()
    for (let n = 0; n < 120; n++)
      server.publish(
        'AUDIT_LOG',
        new Date(Date.parse('2026-11-20T10:00:00Z') + Math.floor(n / 2) * 60_000).toISOString(),
        [audit(`e${n}`, 'ROLE_UPDATED')],
      )
    const stream = streamOf(chatgpt, 'audit-log')
    const pages = await pullAll(stream, calling(server), RANGE)
    expect(
      new Set(pages.flatMap(({ governance }) => (governance ?? []).map(({ id }) => id))).size,
    ).toBe(120)
    const last = cursors(pages).at(-1)
    expect(last).toBe('2026-11-20T10:59:00.000Z')
    // Two files end at 10:00: the cursor moves past the first only with the second.
    expect(cursors(pages).slice(0, 4)).toEqual([
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T10:00:00.000Z',
    ])
    expect(await pullAll(stream, calling(server), { ...RANGE, cursor: String(last) })).toEqual([])
  })

  test('a pull that comes after thirty days says that entries are gone', async () => {
    await using server = await chatGptServer()
    const stream = streamOf(chatgpt, 'audit-log')
    const [page] = await pullAll(stream, calling(server), {
      ...RANGE,
      cursor: '2026-10-01T00:00:00Z',
    })
    expect(page?.refused).toMatchObject([
      { where: 'AUDIT_LOG', why: expect.stringContaining('30 days') },
    ])
    expect(stream.retentionDays).toBe(30)
  })
})

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
