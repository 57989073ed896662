import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { openrouter } from '#connectors/openrouter/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import {
  INFERENCE_KEY,
  MANAGEMENT_KEY,
  openrouterServer,
  type OpenRouterUse,
} from '#test/support/vendors/openrouter.ts'

const names = pseudonymizer(KEY)
const use = (more: Partial<OpenRouterUse>): OpenRouterUse => ({
  date: '2026-11-20',
  user_id: 'user_ada',
  model: 'openai/gpt-5.6',
  endpoint_id: 'e1',
  provider_name: 'OpenAI',
  usage: 0.015,
  byok_usage_inference: 0.5,
  requests: 5,
  prompt_tokens: 50,
  completion_tokens: 125,
  reasoning_tokens: 25,
  ...more,
})

async function serving(uses: readonly OpenRouterUse[]) {
  const server = await openrouterServer()
  server.restate(uses)
  server.members([
    { id: 'user_ada', email: 'Ada@corp.test' },
    { id: 'user_bo', email: 'bo@corp.test' },
  ])
  return server
}
const pulled = (
  server: Awaited<ReturnType<typeof serving>>,
  { from = '2026-11-19', key = MANAGEMENT_KEY } = {},
) =>
  pullAll(
    streamOf(openrouter, 'activity'),
    connectorCall(openrouter, { settings: { OPENROUTER_MANAGEMENT_KEY: key }, servers: [server] }),
    { from, to: '2026-11-20' },
  )
const fault = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('activity', () => {
  test('one day by hand: each member, and the rest to nobody; parts are the whole', async () => {
    await using server = await serving([
      use({}),
      // The same model by another endpoint is the same model.
      use({ endpoint_id: 'e2', provider_name: 'Azure', usage: 0.1 + 0.2, requests: 1 }),
      use({ user_id: 'user_bo', usage: 0.07, requests: 2 }),
      use({ user_id: 'left_long_ago', usage: 1, requests: 9 }),
      use({ date: '2026-11-18' }),
    ])
    const pages = await pulled(server)
    const reports = pages.flatMap(({ reports }) => reports ?? [])
    expect(reports).toMatchObject([
      {
        account: names.person('ada@corp.test'),
        day: '2026-11-20',
        tool: 'openrouter',
        model: 'openai/gpt-5.6',
        active: true,
        requests: 6,
        inputTokens: 100,
        cacheReadTokens: null,
        cacheWriteTokens: null,
        outputTokens: 250,
        messages: null,
        vendorSessions: null,
        costEstimatedMicros: 315_000n,
      },
      { account: names.person('bo@corp.test'), requests: 2 },
      { account: null, active: false, requests: 9, costEstimatedMicros: 1_000_000n },
    ])
    const bill = pages.flatMap(({ bill }) => bill ?? [])
    expect(bill.map(({ amount }) => amount)).toEqual(['0.315', '0.07', '1'])
    expect(bill.reduce((sum, { costPicos }) => sum + (costPicos ?? 0n), 0n)).toBe(
      1_385_000_000_000n,
    )
  })

  test('a day said anew, and by less', async () => {
    await using server = await serving([use({}), use({ date: '2026-11-19', requests: 7 })])
    expect((await pulled(server)).flatMap(({ reports }) => reports ?? [])).toHaveLength(2)
    server.restate([use({ date: '2026-11-19', requests: 6 })], '2026-11-19')
    server.restate([], '2026-11-20')
    expect((await pulled(server)).flatMap(({ reports }) => reports ?? [])).toMatchObject([
      { day: '2026-11-19', requests: 6 },
    ])
  })

  test('members beyond the first page are asked for too', async () => {
    await using server = await serving([use({ user_id: 'm120' })])
    server.members(
      Array.from({ length: 121 }, (_, n) => ({ id: `m${n}`, email: `m${n}@corp.test` })),
    )
    expect((await pulled(server)).flatMap(({ reports }) => reports ?? [])).toMatchObject([
      { account: names.person('m120@corp.test') },
    ])
  })
})

describe('a vendor that does not answer as it should', () => {
  test.each([
    ['HTML', { body: '<!doctype html>' }, 'HTML, not JSON'],
    ['cut JSON', { body: '{"data": [' }, 'JSON that is cut off or broken'],
    [
      'another form',
      { body: { data: 7 } },
      'another form than it documents, at data (invalid_type)',
    ],
  ])('%s', async (_, answer, why) => {
    await using server = await serving([use({})])
    server.faults.push({ path: /activity/, answer })
    expect((await fault(pulled(server))).message).toBe(
      `OpenRouter answered GET /activity with ${why}`,
    )
  })

  test('an answer cut half way and a short wait are got over; a long wait is left', async () => {
    await using server = await serving([use({})])
    server.faults.push({ path: /activity/, answer: 'cut' })
    server.faults.push({
      path: /members/,
      answer: { status: 429, headers: { 'retry-after': '0' } },
    })
    expect((await pulled(server)).flatMap(({ reports }) => reports ?? [])).toHaveLength(1)
    server.faults.push({
      path: /activity/,
      answer: { status: 429, headers: { 'retry-after': '90' } },
    })
    expect(await fault(pulled(server))).toBeInstanceOf(RetryLater)
  })

  test('a row that makes no sense is refused and loses no other', async () => {
    await using server = await serving([use({}), use({ endpoint_id: 'e2', requests: -1 })])
    const pages = await pulled(server)
    expect(pages.flatMap(({ refused }) => refused ?? [])).toEqual([
      { where: 'activity', why: 'has another form at requests', count: 1 },
    ])
    expect(pages.flatMap(({ reports }) => reports ?? [])).toHaveLength(1)
  })

  test('a wrong key and a key for inference name the fix', async () => {
    await using server = await serving([])
    const wrong = await fault(pulled(server, { key: 'sk-or-x' }))
    expect(wrong.message).toContain('GET /organization/members with 401')
    expect(wrong.fix).toContain('OPENROUTER_MANAGEMENT_KEY')
    const weak = await fault(pulled(server, { key: INFERENCE_KEY }))
    expect(weak.fix).toBe('Use a management key: a key for inference may not read activity.')
    const check = (key: string) =>
      openrouter.check(
        connectorCall(openrouter, {
          settings: { OPENROUTER_MANAGEMENT_KEY: key },
          servers: [server],
        }),
      )
    expect((await fault(check(INFERENCE_KEY))).message).toBe(
      'OpenRouter: this key is for inference',
    )
    expect((await check(MANAGEMENT_KEY)).map(({ level }) => level)).toEqual(['ok', 'warning'])
  })
})
