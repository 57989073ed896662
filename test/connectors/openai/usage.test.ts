import { expect, test } from 'vitest'

import { openai } from '#connectors/openai/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer, type OpenAiUse } from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

import { againstSpec } from './spec.ts'

const { person, service } = pseudonymizer(KEY)
const ADA = { id: 'user-ada', email: 'Ada@Corp.com' }
const usage = streamOf(openai, 'usage')
const at = (day: string, hour = 9) => Date.parse(`${day}T00:00:00Z`) / 1000 + hour * 3600
const calling = (server: VendorServer, key = OPENAI_ADMIN_KEY) =>
  connectorCall(openai, { settings: { OPENAI_ADMIN_KEY: key }, servers: [server] })

const use = (day: string, over: Partial<OpenAiUse> = {}): OpenAiUse => ({
  kind: 'completions',
  at: at(day),
  of: { user_id: ADA.id, project_id: 'proj_1', api_key_id: 'key_1', model: 'gpt-4o', batch: false },
  counts: {
    num_model_requests: 5,
    input_tokens: 1000,
    input_cached_tokens: 400,
    input_cache_write_tokens: 100,
    input_uncached_tokens: 500,
    output_tokens: 500,
  },
  ...over,
})

async function reports(server: VendorServer, from: string, to = from) {
  const pages = await pullAll(usage, calling(server), { from, to })
  return pages.flatMap((page) => page.reports ?? [])
}

test('one answer, traced by hand: four disjoint token counts, requests and an estimate', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  server.use([use('2026-11-20')])
  expect(await reports(server, '2026-11-20')).toEqual([
    {
      day: '2026-11-20',
      account: person('ada@corp.com'),
      tool: 'openai-api',
      source: 'openai-usage',
      model: 'gpt-4o',
      feature: 'api',
      active: true,
      passive: false,
      messages: null,
      agentRequests: null,
      errors: null,
      promptCharacters: null,
      promptsMeasured: null,
      promptsShort: null,
      promptsMiddle: null,
      promptsLong: null,
      vendorSessions: null,
      requests: 5,
      // 1000 of input hold 400 cached and 100 written to the cache.
      inputTokens: 500,
      cacheReadTokens: 400,
      cacheWriteTokens: 100,
      outputTokens: 500,
      unpricedTokens: 0,
      codeGenerations: null,
      codeAcceptances: null,
      creditsMilli: null,
      costCreditsMicros: null,
      costBilledMicros: null,
      // A million cost $2.50 in, $1.25 cached, $2.50 written, $10 out: 1250 + 500 + 250 + 5000.
      costEstimatedMicros: 7000n,
    },
  ])
})

test("calls and answers are as OpenAI's specification has them", async () => {
  await using server = await openAiServer()
  server.people([ADA])
  server.projects([{ id: 'proj_1', name: 'Bot' }], [{ id: 'key_1', name: 'k', project: 'proj_1' }])
  server.use([use('2026-11-20')])
  server.bill([{ at: at('2026-11-20'), of: { api_key_id: 'key_1' }, value: 1 }])
  server.happen({ id: 'a1', type: 'api_key.created', effective_at: at('2026-11-20') })
  const call = calling(server)
  const { fetch, faults, seen } = againstSpec(call.fetch)
  for (const stream of openai.streams)
    await pullAll(stream, { ...call, fetch }, { from: '2026-11-19', to: '2026-11-20' })
  expect(faults).toEqual([])
  expect(seen.size).toBe(11)
})

test('traffic nobody owns belongs to its project, which is no person and never active', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  server.projects([{ id: 'proj_9a', name: 'Support bot' }])
  const of = { user_id: null, project_id: 'proj_9a', api_key_id: 'key_2', model: 'gpt-4o' }
  server.use([use('2026-11-20', { of })])
  const pages = await pullAll(usage, calling(server), { from: '2026-11-20', to: '2026-11-20' })
  const account = service('openai:project:proj_9a')
  expect(pages.flatMap((page) => page.reports ?? [])).toMatchObject([
    { account, active: false, passive: false, messages: null },
  ])
  expect(pages.flatMap((page) => page.services ?? [])).toEqual([
    { account, kind: 'project', label: 'proj_9a (Support bot)' },
  ])
})

test('keys, tiers and endpoints of one person, model and day are one row; models are not', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  const of = (key: string, model = 'gpt-4o') => ({
    ...use('2026-11-20').of,
    api_key_id: key,
    model,
  })
  server.use([
    use('2026-11-20', { of: of('key_1') }),
    use('2026-11-20', { of: of('key_2') }),
    use('2026-11-20', { kind: 'embeddings', of: of('key_1', 'text-embedding-3-small') }),
    use('2026-11-20', {
      kind: 'images',
      of: of('key_1', 'gpt-image-1'),
      counts: { num_model_requests: 2, images: 3 },
    }),
  ])
  const found = await reports(server, '2026-11-20')
  expect(found.map(({ model, requests, inputTokens }) => [model, requests, inputTokens])).toEqual([
    ['gpt-4o', 10, 1000],
    ['text-embedding-3-small', 5, 500],
    ['gpt-image-1', 2, null],
  ])
})

test('a batch costs half, priority is not priced, and a long day is not a long request', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  const of = { ...use('2026-11-20').of }
  const million = { num_model_requests: 1000, input_tokens: 1_000_000, output_tokens: 0 }
  server.use([
    use('2026-11-20', { of: { ...of, batch: true } }),
    use('2026-11-19', { of: { ...of, service_tier: 'priority' } }),
    use('2026-11-18', { of: { ...of, model: 'gpt-5.6' }, counts: million }),
    use('2026-11-17', {
      of: { ...of, model: 'gpt-5.6' },
      counts: { ...million, num_model_requests: 1 },
    }),
  ])
  const found = await reports(server, '2026-11-17', '2026-11-20')
  const costs = new Map(found.map((row) => [row.day as string, row]))
  expect(costs.get('2026-11-20')).toMatchObject({ costEstimatedMicros: 3500n, unpricedTokens: 0 })
  expect(costs.get('2026-11-19')).toMatchObject({ costEstimatedMicros: null, unpricedTokens: 1500 })
  const [short, long] = ['2026-11-18', '2026-11-17'].map(
    (day) => costs.get(day)?.costEstimatedMicros,
  )
  expect(short).toBeTypeOf('bigint')
  expect(Number(long)).toBeGreaterThan(Number(short) * 1.5)
})

test('a day that shrinks or empties is said anew, each day as the vendor cuts it', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  server.use([
    use('2026-11-19', { at: at('2026-11-19', 23) }),
    use('2026-11-20', { at: at('2026-11-20', 0) }),
  ])
  expect((await reports(server, '2026-11-19', '2026-11-20')).map(({ day }) => day)).toEqual([
    '2026-11-19',
    '2026-11-20',
  ])
  server.restate('2026-11-19', [])
  server.restate('2026-11-20', [
    use('2026-11-20', { counts: { num_model_requests: 1, input_tokens: 10, output_tokens: 1 } }),
  ])
  expect(await reports(server, '2026-11-19', '2026-11-20')).toMatchObject([
    { day: '2026-11-20', requests: 1, inputTokens: 10, cacheReadTokens: null },
  ])
})

test('users are read to the last page', async () => {
  await using server = await openAiServer()
  const people = Array.from({ length: 250 }, (_, n) => ({
    id: `user-${n}`,
    email: `p${n}@corp.com`,
  }))
  server.people(people)
  server.use([use('2026-11-20', { of: { ...use('2026-11-20').of, user_id: 'user-249' } })])
  expect(await reports(server, '2026-11-20')).toMatchObject([{ account: person('p249@corp.com') }])
  const [page] = await pullAll(streamOf(openai, 'users'), calling(server), {
    from: '2026-11-20',
    to: '2026-11-20',
  })
  expect(page?.logins).toHaveLength(250)
  expect(page?.logins?.at(-1)).toEqual({
    account: person('p249@corp.com'),
    alias: person('openai:user-249'),
    sure: 'verified',
  })
})

test('a row whose parts exceed its whole is refused and counted, the others stand', async () => {
  await using server = await openAiServer()
  server.people([ADA])
  const counts = {
    num_model_requests: 1,
    input_tokens: 10,
    input_cached_tokens: 400,
    output_tokens: 1,
  }
  server.use([
    use('2026-11-20'),
    use('2026-11-20', { of: { ...use('2026-11-20').of, model: 'odd' }, counts }),
  ])
  const pages = await pullAll(usage, calling(server), { from: '2026-11-20', to: '2026-11-20' })
  expect(pages.flatMap((page) => page.refused ?? [])).toEqual([
    {
      where: 'GET /organization/usage/completions',
      why: 'rows whose counts make no sense',
      count: 1,
    },
  ])
  expect(pages.flatMap((page) => page.reports ?? [])).toHaveLength(1)
})
