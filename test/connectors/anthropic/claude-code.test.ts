import { describe, expect, test } from 'vitest'

import { ada, all, bo, names, pulled, serving } from './serving.ts'

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
    server.named([
      { id: 'apikey_ci', name: 'ci' },
      { id: 'apikey_1', name: 'twice' },
      { id: 'apikey_2', name: 'twice' },
    ])
    server.claudeCode('2026-11-20', [
      row({ type: 'user_actor', email_address: 'ada@corp.test' }),
      row({ type: 'user_actor', email: 'ADA@corp.test' }, { terminal_type: 'iTerm' }),
      row({ type: 'api_actor', api_key_name: 'ci' }, { model_breakdown: [] }),
      row({ type: 'api_actor', api_key_name: 'twice' }, { model_breakdown: [] }),
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
      // The same key as in the usage report, which has its id; of two alike nobody knows which.
      { account: names.service('anthropic:key:apikey_ci'), active: false, vendorSessions: 5 },
      { account: names.service('anthropic:key:twice'), vendorSessions: 5 },
    ])
    const days = server.requests.map(({ url }) => url.searchParams.get('starting_at'))
    expect(days.filter((each) => each !== null)).toEqual(['2026-11-19', '2026-11-20'])
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
