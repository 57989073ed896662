import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import type { UsageEvent } from '#ingest.ts'
import { KEY, NOW } from '#test/support/vendors/connector-call.ts'
import type { AuditBlob } from '#test/support/vendors/microsoft-tenant.ts'

import { failure, gathered, house } from './house.ts'

const { person, conversation, asset } = pseudonymizer(KEY)

const record = (id: string, data: object = {}, more: object = {}) => ({
  Id: id,
  CreationTime: '2026-11-20T23:30:00',
  Operation: 'CopilotInteraction',
  RecordType: 261,
  UserId: 'Ada@corp.test',
  Workload: 'Copilot',
  ClientIP: '203.0.113.7',
  CopilotEventData: {
    AppHost: 'Word',
    ThreadId: '19:thread@thread.v2',
    Messages: [
      { Id: '1', isPrompt: true, Size: 4711 },
      { Id: '2', isPrompt: false, Size: 9 },
    ],
    AccessedResources: [],
    ModelTransparencyDetails: [],
    ...data,
  },
  ...more,
})
const blob = (id: string, available: string, ...records: object[]): AuditBlob => ({
  id,
  contentType: 'Audit.General',
  available,
  records,
})
const AVAILABLE = '2026-11-21T01:00:00Z'

test('a prompt is a message of its person, conversation and app; sizes are no characters', async () => {
  await using corp = await house({
    blobs: [
      blob('492$spo$01', AVAILABLE, record('r1'), {
        Id: 'x',
        Operation: 'FileAccessed',
        RecordType: 6,
      }),
    ],
  })
  const pages = await corp.pull('purview')
  expect(gathered(pages, 'events')).toMatchObject([
    {
      atMicros: BigInt(Date.parse('2026-11-20T23:30:00Z')) * 1000n,
      day: '2026-11-20',
      account: person('ada@corp.test'),
      tool: 'm365-copilot',
      source: 'm365-copilot-purview',
      model: null,
      feature: 'document_chat',
      conversation: conversation('microsoft:19:thread@thread.v2'),
      agent: false,
      promptCharacters: null,
      inputTokens: null,
      costPicos: null,
    },
  ])
  expect(gathered(pages, 'refused')).toEqual([])
  expect(JSON.stringify(pages, (_, value: unknown) => String(value))).not.toMatch(/corp\.test|4711/)
})

test.each([
  [{ AppHost: 'Teams' }, {}, { feature: 'team_ai' }],
  [{ AppHost: 'BizChat' }, {}, { feature: 'chat' }],
  [{ AppHost: 'Of the future' }, {}, { feature: null }],
  [{ AppHost: 'Word' }, { AgentId: 'a' }, { feature: 'agents' }],
  [{}, { UserId: 'Not Available' }, { account: null }],
  [{ ThreadId: '' }, {}, { conversation: null }],
  [{ ModelTransparencyDetails: [{ ModelName: 'GPT-5' }] }, {}, { model: 'GPT-5' }],
  [{ ModelTransparencyDetails: [{ ModelName: 'a' }, { ModelName: 'b' }] }, {}, { model: null }],
])('%j and %j are %j', async (data, more, expected) => {
  await using corp = await house({ blobs: [blob('b', AVAILABLE, record('r', data, more))] })
  expect(gathered(await corp.pull('purview'), 'events')).toMatchObject([expected])
})

test('what was read, labels on it, and attacks are governance, without names', async () => {
  const data = {
    AccessedResources: [
      {
        Type: 'docx',
        Action: 'Read',
        Status: 'success',
        Name: 'Salaries.docx',
        SiteUrl: 'https://corp.test/Salaries.docx',
        SensitivityLabelId: 'f41ab342',
        XPIADetected: true,
      },
      { Id: 'mail-1', Type: 'http://weird', Action: 'Read it', Status: 'failure' },
    ],
    Messages: [{ Id: '1', isPrompt: true, JailbreakDetected: true }],
  }
  await using corp = await house({ blobs: [blob('b', AVAILABLE, record('r', data))] })
  const found = gathered(await corp.pull('purview'), 'governance')
  const document = {
    actor: person('ada@corp.test'),
    objectKind: 'labelled docx',
    object: asset('microsoft:https://corp.test/Salaries.docx'),
  }
  expect(found).toMatchObject([
    { type: 'data_access', action: 'CopilotInteraction.Read', ...document, outcome: 'ok' },
    { type: 'injection_flag', action: 'XPIADetected', ...document, outcome: null },
    {
      type: 'data_access',
      action: 'CopilotInteraction',
      objectKind: null,
      object: asset('microsoft:mail-1'),
      outcome: 'denied',
    },
    { type: 'injection_flag', action: 'JailbreakDetected', objectKind: null },
  ])
  expect(new Set(found.map((one) => (one as { readonly id: string }).id)).size).toBe(4)
  // All of it is of one record, and was there when its content was.
  const published = { reference: 'r', publishedMicros: BigInt(Date.parse(AVAILABLE)) * 1000n }
  for (const one of found) expect(one).toMatchObject(published)
})

test('windows of a day, pages and content given twice make each prompt one message', async () => {
  const at = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString()
  const blobs = Array.from({ length: 9 }, (_, n) =>
    blob(`b${n}`, at(150 - n * 6), record(`r${n}`), record(`r${Math.max(n - 1, 0)}`)),
  )
  await using corp = await house({ blobs })
  const pages = await corp.pull('purview', '2026-01-01')
  const ids = (gathered(pages, 'events') as readonly UsageEvent[]).map(({ id }) => id)
  expect(ids).toHaveLength(9)
  const lists = corp.manage.requests.filter(({ url }) => url.pathname.endsWith('/content'))
  expect(lists.length).toBeGreaterThan(7)
  const cursor = (pages.at(-1) as { readonly cursor?: string }).cursor ?? ''
  expect(cursor).toBe(new Date(NOW).toISOString())

  corp.tenant.now = NOW + 3_600_000
  corp.tenant.blobs.push(blob('late', new Date(NOW - 60_000).toISOString(), record('late')))
  const later = await corp.pull('purview', '2026-01-01', cursor)
  const again = (gathered(later, 'events') as readonly UsageEvent[]).map(({ id }) => id)
  expect(again).toHaveLength(1)
  expect(ids).not.toContain(again[0])
})

test('a mark older than what Microsoft keeps is said, and the rest is read', async () => {
  await using corp = await house({ blobs: [blob('b', AVAILABLE, record('r'))] })
  const pages = await corp.pull('purview', '2026-01-01', '2026-11-10T12:00:00.000Z')
  expect(gathered(pages, 'refused')).toMatchObject([{ where: 'audit feed', count: 5 }])
  expect(gathered(pages, 'events')).toHaveLength(1)
})

test('a feed that nobody started is refused with the command that starts it', async () => {
  await using corp = await house({ subscriptions: [] })
  const fault = await failure(corp.pull('purview'))
  expect(fault.message).toContain('no subscription to Audit.General')
  expect(fault.fix).toContain(`/${corp.tenant.id}/activity/feed/subscriptions/start?contentType=`)
})

test('records that make no sense are said once per kind, the others stand', async () => {
  const good = record('r')
  await using corp = await house({
    blobs: [
      blob(
        'b',
        AVAILABLE,
        good,
        { Operation: 'CopilotInteraction', Id: 'y' },
        record('z', {}, { CreationTime: 'yesterday' }),
        record('q', { Messages: [] }),
      ),
    ],
  })
  const pages = await corp.pull('purview')
  expect(gathered(pages, 'events')).toHaveLength(1)
  expect(gathered(pages, 'refused')).toMatchObject([
    { why: 'has no id, time or event data', count: 1 },
    { why: 'has no readable time', count: 1 },
    { why: 'names no messages: its prompts are not counted', count: 1 },
  ])
})
