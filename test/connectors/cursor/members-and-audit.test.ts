import { describe, expect, test } from 'vitest'

import type { GovernanceEvent } from '#collect.ts'
import { NOW } from '#test/support/vendors/connector-call.ts'

import { ada, names, pulled, type Server, serving } from './serving.ts'

test('members have seats; who was removed has none, and ids meet addresses', async () => {
  await using server = await serving()
  server.members([
    { id: 7, email: 'Ada@corp.test' },
    { id: 'user_b', email: 'bo@corp.test', isRemoved: true },
  ])
  const [page] = await pulled(server, 'members')
  expect(page?.seats).toMatchObject([{ tool: 'cursor', account: ada, to: null, purchased: null }])
  expect(page?.logins?.map(({ alias }) => alias)).toEqual([
    names.person('cursor:7'),
    names.person('cursor:user_b'),
  ])
})

describe('the audit log', () => {
  const entry = (n: number, more: object = {}) => ({
    event_id: `e${n}`,
    timestamp: new Date(NOW - n * 60_000).toISOString(),
    event_type: 'add_user',
    user_email: 'ada@corp.test',
    ip_address: '203.0.113.7',
    event_data: { email: 'bo@corp.test' },
    ...more,
  })
  const audit = async (server: Server, cursor?: string) =>
    (await pulled(server, 'audit', {
      from: '2026-11-01',
      ...(cursor === undefined ? {} : { cursor }),
    })) as readonly { readonly cursor: string; readonly governance: readonly GovernanceEvent[] }[]

  test('comes by pages, and the mark moves with the last one', async () => {
    await using server = await serving()
    server.happened(...Array.from({ length: 501 }, (_, n) => entry(n)))
    const pages = await audit(server)
    expect(pages.map(({ cursor }) => cursor)).toEqual([
      '2026-11-01T00:00:00.000Z',
      '2026-11-21T12:00:00.000Z',
    ])
    expect(pages.flatMap(({ governance }) => governance)).toHaveLength(501)
    const next = await audit(server, pages.at(-1)?.cursor)
    expect(next.flatMap(({ governance }) => governance)).toHaveLength(61)
  })

  test('gives an id that says who it is about to nobody', async () => {
    await using server = await serving()
    server.happened(entry(1, { event_id: 'login:ada@corp.test' }))
    expect((await audit(server)).flatMap(({ governance }) => governance)).toMatchObject([
      { reference: null },
    ])
  })

  test.each([
    ['add_user', 'seat_change'],
    ['update_user_role', 'role_change'],
    ['create_team_api_key', 'key_created'],
    ['revoke_team_api_key', 'key_deleted'],
    ['privacy_mode', 'policy_change'],
    ['team_settings', 'policy_change'],
    ['login', 'other'],
  ])('%s is %s, without address or data', async (event_type, type) => {
    await using server = await serving()
    server.happened(entry(1, { event_type }))
    const events = (await audit(server)).flatMap(({ governance }) => governance)
    expect(events).toMatchObject([
      { type, action: event_type, actor: ada, tool: 'cursor', reference: 'e1' },
    ])
    const told = JSON.stringify(events, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    expect(told).not.toMatch(/corp\.test|203\.0/)
  })
})
