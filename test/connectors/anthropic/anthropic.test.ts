import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { anthropic } from '#connectors/anthropic/connector.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import {
  ADMIN_KEY,
  anthropicServer,
  type AnthropicUse,
  COMPLIANCE_KEY,
} from '#test/support/vendors/anthropic.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

const names = pseudonymizer(KEY)
const ada = names.person('ada@corp.test')
const bo = names.person('bo@corp.test')

const user = (email: string | null, id = 'user_1') => ({
  type: 'user_actor',
  user_id: id,
  email_address: email,
  name: null,
  deleted: false,
})
const tokens = (uncached: number, more: Partial<AnthropicUse['usage']> = {}) => ({
  uncached_input_tokens: uncached,
  cache_read_input_tokens: 2000,
  ephemeral_1h_input_tokens: 30,
  ephemeral_5m_input_tokens: 400,
  output_tokens: 50,
  requests: 3,
  ...more,
})
const USES: readonly AnthropicUse[] = [
  {
    at: '2026-11-19T08:00:00Z',
    group: {
      actor: user('Ada@Corp.test'),
      model: 'claude-opus-5-5',
      product: 'claude_code',
      workspace_id: 'wrkspc_cc',
    },
    usage: tokens(100),
    cost: { amount: '123.456789012345', list_amount: '130' },
  },
  {
    at: '2026-11-19T09:00:00Z',
    group: {
      actor: user('ada@corp.test'),
      model: 'claude-opus-5-5',
      product: 'claude_code',
      workspace_id: 'wrkspc_other',
    },
    usage: tokens(11),
    cost: { amount: '0.000000000049', list_amount: '0' },
  },
  {
    at: '2026-11-20T10:00:00Z',
    group: {
      actor: { type: 'api_actor', api_key_id: 'apikey_01' },
      model: 'claude-haiku-5',
      product: 'messages_api',
      api_key_id: 'apikey_01',
      workspace_id: 'wrkspc_default',
    },
    usage: tokens(7),
    cost: { amount: '5', list_amount: '5' },
  },
]

const settings = { ANTHROPIC_ADMIN_KEY: ADMIN_KEY }
async function serving(uses: readonly AnthropicUse[] = USES) {
  const server = await anthropicServer()
  server.restate(uses)
  return server
}
type Server = Awaited<ReturnType<typeof serving>>

const pulled = (
  server: Server,
  stream: string,
  range = { from: '2026-11-19', to: '2026-11-20' },
  key: Readonly<Record<string, string>> = settings,
) =>
  pullAll(
    streamOf(anthropic, stream),
    connectorCall(anthropic, { settings: key, servers: [server] }),
    range,
  )

const all = <Name extends 'reports' | 'bill' | 'services' | 'refused' | 'logins'>(
  pages: readonly Pulled[],
  name: Name,
) => pages.flatMap((page) => (page[name] ?? []) as NonNullable<Pulled[Name]>[number][])

const fault = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('usage', () => {
  test('one response by hand: four disjoint counts, whose, of which tool', async () => {
    await using server = await serving()
    const pages = await pulled(server, 'usage')
    // Ada's two workspaces are one row: 100 + 11 uncached, 2 × 2,000 read, 2 × (30 + 400) written.
    expect(all(pages, 'reports')).toMatchObject([
      {
        day: '2026-11-19',
        account: ada,
        tool: 'claude-code',
        feature: 'cli',
        model: 'claude-opus-5-5',
        source: 'anthropic-usage',
        active: true,
        requests: 6,
        inputTokens: 111,
        cacheReadTokens: 4000,
        cacheWriteTokens: 860,
        outputTokens: 100,
        messages: null,
        vendorSessions: null,
        promptCharacters: null,
      },
      {
        day: '2026-11-20',
        account: names.service('anthropic:key:apikey_01'),
        tool: 'anthropic-api',
        active: false,
        inputTokens: 7,
      },
    ])
    expect(all(pages, 'services')).toEqual([
      { account: names.service('anthropic:key:apikey_01'), kind: 'key', label: 'apikey_01' },
    ])
    expect(pages[0]?.publishedAt).toBe(Date.parse('2026-11-21T08:00:00Z'))
    expect(all(pages, 'refused')).toEqual([])
  })

  test.each([
    [
      'a user without an address',
      { actor: user(null, 'user_9') },
      names.person('anthropic:user_9'),
    ],
    [
      'a user named as the docs name them',
      { actor: { type: 'user_actor', email: 'bo@corp.test' } },
      bo,
    ],
    [
      'a service account',
      { actor: { type: 'service_account_actor', service_account_id: 'svac_1' } },
      names.service('anthropic:service_account:svac_1'),
    ],
    [
      "Google's person",
      { actor: { type: 'federated_actor', provider: 'gcp', subject: 'user:bo@corp.test' } },
      bo,
    ],
    [
      "Amazon's role",
      { actor: { type: 'federated_actor', provider: 'aws', subject: 'arn:aws:iam::1:role/x' } },
      names.service('anthropic:service_account:aws:arn:aws:iam::1:role/x'),
    ],
    ['a key alone', { api_key_id: 'apikey_7' }, names.service('anthropic:key:apikey_7')],
    ['a workspace alone', { workspace_id: 'ws_7' }, names.service('anthropic:workspace:ws_7')],
    ['nobody', {}, null],
  ])('%s owns what is theirs', async (_, group, account) => {
    await using server = await serving([{ at: '2026-11-20T01:00:00Z', group, usage: tokens(1) }])
    expect(all(await pulled(server, 'usage'), 'reports')).toMatchObject([{ account }])
  })

  test('Claude in Slack belongs to the Slack user, once', async () => {
    const slack = (id: string | null) => ({
      at: '2026-11-20T01:00:00Z',
      group: { product: 'claude_tag', claude_tag_user_id: id, workspace_id: 'ws' },
      usage: tokens(10),
    })
    await using server = await serving([...USES, slack('U01'), slack('U02'), slack(null)])
    const tagged = all(await pulled(server, 'usage'), 'reports').filter(
      ({ feature }) => feature === 'team_ai',
    )
    expect(new Map(tagged.map(({ account, inputTokens }) => [account, inputTokens]))).toEqual(
      new Map([
        [names.person('slack:U01'), 10],
        [names.person('slack:U02'), 10],
        [null, 10],
      ]),
    )
  })

  test('what the vendor says anew replaces a day, also by less', async () => {
    await using server = await serving()
    server.restate([], '2026-11-19')
    expect(all(await pulled(server, 'usage'), 'reports').map(({ day }) => day)).toEqual([
      '2026-11-20',
    ])
  })

  test('many pages and an expired cursor lose no row and give none twice', async () => {
    const uses = ['2026-11-18', '2026-11-19'].flatMap((date) =>
      Array.from({ length: 1500 }, (_, at) => ({
        at: `${date}T01:00:00Z`,
        group: { actor: user(`p${at}@corp.test`), model: 'm', product: 'claude_code' },
        usage: tokens(1),
      })),
    )
    await using server = await serving(uses)
    const stream = streamOf(anthropic, 'usage')
    const call = connectorCall(anthropic, { settings, servers: [server] })
    if (stream.how !== 'days') throw new Error('usage is pulled by days')
    const window = { from: '2026-11-18', to: '2026-11-20' }
    let pages = 0
    const reports = []
    for await (const page of stream.pull(window as never, call)) {
      reports.push(...(page.reports ?? []))
      // The vendor forgets its cursors while the second day is read.
      if (page.reports && pages++ === 0) server.expireCursors()
    }
    expect(reports).toHaveLength(3000)
    expect(new Set(reports.map(({ day, account }) => `${day} ${account}`)).size).toBe(3000)
    expect(
      server.requests.filter(({ url }) =>
        url.searchParams.get('starting_at')?.startsWith('2026-11-19'),
      ),
    ).not.toHaveLength(0)
  })

  test('a day that ended after the last refresh is not published yet', async () => {
    await using server = await serving()
    server.refreshed('2026-11-20T20:00:00Z')
    const pages = await pulled(server, 'usage')
    expect(all(pages, 'reports').map(({ day }) => day)).toEqual(['2026-11-19'])
    expect(pages.flatMap(({ unpublished }) => unpublished ?? [])).toEqual(['2026-11-20'])
  })

  test('days before the reports begin are not known, rather than empty', async () => {
    await using server = await serving([])
    const pages = await pulled(server, 'usage', { from: '2025-12-30', to: '2026-01-02' })
    expect(pages.flatMap(({ unpublished }) => unpublished ?? [])).toEqual([
      '2025-12-30',
      '2025-12-31',
    ])
    await pulled(server, 'usage', { from: '2025-12-01', to: '2025-12-31' })
    expect(server.requests).toHaveLength(1)
  })

  test('a row that makes no sense is refused and loses no other', async () => {
    await using server = await serving([
      ...USES,
      { at: '2026-11-20T01:00:00Z', group: { actor: 'ada@corp.test' }, usage: tokens(1) },
      { at: '2026-11-20T01:00:00Z', group: {}, usage: tokens(-5000) },
    ])
    const pages = await pulled(server, 'usage')
    expect(all(pages, 'reports')).toHaveLength(2)
    expect(all(pages, 'refused').map(({ count }) => count)).toEqual([1, 1])
    expect(JSON.stringify(all(pages, 'refused'))).not.toContain('ada@corp.test')
  })
})

describe('cost', () => {
  test('fractional cents are exact, by person, model and product', async () => {
    await using server = await serving()
    const bill = all(await pulled(server, 'cost'), 'bill')
    // 123.456789012345 ¢ is $1.23456789012345: twelve decimals, half to even.
    expect(bill.map(({ costPicos }) => costPicos)).toEqual([
      1_234_567_890_123n,
      0n,
      50_000_000_000n,
    ])
    expect(bill[0]).toMatchObject({
      day: '2026-11-19',
      tool: 'claude-code',
      source: 'anthropic-cost',
      item: 'claude_code',
      model: 'claude-opus-5-5',
      account: ada,
      amount: '1.234567890123',
      currency: 'USD',
      basis: 'billed',
    })
  })
})

describe('Claude Code', () => {
  const row = (actor: object, more: object = {}) => ({
    date: '2026-11-20T00:00:00Z',
    actor,
    customer_type: 'api',
    terminal_type: 'vscode',
    core_metrics: { num_sessions: 5, commits_by_claude_code: 1 },
    tool_actions: {
      edit_tool: { accepted: 4, rejected: 1 },
      write_tool: { accepted: 2, rejected: 0 },
    },
    model_breakdown: [
      {
        model: 'claude-opus-5-5',
        tokens: { input: 100, output: 20, cache_read: 3000, cache_creation: 500 },
        estimated_cost: { currency: 'USD', amount: 186 },
      },
    ],
    ...more,
  })

  test('sessions and edits of a day once, tokens and the estimate by model', async () => {
    await using server = await serving()
    server.claudeCode('2026-11-20', [
      row({ type: 'user_actor', email_address: 'ada@corp.test' }),
      row({ type: 'user_actor', email: 'ADA@corp.test' }, { terminal_type: 'iTerm' }),
      row({ type: 'api_actor', api_key_name: 'ci' }, { model_breakdown: [] }),
    ])
    const reports = all(await pulled(server, 'claude-code'), 'reports')
    expect(reports).toMatchObject([
      {
        account: ada,
        model: null,
        tool: 'claude-code',
        source: 'claude-code-analytics',
        active: true,
        vendorSessions: 10,
        codeGenerations: 14,
        codeAcceptances: 12,
        inputTokens: null,
        messages: null,
      },
      {
        account: ada,
        model: 'claude-opus-5-5',
        vendorSessions: null,
        inputTokens: 200,
        cacheReadTokens: 6000,
        cacheWriteTokens: 1000,
        outputTokens: 40,
        costEstimatedMicros: 3_720_000n,
        costBilledMicros: null,
      },
      { account: names.service('anthropic:key:ci'), active: false, vendorSessions: 5 },
    ])
    expect(server.requests.map(({ url }) => url.searchParams.get('starting_at'))).toEqual([
      '2026-11-19',
      '2026-11-20',
    ])
  })

  test('an expired cursor asks for the day again', async () => {
    await using server = await serving()
    server.claudeCode('2026-11-20', [row({ type: 'user_actor', email: 'ada@corp.test' })])
    server.faults.push({ path: /starting_at=2026-11-20/, answer: { status: 410, body: {} } })
    expect(all(await pulled(server, 'claude-code'), 'reports')).toHaveLength(2)
  })
})

test('user ids meet the addresses of their people', async () => {
  await using server = await serving()
  server.users([
    { id: 'user_1', email: 'Ada@corp.test' },
    { id: 'user_2', email: 'bo@corp.test' },
  ])
  expect(all(await pulled(server, 'users'), 'logins')).toEqual([
    { account: ada, alias: names.person('anthropic:user_1'), sure: 'verified' },
    { account: bo, alias: names.person('anthropic:user_2'), sure: 'verified' },
  ])
})

describe('a vendor that does not answer as it should', () => {
  const CALL = 'GET /v1/organizations/analytics/usage'
  test.each([
    ['HTML', { body: '<html>Sign in</html>' }, 'HTML, not JSON'],
    ['cut JSON', { body: '{"data": [{' }, 'JSON that is cut off or broken'],
    ['another form', { body: {} }, 'another form than it documents, without "data"'],
  ])('%s is no empty page', async (_, answer, why) => {
    await using server = await serving()
    server.faults.push({ path: /usage/, times: 9, answer })
    expect((await fault(pulled(server, 'usage'))).message).toBe(
      `Anthropic answered ${CALL} with ${why}`,
    )
  })

  test('an answer cut half way is asked for again', async () => {
    await using server = await serving()
    server.faults.push({ path: /usage/, answer: 'cut' })
    expect(all(await pulled(server, 'usage'), 'reports')).toHaveLength(2)
  })

  test('a short wait is slept through, a long one ends the pull at once', async () => {
    await using server = await serving()
    const busy = (seconds: string) => ({
      status: 429,
      headers: { 'retry-after': seconds },
      body: {},
    })
    server.faults.push({ path: /usage/, answer: busy('1') })
    expect(all(await pulled(server, 'usage'), 'reports')).toHaveLength(2)
    const before = server.requests.length
    server.faults.push({ path: /usage/, answer: busy('600') })
    const late = await fault(pulled(server, 'usage'))
    expect(late).toBeInstanceOf(RetryLater)
    expect((late as RetryLater).retryAt).toBe(Date.parse('2026-11-21T12:10:00Z'))
    expect(server.requests).toHaveLength(before + 1)
  })

  test('a wrong key and a missing scope name the call and the fix', async () => {
    await using server = await serving()
    const wrong = await fault(
      pulled(server, 'usage', undefined, { ANTHROPIC_ADMIN_KEY: 'sk-ant-x' }),
    )
    expect(wrong.message).toContain(`${CALL} with 401 (authentication_error)`)
    expect(wrong.fix).toContain('ANTHROPIC_ADMIN_KEY')
    const weak = await fault(
      pulled(server, 'usage', undefined, { ANTHROPIC_ADMIN_KEY: COMPLIANCE_KEY }),
    )
    expect(weak.message).toContain('403 (permission_error)')
    expect((await fault(pulled(server, 'usage', undefined, {}))).message).toContain('is not set')
  })

  test('the check says what works', async () => {
    await using server = await serving()
    const call = connectorCall(anthropic, { settings, servers: [server] })
    expect((await anthropic.check(call)).map(({ level }) => level)).toEqual(['ok', 'ok', 'warning'])
  })
})

test.each([
  ['removes a user', (client: Anthropic) => client.organization.users.remove('user_1')],
  [
    'makes an invitation',
    (client: Anthropic) =>
      client.organization.invites.create({ email: 'x@corp.test', role: 'user' }),
  ],
  [
    'asks a model',
    (client: Anthropic) => client.messages.create({ model: 'm', max_tokens: 1, messages: [] }),
  ],
  ['reads the keys', (client: Anthropic) => client.organization.apiKeys.list()],
])('the client that %s is refused before a socket opens', async (_, act) => {
  await using server = await serving()
  const { fetch } = connectorCall(anthropic, { settings, servers: [server] })
  const client = new Anthropic({ apiKey: ADMIN_KEY, fetch, maxRetries: 0 })
  const error: unknown = await Promise.resolve(act(client)).catch((thrown: unknown) => thrown)
  expect(String((error as Error).cause)).toContain('anthropic may not call')
  expect(server.requests).toHaveLength(0)
})
