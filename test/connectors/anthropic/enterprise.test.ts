import { describe, expect, test } from 'vitest'

import type { GovernanceEvent } from '#collect.ts'
import { claudeCompliance } from '#connectors/anthropic/compliance-connector.ts'
import { claudeEnterprise } from '#connectors/anthropic/enterprise-connector.ts'
import {
  type Activity,
  ANALYTICS_KEY,
  anthropicServer,
  COMPLIANCE_KEY,
} from '#test/support/vendors/anthropic.ts'
import { connectorCall, NOW, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { ada, all, fault, names, USES } from './serving.ts'

type Server = Awaited<ReturnType<typeof anthropicServer>>

describe('Claude Enterprise', () => {
  const settings = { CLAUDE_ANALYTICS_KEY: ANALYTICS_KEY }
  const pulled = (server: Server, stream: string, from = '2026-11-20', to = '2026-11-20') =>
    pullAll(
      streamOf(claudeEnterprise, stream),
      connectorCall(claudeEnterprise, { settings, servers: [server] }),
      { from, to },
    )
  const none = { message_count: 0, distinct_session_count: 0 }
  const member = (email: string, more: object) => ({
    user: { id: `user_${email}`, email_address: email },
    chat_metrics: { message_count: 0, distinct_conversation_count: 0 },
    cowork_metrics: none,
    office_metrics: { excel: none, word: none, outlook: none, powerpoint: none },
    claude_code_metrics: { core_metrics: { distinct_session_count: 0 }, tool_actions: {} },
    web_search_count: 0,
    added_later: {},
    ...more,
  })

  test('messages and conversations of a member by product, nothing where there was nothing', async () => {
    await using server = await anthropicServer()
    server.enterprise('2026-11-20', [
      member('ada@corp.test', {
        chat_metrics: { message_count: 12, distinct_conversation_count: 3 },
        chat_cowork_unified_metrics: {
          chat: { message_count: 4, distinct_conversation_count: 1 },
          sessions: { message_count: 2, distinct_session_count: 1 },
        },
        office_metrics: { excel: { message_count: 5, distinct_session_count: 2 }, word: none },
        claude_code_metrics: {
          core_metrics: { distinct_session_count: 6 },
          tool_actions: { edit_tool: { accepted_count: 7, rejected_count: 3 } },
        },
      }),
      member('bo@corp.test', {}),
    ])
    const reports = all(await pulled(server, 'activity'), 'reports')
    expect(
      reports.map(({ account, tool, feature, messages, vendorSessions, codeAcceptances }) => [
        account === ada,
        tool,
        feature,
        messages,
        vendorSessions,
        codeAcceptances,
      ]),
    ).toEqual([
      [true, 'claude', 'chat', 16, 4, null],
      [true, 'claude', 'agents', 2, 1, null],
      [true, 'claude', 'document_chat', 5, 2, null],
      [true, 'claude-code', 'cli', null, 6, 7],
    ])
    expect(reports.every(({ inputTokens, active }) => inputTokens === null && active)).toBe(true)
  })

  test('a day not published yet is not known, and the days before it are', async () => {
    await using server = await anthropicServer()
    server.enterprise('2026-11-19', [
      member('ada@corp.test', { chat_metrics: { message_count: 1 } }),
    ])
    server.faults.push({
      path: /date=2026-11-20/,
      answer: { status: 400, body: { error: { type: 'invalid_request_error' } } },
    })
    const pages = await pulled(server, 'activity', '2026-11-19')
    expect(all(pages, 'reports').map(({ day }) => day)).toEqual(['2026-11-19'])
    expect(pages.flatMap(({ unpublished }) => unpublished ?? [])).toEqual(['2026-11-20'])
    server.faults.push({ path: /date=2026-10-01/, answer: { status: 400, body: {} } })
    expect((await fault(pulled(server, 'activity', '2026-10-01', '2026-10-01'))).message).toContain(
      'with 400',
    )
  })

  test('metered use and its bill have sources of their own', async () => {
    await using server = await anthropicServer()
    server.restate(USES)
    const usage = all(await pulled(server, 'usage', '2026-11-19'), 'reports')
    expect(new Set(usage.map(({ source }) => source))).toEqual(new Set(['claude-enterprise-usage']))
    const bill = all(await pulled(server, 'cost', '2026-11-19'), 'bill')
    expect(new Set(bill.map(({ source }) => source))).toEqual(new Set(['claude-enterprise-cost']))
  })

  test('the newest day says how many seats are given out', async () => {
    await using server = await anthropicServer()
    server.summary('2026-11-18', { assigned_seat_count: 120 })
    server.summary('2026-11-19', { assigned_seat_count: 125 })
    const pages = await pulled(server, 'seats')
    expect(pages.flatMap(({ seats }) => seats ?? [])).toMatchObject([
      { tool: 'claude', account: null, from: '2026-11-19', purchased: 125, monthlyMicros: null },
    ])
  })

  test('the check says what works', async () => {
    await using server = await anthropicServer()
    const call = connectorCall(claudeEnterprise, { settings, servers: [server] })
    expect(await claudeEnterprise.check(call)).toHaveLength(2)
  })
})

describe('Claude compliance', () => {
  const settings = { CLAUDE_COMPLIANCE_KEY: COMPLIANCE_KEY }
  const pulled = async (server: Server, cursor?: string) => {
    const call = connectorCall(claudeCompliance, { settings, servers: [server] })
    const range = { from: '2026-11-01', to: '', ...(cursor === undefined ? {} : { cursor }) }
    return (await pullAll(streamOf(claudeCompliance, 'activities'), call, range)) as readonly {
      readonly cursor: string
      readonly governance: readonly GovernanceEvent[]
      readonly refused: readonly unknown[]
    }[]
  }
  const entry = (id: string, created_at: string, more: Partial<Activity> = {}): Activity => ({
    id,
    created_at,
    type: 'claude_file_uploaded',
    organization_id: 'org_1',
    actor: { type: 'user_actor', email_address: 'ada@corp.test', ip_address: '203.0.113.7' },
    claude_file_id: 'claude_file_1',
    filename: 'salaries 2026.xlsx',
    ...more,
  })

  test('entries are who, what and when, without names, addresses or text', async () => {
    await using server = await anthropicServer()
    server.happened(
      entry('a1', '2026-11-20T10:00:00.25Z'),
      entry('a2', '2026-11-20T11:00:00Z', {
        type: 'platform_api_key_created',
        actor: { type: 'user_actor', user_id: 'user_2' },
        api_key_id: 'apikey_9',
        claude_file_id: undefined,
        target_user_id: 'user_3',
      }),
    )
    const pages = await pulled(server)
    const events = pages.flatMap(({ governance }) => governance)
    expect(events).toMatchObject([
      {
        type: 'key_created',
        tool: 'anthropic-api',
        actor: names.person('anthropic:user_2'),
        target: names.person('anthropic:user_3'),
        objectKind: 'api_key',
      },
      {
        atMicros: 1_795_168_800_250_000n,
        type: 'data_access',
        tool: 'claude',
        action: 'claude_file_uploaded',
        actor: ada,
        target: null,
        objectKind: 'claude_file',
        object: names.asset('anthropic:claude_file_1'),
        id: names.event('a1'),
        reference: 'a1',
      },
    ])
    const told = JSON.stringify(events, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    expect(told).not.toMatch(/salaries|203\.0|ada@/)
    expect(told.match(/a1"/g)).toHaveLength(1)
  })

  test('the mark moves only when a slice was read to its end, and overlaps ten minutes', async () => {
    await using server = await anthropicServer()
    const at = (n: number) => new Date(NOW - n * 1000).toISOString()
    server.happened(...Array.from({ length: 5002 }, (_, n) => entry(`e${n}`, at(n))))
    const pages = await pulled(server, '2026-11-21T09:00:00.000Z')
    expect(pages.map(({ cursor }) => cursor)).toEqual([
      '2026-11-21T09:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
    ])
    expect(server.requests[0]?.url.searchParams.get('created_at.gte')).toBe(
      '2026-11-21T08:50:00.000Z',
    )
    const events = pages.flatMap(({ governance }) => governance)
    // The first second of `now` itself comes with the next pull.
    expect(new Set(events.map(({ id }) => id)).size).toBe(5001)
  })

  test('an entry given twice is one', async () => {
    await using server = await anthropicServer()
    server.repeatEvery(1)
    server.happened(entry('a1', '2026-11-20T10:00:00Z'), entry('a2', '2026-11-20T11:00:00Z'))
    expect((await pulled(server)).flatMap(({ governance }) => governance)).toHaveLength(2)
  })

  test.each([
    ['claude_gdrive_integration_created', 'integration_connected'],
    ['integration_user_disconnected', 'integration_disconnected'],
    ['org_user_invite_sent', 'seat_change'],
    ['role_assignment_granted', 'role_change'],
    ['sso_login_failed', 'sign_in_anomaly'],
    ['org_sso_toggled', 'policy_change'],
    ['admin_api_key_deleted', 'key_deleted'],
    ['claude_artifact_sharing_updated', 'asset_published'],
    ['claude_chat_viewed', 'data_access'],
    ['claude_chat_created', 'other'],
    ['something_of_next_year', 'other'],
  ])('%s is %s', async (type, kind) => {
    await using server = await anthropicServer()
    server.happened(entry('a1', '2026-11-20T10:00:00Z', { type }))
    expect((await pulled(server)).flatMap(({ governance }) => governance)).toMatchObject([
      { type: kind, action: type },
    ])
  })

  test('a key without the scope is told which', async () => {
    await using server = await anthropicServer()
    const call = connectorCall(claudeCompliance, {
      settings: { CLAUDE_COMPLIANCE_KEY: ANALYTICS_KEY },
      servers: [server],
    })
    const refused = await fault(claudeCompliance.check(call))
    expect(refused.message).toContain('GET /v1/compliance/activities with 403')
    expect(refused.fix).toContain('read:compliance_activities')
  })
})
