import { expect, test } from 'vitest'

import { openai } from '#connectors/openai/connector.ts'
import { modelOfLineItem } from '#connectors/openai/costs.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const { person, service } = pseudonymizer(KEY)
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
