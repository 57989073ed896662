import { describe, expect, test } from 'vitest'

import { anthropic } from '#connectors/anthropic/connector.ts'
import { connectorCall, streamOf } from '#test/support/vendors/connector-call.ts'

import { ada, all, bo, names, pulled, serving, settings, tokens, user, USES } from './serving.ts'

describe('usage', () => {
  test('one response by hand: four disjoint counts, whose, of which tool', async () => {
    await using server = await serving()
    server.named([{ id: 'apikey_01', name: 'Support bot' }])
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
      {
        account: names.service('anthropic:key:apikey_01'),
        kind: 'key',
        label: 'Support bot (apikey_01)',
      },
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
    expect(server.requests.filter(({ url }) => url.pathname.endsWith('usage'))).toHaveLength(1)
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
