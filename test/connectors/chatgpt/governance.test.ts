import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { chatgpt } from '#connectors/chatgpt/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { chatGptServer } from '#test/support/vendors/chatgpt.ts'
import { KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

import { BO, calling, line } from './lines.ts'

const { person, asset } = pseudonymizer(KEY)
const RANGE = { from: '2026-11-20', to: '2026-11-20' }

const cursors = (pages: readonly Pulled[]) =>
  pages.map((page) => ('cursor' in page ? page.cursor : undefined))

describe('governance', () => {
  const audit = (id: string, action: string, more: object = {}) =>
    line(id, '2026-11-20T09:00:00Z', {
      type: 'AUDIT_LOG',
      action,
      action_result: 'SUCCESS',
      action_privilege: 'ADMIN',
      request_metadata: { ip: '10.0.0.1' },
      ...more,
    })

  test.each([
    ['ROLE_UPDATED', 'role_change'],
    ['USER_INVITED', 'seat_change'],
    ['CONNECTOR_ENABLED', 'integration_connected'],
    ['APP_DISCONNECTED', 'integration_disconnected'],
    ['GPT_SHARED', 'asset_published'],
    ['API_KEY_CREATED', 'key_created'],
    ['ACCESS_TOKEN_REVOKED', 'key_deleted'],
    ['CONVERSATION_EXPORTED', 'data_access'],
    ['WORKSPACE_SETTINGS_UPDATED', 'policy_change'],
    ['SOMETHING_ELSE', 'other'],
  ])('%s is %s', async (action, type) => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [audit('e1', action)])
    const pages = await pullAll(streamOf(chatgpt, 'audit-log'), calling(server), RANGE)
    expect(pages.flatMap(({ governance }) => governance ?? [])).toMatchObject([
      {
        type,
        action,
        outcome: 'ok',
        actor: person('ada@corp.com'),
        tool: 'chatgpt',
        reference: 'e1',
      },
    ])
  })

  test('names the person it was done to and its object by pseudonyms only', async () => {
    await using server = await chatGptServer()
    server.publish('AUDIT_LOG', '2026-11-20T10:00:00Z', [
      audit('e1', 'ROLE_UPDATED', {
        action_data: {
          id: 'role-1',
          target_user_id: BO.id,
          user_email: 'bo@corp.com',
          note: 'promoted to spy',
        },
      }),
    ])
    const [event] = (await pullAll(streamOf(chatgpt, 'audit-log'), calling(server), RANGE)).flatMap(
      ({ governance }) => governance ?? [],
    )
    expect(event).toMatchObject({ target: person('bo@corp.com'), object: asset('chatgpt:role-1') })
    expect(
      Object.values(event ?? {})
        .map(String)
        .join(' '),
    ).not.toMatch(/spy|corp\.com|10\.0/)
  })

  test('a failed sign-in is an anomaly; a line without an action is refused', async () => {
    await using server = await chatGptServer()
    server.publish('AUTH_LOG', '2026-11-20T10:00:00Z', [
      audit('e1', 'LOGIN', { action_result: 'FAILURE' }),
      line('e2', '2026-11-20T09:00:00Z', {}),
    ])
    const pages = await pullAll(streamOf(chatgpt, 'auth-log'), calling(server), RANGE)
    expect(pages.flatMap(({ governance }) => governance ?? [])).toMatchObject([
      { type: 'sign_in_anomaly', outcome: 'denied' },
    ])
    expect(pages.flatMap(({ refused }) => refused ?? [])).toMatchObject([{ count: 1 }])
  })

  test('files go on where the last pull ended, over pages, and files that end together stay together', async () => {
    await using server = await chatGptServer()
    for (let n = 0; n < 120; n++)
      server.publish(
        'AUDIT_LOG',
        new Date(Date.parse('2026-11-20T10:00:00Z') + Math.floor(n / 2) * 60_000).toISOString(),
        [audit(`e${n}`, 'ROLE_UPDATED')],
      )
    const stream = streamOf(chatgpt, 'audit-log')
    const pages = await pullAll(stream, calling(server), RANGE)
    expect(
      new Set(pages.flatMap(({ governance }) => (governance ?? []).map(({ id }) => id))).size,
    ).toBe(120)
    const last = cursors(pages).at(-1)
    expect(last).toBe('2026-11-20T10:59:00.000Z')
    // Two files end at 10:00: the cursor moves past the first only with the second.
    expect(cursors(pages).slice(0, 4)).toEqual([
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T00:00:00Z',
      '2026-11-20T10:00:00.000Z',
    ])
    expect(await pullAll(stream, calling(server), { ...RANGE, cursor: String(last) })).toEqual([])
  })

  test('a pull that comes after thirty days says that entries are gone', async () => {
    await using server = await chatGptServer()
    const stream = streamOf(chatgpt, 'audit-log')
    const [page] = await pullAll(stream, calling(server), {
      ...RANGE,
      cursor: '2026-10-01T00:00:00Z',
    })
    expect(page?.refused).toMatchObject([
      { where: 'AUDIT_LOG', why: expect.stringContaining('30 days') },
    ])
    expect(stream.retentionDays).toBe(30)
  })
})
