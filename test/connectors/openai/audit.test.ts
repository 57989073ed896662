import { expect, test } from 'vitest'

import { openai } from '#connectors/openai/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { connectorCall, KEY, NOW, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const { person, service, asset } = pseudonymizer(KEY)

const calling = (server: VendorServer) =>
  connectorCall(openai, { settings: { OPENAI_ADMIN_KEY }, servers: [server] })
const at = (day: string) => Date.parse(`${day}T10:00:00Z`) / 1000

const audit = streamOf(openai, 'audit')
const session = {
  type: 'session',
  session: { user: { id: 'user-ada', email: 'ada@corp.com' }, ip_address: '10.0.0.1' },
}
const entry = (id: string, type: string, when: number, more: object = {}) => ({
  id,
  type,
  effective_at: when,
  actor: session,
  ...more,
})

test('an audit entry keeps what happened and drops names, addresses and texts', async () => {
  await using server = await openAiServer()
  const when = at('2026-11-20')
  server.happen(
    entry('a1', 'api_key.created', when, {
      'api_key.created': { id: 'key_9', data: { scopes: ['all'] } },
    }),
    entry('a2', 'user.added', when + 1, {
      'user.added': { id: 'user-bo', data: { role: 'owner' } },
    }),
    entry('a3', 'login.failed', when + 2, { 'login.failed': { error_message: 'secret words' } }),
    {
      id: 'a4',
      type: 'weather.changed',
      effective_at: when + 3,
      actor: {
        type: 'api_key',
        api_key: { type: 'service_account', service_account: { id: 'svc_1' } },
      },
    },
    { id: 'a5', type: 'Not an action', effective_at: when + 4 },
  )
  const pages = await pullAll(audit, calling(server), { from: '2026-11-20', to: '2026-11-20' })
  const events = pages.flatMap((page) => page.governance ?? [])
  expect(events.map(({ reference, publishedMicros }) => [reference, publishedMicros])).toEqual(
    ['a4', 'a3', 'a2', 'a1'].map((id) => [id, undefined]),
  )
  expect(
    events.map(({ type, action, actor, target, outcome }) => ({
      type,
      action,
      actor,
      target,
      outcome,
    })),
  ).toEqual([
    {
      type: 'other',
      action: 'weather.changed',
      actor: service('openai:service_account:svc_1'),
      target: null,
      outcome: null,
    },
    {
      type: 'sign_in_anomaly',
      action: 'login.failed',
      actor: person('ada@corp.com'),
      target: null,
      outcome: 'denied',
    },
    {
      type: 'seat_change',
      action: 'user.added',
      actor: person('ada@corp.com'),
      target: person('openai:user-bo'),
      outcome: null,
    },
    {
      type: 'key_created',
      action: 'api_key.created',
      actor: person('ada@corp.com'),
      target: null,
      outcome: null,
    },
  ])
  expect(events.at(-1)).toMatchObject({
    objectKind: 'api_key',
    object: asset('openai:key_9'),
    atMicros: BigInt(when) * 1_000_000n,
    tool: 'openai-api',
  })
  expect(
    JSON.stringify(events, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).not.toMatch(/ada@|secret|10\.0/)
  expect(pages.flatMap((page) => page.refused ?? [])).toMatchObject([{ count: 1 }])
})

test('the log goes on where it ended, an hour before, and moves only past what was read whole', async () => {
  await using server = await openAiServer()
  const now = Math.floor(NOW / 1000)
  server.happen(
    ...Array.from({ length: 250 }, (_, n) => entry(`a${n}`, 'project.updated', now - 1000 - n)),
  )
  const pages = await pullAll(audit, calling(server), { from: '2026-11-20', to: '2026-11-21' })
  expect(pages.flatMap((page) => page.governance ?? [])).toHaveLength(250)
  const cursors = pages.map((page) => ('cursor' in page ? page.cursor : undefined))
  const since = String(at('2026-11-20') - 36_000)
  expect(cursors).toEqual([since, since, since, String(now)])

  server.happen(entry('late', 'project.created', now - 1800))
  const more = await pullAll(audit, calling(server), {
    from: '2026-11-20',
    to: '2026-11-21',
    cursor: String(now - 600),
  })
  const ids = more.flatMap((page) => page.governance ?? []).map(({ action }) => action)
  expect(ids).toContain('project.created')
})

test('a year of the log is read week by week, oldest first', async () => {
  await using server = await openAiServer()
  await pullAll(audit, calling(server), { from: '2026-10-21', to: '2026-11-21' })
  const asked = server.requests.map(({ url }) => Number(url.searchParams.get('effective_at[gte]')))
  expect(asked).toHaveLength(5)
  expect(asked).toEqual(asked.toSorted((a, b) => a - b))
})
