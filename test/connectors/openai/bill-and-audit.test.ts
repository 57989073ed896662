import OpenAI from 'openai'
import { expect, test } from 'vitest'

import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { openai } from '#connectors/openai/connector.ts'
import { modelOfLineItem } from '#connectors/openai/costs.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { connectorCall, KEY, NOW, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const { person, service, asset } = pseudonymizer(KEY)
const ADA = { id: 'user-ada', email: 'ada@corp.com' }
const calling = (server: VendorServer) =>
  connectorCall(openai, { settings: { OPENAI_ADMIN_KEY }, servers: [server] })
const at = (day: string) => Date.parse(`${day}T10:00:00Z`) / 1000

async function bill(server: VendorServer, from: string, to = from) {
  const pages = await pullAll(streamOf(openai, 'costs'), calling(server), { from, to })
  return pages.flatMap((page) => page.bill ?? [])
}

test("the bill keeps the vendor's items, names the model and adds up to the last picodollar", async () => {
  await using server = await openAiServer()
  server.people([ADA])
  server.projects(
    [{ id: 'proj_1', name: 'Bot' }],
    [{ id: 'key_1', name: 'service', project: 'proj_1' }],
  )
  server.bill([
    {
      at: at('2026-11-20'),
      of: { line_item: 'gpt-5.6, input', user_id: ADA.id, api_key_id: 'key_2' },
      value: 0.1,
    },
    {
      at: at('2026-11-20'),
      of: { line_item: 'gpt-5.6, input', user_id: ADA.id, api_key_id: 'key_2' },
      value: 0.2,
    },
    {
      at: at('2026-11-20'),
      of: { line_item: 'gpt-5.6, output', user_id: null, api_key_id: 'key_1' },
      value: 1e-7,
    },
    {
      at: at('2026-11-20'),
      of: { line_item: 'web search tool calls', user_id: null, api_key_id: null },
      value: -2,
    },
  ])
  expect(await bill(server, '2026-11-20')).toMatchObject([
    // 0.1 + 0.2 is 0.30000000000000004 in the vendor's answer.
    {
      item: 'gpt-5.6, input',
      model: 'gpt-5.6',
      account: person('ada@corp.com'),
      costPicos: 300_000_000_000n,
      amount: '0.3',
      currency: 'USD',
      basis: 'billed',
      tool: 'openai-api',
    },
    { item: 'gpt-5.6, output', account: service('openai:project:proj_1'), costPicos: 100_000n },
    { item: 'web search tool calls', model: null, account: null, costPicos: -2_000_000_000_000n },
  ])
})

test('where people and projects may be asked together, they are, in one call', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  const results = [
    {
      object: 'organization.costs.result',
      amount: { value: '0.5', currency: 'usd' },
      line_item: 'gpt-4o, output',
      user_id: null,
      project_id: 'proj_9',
    },
    {
      object: 'organization.costs.result',
      amount: { value: 2, currency: 'eur' },
      line_item: null,
      user_id: ADA.id,
      project_id: 'proj_9',
    },
  ]
  const body = {
    object: 'page',
    data: [{ object: 'bucket', start_time: at('2026-11-20'), end_time: 0, results }],
    has_more: false,
    next_page: null,
  }
  server.faults.push({ path: /organization\/costs/, answer: { body } })
  expect(await bill(server, '2026-11-20')).toMatchObject([
    { account: service('openai:project:proj_9'), costPicos: 500_000_000_000n },
    { account: person('ada@corp.com'), costPicos: null, amount: '2', currency: 'EUR', item: null },
  ])
  expect(server.requests.filter(({ url }) => url.pathname.endsWith('/costs'))).toHaveLength(1)
})

test('a bill longer than a page of days is read whole', async () => {
  await using server = await openAiServer()
  server.bill(
    Array.from({ length: 40 }, (_, n) => ({
      at: at('2026-10-01') + n * 86_400,
      of: { line_item: 'x, input' },
      value: 1,
    })),
  )
  expect(await bill(server, '2026-10-01', '2026-11-09')).toHaveLength(40)
})

test.each([
  ['gpt-5.6, input', 'gpt-5.6'],
  ['GPT-4o-2024-08-06, cached input', 'gpt-4o-2024-08-06'],
  ['ft:gpt-4o-mini:corp, training', 'ft:gpt-4o-mini:corp'],
  ['web search tool calls', null],
  ['assistants api | file search', null],
  [null, null],
])('the line item %j is of model %j', (item, model) => {
  expect(modelOfLineItem(item)).toBe(model)
})

const audit = streamOf(openai, 'audit')
const session = {
  type: 'session',
  session: { user: { id: 'user-ada', email: 'ada@corp.com' }, ip_address: '10.0.0.1' },
}
const entry = (id: string, type: string, when: number, more: object = {}) => ({
  id,
  type,
  effective_at: when,
  actor: session,
  ...more,
})

test('an audit entry keeps what happened and drops names, addresses and texts', async () => {
  await using server = await openAiServer()
  const when = at('2026-11-20')
  server.happen(
    entry('a1', 'api_key.created', when, {
      'api_key.created': { id: 'key_9', data: { scopes: ['all'] } },
    }),
    entry('a2', 'user.added', when + 1, {
      'user.added': { id: 'user-bo', data: { role: 'owner' } },
    }),
    entry('a3', 'login.failed', when + 2, { 'login.failed': { error_message: 'secret words' } }),
    {
      id: 'a4',
      type: 'weather.changed',
      effective_at: when + 3,
      actor: {
        type: 'api_key',
        api_key: { type: 'service_account', service_account: { id: 'svc_1' } },
      },
    },
    { id: 'a5', type: 'Not an action', effective_at: when + 4 },
  )
  const pages = await pullAll(audit, calling(server), { from: '2026-11-20', to: '2026-11-20' })
  const events = pages.flatMap((page) => page.governance ?? [])
  expect(
    events.map(({ type, action, actor, target, outcome }) => ({
      type,
      action,
      actor,
      target,
      outcome,
    })),
  ).toEqual([
    {
      type: 'other',
      action: 'weather.changed',
      actor: service('openai:service_account:svc_1'),
      target: null,
      outcome: null,
    },
    {
      type: 'sign_in_anomaly',
      action: 'login.failed',
      actor: person('ada@corp.com'),
      target: null,
      outcome: 'denied',
    },
    {
      type: 'seat_change',
      action: 'user.added',
      actor: person('ada@corp.com'),
      target: person('openai:user-bo'),
      outcome: null,
    },
    {
      type: 'key_created',
      action: 'api_key.created',
      actor: person('ada@corp.com'),
      target: null,
      outcome: null,
    },
  ])
  expect(events.at(-1)).toMatchObject({
    objectKind: 'api_key',
    object: asset('openai:key_9'),
    atMicros: BigInt(when) * 1_000_000n,
    tool: 'openai-api',
  })
  expect(
    JSON.stringify(events, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toMatch(/ada@|secret|10\.0/)
  expect(pages.flatMap((page) => page.refused ?? [])).toMatchObject([{ count: 1 }])
})

test('the log goes on where it ended, an hour before, and moves only past what was read whole', async () => {
  await using server = await openAiServer()
  const now = Math.floor(NOW / 1000)
  server.happen(
    ...Array.from({ length: 250 }, (_, n) => entry(`a${n}`, 'project.updated', now - 1000 - n)),
  )
  const pages = await pullAll(audit, calling(server), { from: '2026-11-20', to: '2026-11-21' })
  expect(pages.flatMap((page) => page.governance ?? [])).toHaveLength(250)
  const cursors = pages.map((page) => ('cursor' in page ? page.cursor : undefined))
  const since = String(at('2026-11-20') - 36_000)
  expect(cursors).toEqual([since, since, since, String(now)])

  server.happen(entry('late', 'project.created', now - 1800))
  const more = await pullAll(audit, calling(server), {
    from: '2026-11-20',
    to: '2026-11-21',
    cursor: String(now - 600),
  })
  const ids = more.flatMap((page) => page.governance ?? []).map(({ action }) => action)
  expect(ids).toContain('project.created')
})

test('a year of the log is read week by week, oldest first', async () => {
  await using server = await openAiServer()
  await pullAll(audit, calling(server), { from: '2026-10-21', to: '2026-11-21' })
  const asked = server.requests.map(({ url }) => Number(url.searchParams.get('effective_at[gte]')))
  expect(asked).toHaveLength(5)
  expect(asked).toEqual(asked.toSorted((a, b) => a - b))
})

test('the check names each right it tried, and warns of what the key could do', async () => {
  await using server = await openAiServer()
  const found = await openai.check(calling(server))
  expect(found.map(({ level }) => level)).toEqual(['ok', 'warning', 'warning'])
  await using narrow = await openAiServer({ scopes: ['api.usage.read', 'api.management.read'] })
  await expect(openai.check(calling(narrow))).rejects.toThrow(
    'GET /organization/audit_logs with 403',
  )
})

test('nothing can be changed with the key: the same client is refused before a socket opens', async () => {
  let sent = 0
  const fetch = egressFetch(openai, {
    setting: () => undefined,
    send: () => ((sent += 1), Promise.reject(new Error('sent'))),
  })
  const client = new OpenAI({ adminAPIKey: OPENAI_ADMIN_KEY, apiKey: 'sk-x', fetch, maxRetries: 0 })
  const { organization } = client.admin
  const tries = [
    () => organization.users.delete('user-ada'),
    () => organization.users.update('user-ada', { role: 'owner' }),
    () => organization.projects.create({ name: 'x' }),
    () => organization.adminAPIKeys.create({ name: 'x' }),
    () => organization.projects.apiKeys.delete('key_1', { project_id: 'proj_1' }),
    () => client.models.list(),
  ]
  for (const attempt of tries) {
    const error: unknown = await attempt().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect((error as Error).cause ?? error).toBeInstanceOf(EgressRefused)
  }
  expect(sent).toBe(0)
})
