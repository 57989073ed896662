import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { UserError } from '#core/errors.ts'
import { chatGptServer } from '#test/support/vendors/chatgpt.ts'
import { KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { ADA, BO, calling, cost } from './lines.ts'

const { person } = pseudonymizer(KEY)
const RANGE = { from: '2026-11-20', to: '2026-11-20' }
const costs = streamOf(chatgpt, 'costs')
const reports = (pages: readonly Pulled[]) => pages.flatMap((page) => page.reports ?? [])
const bill = (pages: readonly Pulled[]) => pages.flatMap((page) => page.bill ?? [])

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

test.each(['costs', 'analytics'])(
  'days that %s has not told of yet are not empty days',
  async (id) => {
    await using server = await chatGptServer()
    const pages = await pullAll(streamOf(chatgpt, id), calling(server), {
      from: '2026-11-17',
      to: '2026-11-20',
    })
    expect(pages.flatMap(({ unpublished }) => unpublished ?? [])).toEqual([
      '2026-11-19',
      '2026-11-20',
    ])
  },
)
