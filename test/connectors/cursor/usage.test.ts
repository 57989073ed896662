import { describe, expect, test } from 'vitest'

import { ada, at, event, fault, names, pulled, reportsIn, serving } from './serving.ts'

describe('usage events', () => {
  test('one day by hand: calls, four counts, and only what is chargeable is spend', async () => {
    await using server = await serving()
    server.restate([
      event(),
      event({ timestamp: at('2026-11-20T23:59:59.999Z'), chargedCents: 0.00001 }),
      event({ isChargeable: false, kind: 'Included in Business', chargedCents: 500 }),
      event({ isChargeable: false, kind: 'Errored, Not Charged', tokenUsage: undefined }),
      event({ timestamp: at('2026-11-21T00:00:00Z') }),
    ])
    const pages = await pulled(server, 'events')
    expect(reportsIn(pages)).toMatchObject([
      {
        day: '2026-11-20',
        account: ada,
        tool: 'cursor',
        source: 'cursor-events',
        model: 'claude-opus-5-5',
        active: true,
        requests: 4,
        errors: 1,
        inputTokens: 378,
        cacheReadTokens: 35_892,
        cacheWriteTokens: 18_336,
        outputTokens: 1350,
        costEstimatedMicros: 213_623n,
        messages: null,
        vendorSessions: null,
      },
    ])
    // 21.36232 ¢ + 0.00001 ¢, exactly.
    expect(pages.flatMap(({ bill }) => bill ?? [])).toMatchObject([
      { amount: '0.2136233', costPicos: 213_623_300_000n, account: ada, basis: 'billed' },
    ])
  })

  test('a call without counted tokens has none known, and use by itself makes nobody active', async () => {
    await using server = await serving()
    server.restate([
      event({ tokenUsage: undefined, isTokenBasedCall: false }),
      event({ isHeadless: true }),
      event({ userEmail: undefined, serviceAccountId: 'sa_1' }),
    ])
    const pages = await pulled(server, 'events')
    expect(reportsIn(pages)).toMatchObject([
      { account: ada, feature: null, active: true, inputTokens: null, outputTokens: null },
      { account: ada, feature: 'agents', active: false, passive: true },
      { account: names.service('cursor:service_account:sa_1'), active: false },
    ])
    expect(pages.flatMap(({ services }) => services ?? [])).toMatchObject([
      { kind: 'service_account', label: 'sa_1' },
    ])
  })

  test('thousands of events come by pages, two alike are two, and a day shrinks', async () => {
    await using server = await serving()
    server.restate(Array.from({ length: 2500 }, () => event()))
    expect(reportsIn(await pulled(server, 'events'))).toMatchObject([{ requests: 2500 }])
    expect(server.requests.map(({ body }) => (body as { page: number }).page)).toEqual([1, 2, 3])
    server.restate([event()], '2026-11-20')
    expect(reportsIn(await pulled(server, 'events'))).toMatchObject([{ requests: 1 }])
  })

  test('a report that changes while it is read is not taken', async () => {
    await using server = await serving()
    server.restate(Array.from({ length: 1500 }, () => event()))
    const page = (rows: number, hasNextPage: boolean) => ({
      body: {
        totalUsageEventsCount: 1500,
        pagination: { hasNextPage },
        usageEvents: Array.from({ length: rows }, () => event()),
      },
    })
    server.faults.push({ path: /usage-events/, answer: page(1000, true) })
    server.faults.push({ path: /usage-events/, answer: page(499, false) })
    expect((await fault(pulled(server, 'events'))).message).toContain(
      '1499 rows where it counts 1500',
    )
  })

  test('an event that makes no sense is refused and loses no other', async () => {
    await using server = await serving()
    server.restate([event(), event({ tokenUsage: { inputTokens: 'ada@corp.test' } })])
    const pages = await pulled(server, 'events')
    expect(pages.flatMap(({ refused }) => refused ?? [])).toEqual([
      { where: 'usage events', why: 'has another form at tokenUsage.inputTokens', count: 1 },
    ])
    expect(reportsIn(pages)).toMatchObject([{ requests: 1 }])
  })
})

describe('daily usage', () => {
  const day = (more: object = {}) => ({
    date: Date.parse('2026-11-20T00:00:00Z'),
    day: '2026-11-20',
    userId: 'user_1',
    email: 'ada@corp.test',
    isActive: true,
    composerRequests: 1,
    chatRequests: 2,
    agentRequests: 30,
    cmdkUsages: 4,
    totalAccepts: 5,
    totalRejects: 3,
    totalTabsShown: 100,
    totalTabsAccepted: 40,
    ...more,
  })

  test('requests of a person, edits and completions; a member without any is no row', async () => {
    await using server = await serving()
    const none = Object.fromEntries(Object.keys(day()).map((name) => [name, 0]))
    const quiet = { ...none, date: day().date, day: '2026-11-20', email: 'bo@corp.test' }
    server.restateDays([day(), { ...quiet, userId: 'user_2', isActive: false }])
    expect(reportsIn(await pulled(server, 'daily'))).toMatchObject([
      {
        account: ada,
        source: 'cursor-daily',
        feature: null,
        active: true,
        messages: 37,
        codeGenerations: 8,
        codeAcceptances: 5,
        inputTokens: null,
      },
      {
        account: ada,
        feature: 'code_completion',
        messages: null,
        codeGenerations: 100,
        codeAcceptances: 40,
      },
    ])
  })
})
