import { admin } from '@googleapis/admin'
import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { geminiWorkspace } from '#connectors/google/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import type { UsageEvent } from '#ingest.ts'
import { KEY, NOW } from '#test/support/vendors/connector-call.ts'
import { noise } from '#test/support/vendors/google-reports.ts'
import { type Activity, problem, THROTTLED } from '#test/support/vendors/google-workspace.ts'

import { failure, gathered, house } from './house.ts'

const { person } = pseudonymizer(KEY)

const used = (uniqueQualifier: string, more: Partial<Activity> = {}): Activity => ({
  time: '2026-11-19T09:00:00.123Z',
  uniqueQualifier,
  email: 'Ada@corp.test',
  app_name: 'docs',
  action: 'help_me_write',
  event_category: 'active_generate',
  ...more,
})

describe('activities', () => {
  test('count what people did, and nothing that Google made by itself', async () => {
    const suggested = noise('ada@corp.test', ['2026-11-19T08:00:00Z', '2026-11-19T10:00:00Z'])
    await using corp = await house({ activities: [used('7'), ...suggested] })
    const pages = await corp.pull('activities')
    expect(gathered(pages, 'events')).toMatchObject([
      {
        atMicros: BigInt(Date.parse('2026-11-19T09:00:00.123Z')) * 1000n,
        day: '2026-11-19',
        account: person('ada@corp.test'),
        tool: 'gemini-workspace',
        source: 'gemini-activities',
        model: null,
        feature: 'document_chat',
        conversation: null,
        promptCharacters: null,
        inputTokens: null,
        costPicos: null,
        agent: false,
      },
    ])
    expect(gathered(pages, 'refused')).toEqual([])
  })

  test.each([
    ['meet', 'active_summarize', 'team_ai'],
    ['gemini_app', 'active_conversations', 'chat'],
    ['of_the_future', 'active_unspecified', null],
  ])('in %s are %s, the feature %s', async (app_name, event_category, feature) => {
    await using corp = await house({ activities: [used('7', { app_name, event_category })] })
    expect(gathered(await corp.pull('activities'), 'events')).toMatchObject([{ feature }])
  })

  test('are read to the last page of the window, each once, and again with the same ids', async () => {
    const at = (minutes: number) =>
      new Date(Date.parse('2026-11-18T00:00:00Z') + minutes * 60_000).toISOString()
    const many = Array.from({ length: 2300 }, (_, n) => used(String(n), { time: at(n) }))
    const twice = used('7', { time: at(7) })
    const outside = [used('before', { time: at(-1) }), used('after', { time: at(3 * 1440) })]
    await using corp = await house({ activities: [...many, twice, ...outside] })
    const ids = (events: readonly unknown[]) => (events as UsageEvent[]).map(({ id }) => id)
    const first = ids(gathered(await corp.pull('activities'), 'events'))
    expect(first).toHaveLength(2300)
    expect(new Set(first).size).toBe(2300)
    expect(corp.admin.requests).toHaveLength(3)

    corp.workspace.activities = [...many.slice(1), used('late', { time: at(90) })]
    const later = ids(gathered(await corp.pull('activities'), 'events'))
    expect(later).toHaveLength(2300)
    expect(later.filter((id) => !first.includes(id))).toHaveLength(1)
  })

  test('of the last days that Google is silent about may still come, and are not none', async () => {
    const days = async (activities: readonly Activity[]) => {
      await using corp = await house({ activities: [...activities] })
      return gathered(await corp.pull('activities', '2026-11-14'), 'unpublished')
    }
    expect(await days([])).toEqual(['2026-11-18', '2026-11-19', '2026-11-20'])
    expect(await days([used('7')])).toEqual(['2026-11-20'])
    expect(await days(noise('ada@corp.test', ['2026-11-20T08:00:00Z']))).toEqual([])
  })

  test('that make no sense are said, the others stand', async () => {
    await using corp = await house({
      activities: [used('7'), used('8', { time: '2026-11-19T09:00:01Z' })],
    })
    const id = { uniqueQualifier: '1', applicationName: 'gemini_in_workspace_apps' }
    const events = [{ parameters: [{ name: 'event_category', value: 'active_generate' }] }]
    const items = [
      { id: { ...id, time: '2026-11-19T09:00:00Z' }, actor: { profileId: '42' }, events },
      { id: { ...id, time: 'yesterday' }, events },
      { id: {}, events },
    ]
    corp.admin.faults.push({ path: /activity/, answer: { body: { items } } })
    const pages = await corp.pull('activities')
    expect(gathered(pages, 'events')).toMatchObject([
      { account: person('google:42'), feature: null },
    ])
    expect(gathered(pages, 'refused')).toMatchObject([{ count: 2 }])
  })
})

describe('Google in the way', () => {
  test.each([
    ['a short wait', THROTTLED(1), 1000],
    ['trouble', problem(503, 'backendError', 'x'), 0],
    ['an answer cut half way', 'cut', 0],
  ] as const)('%s is tried again', async (_, answer, waitMs) => {
    await using corp = await house({ activities: [used('7')] })
    corp.admin.faults.push({ path: /activity/, answer })
    const from = performance.now()
    expect(gathered(await corp.pull('activities'), 'events')).toHaveLength(1)
    expect(corp.admin.requests).toHaveLength(2)
    expect(performance.now() - from).toBeGreaterThanOrEqual(waitMs)
  })

  test.each([
    ['429', THROTTLED(900), NOW + 900_000],
    [
      '403',
      { ...problem(403, 'quotaExceeded', 'x'), headers: { 'retry-after': '300' } },
      NOW + 300_000,
    ],
  ] as const)('a long wait by %s ends the pull until then', async (_, answer, retryAt) => {
    await using corp = await house()
    corp.admin.faults.push({ path: /activity/, times: 9, answer })
    const fault = await failure(corp.pull('activities'))
    expect(fault).toBeInstanceOf(RetryLater)
    expect((fault as RetryLater).retryAt).toBe(retryAt)
    expect(corp.admin.requests).toHaveLength(1)
  })

  test.each([
    ['HTML', { body: '<html>Sign in</html>' }, 'HTML, not JSON'],
    ['broken JSON', { body: '{"items": [' }, 'cut off or broken'],
    ['another form', { body: { items: 7 } }, 'another form than it documents, at items'],
    ['an answer cut every time', 'cut' as const, 'cut its answer'],
  ])('%s is named', async (_, answer, says) => {
    await using corp = await house()
    corp.admin.faults.push({ path: /activity/, times: 9, answer })
    const fault = await failure(corp.pull('activities'))
    expect(fault.message).toContain(says)
    expect(fault.message).toContain('GET /admin/reports/v1/activity/users/all/applications/')
  })

  test.each([
    ['a scope that is not delegated', { delegated: [] }, {}, 'admin.reports.audit.readonly'],
    ['an admin who may not read it', {}, { GOOGLE_ADMIN: 'ada@corp.test' }, 'GOOGLE_ADMIN'],
    ['no JSON key', {}, { GOOGLE_SERVICE_ACCOUNT: '{}' }, 'GOOGLE_SERVICE_ACCOUNT'],
  ])('%s is named with its fix', async (_, over, settings, fix) => {
    await using corp = await house(over, { settings })
    expect((await failure(corp.pull('activities'))).fix).toContain(fix)
  })

  test('another key is named, and the key is not shown', async () => {
    await using other = await house()
    const settings = { GOOGLE_SERVICE_ACCOUNT: JSON.stringify(other.credentials) }
    await using corp = await house({}, { settings })
    const fault = await failure(corp.pull('activities'))
    expect(fault.message).toBe('Google refused a token: the key is deleted or not of this account')
    expect(fault.message + fault.fix).not.toContain('PRIVATE KEY')
  })
})

test.each([
  [
    'inserting a user',
    (api: ReturnType<typeof directory>) => api.users.insert({ requestBody: {} }),
  ],
  ['deleting a user', (api: ReturnType<typeof directory>) => api.users.delete({ userKey: 'ada' })],
  ['reading users', (api: ReturnType<typeof directory>) => api.users.list({ customer: 'c' })],
])('%s through the client is refused before it leaves', async (_, send) => {
  await using corp = await house()
  const error: unknown = await send(directory(corp.call.fetch)).catch((thrown: unknown) => thrown)
  expect(String(error)).toContain('gemini-workspace may not call')
  expect(corp.admin.requests).toEqual([])
})
const directory = (fetch: typeof globalThis.fetch) =>
  admin({ version: 'directory_v1', fetchImplementation: fetch, retry: false })

test('the check says whether there is anything to read', async () => {
  await using corp = await house({ activities: [used('7')] })
  expect((await geminiWorkspace.check(corp.call)).map(({ level }) => level)).toEqual([
    'ok',
    'warning',
  ])
  await using empty = await house()
  expect((await geminiWorkspace.check(empty.call))[0]?.says).toContain('there are none')
})
