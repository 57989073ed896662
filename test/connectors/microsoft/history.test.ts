import { expect, test } from 'vitest'

import { hashOf } from '#connectors/api/measured.ts'
import { microsoftCopilotHistory } from '#connectors/microsoft/history-connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'
import {
  ALL_ROLES,
  GRAPH,
  type Interaction,
  MANAGE,
  type Tenant,
} from '#test/support/vendors/microsoft-tenant.ts'

import { failure, gathered, house } from './house.ts'

const { person, conversation } = pseudonymizer(KEY)

const user = (name: string) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@corp.onmicrosoft.com`,
  mail: `${name}@corp.test`,
  assignedLicenses: [{ skuId: 'c1' }],
})
const said = (at: string, more: Partial<Interaction> = {}): Interaction => ({
  id: String(Date.parse(at)),
  createdDateTime: at,
  sessionId: '19:thread@v2',
  requestId: 'r1',
  appClass: 'IPM.SkypeTeams.Message.Copilot.Word',
  interactionType: 'userPrompt',
  conversationType: 'appchat',
  from: { user: { id: 'id-ada', displayName: 'Ada Lovelace' } },
  body: { contentType: 'text', content: 'what is our margin? 😀' },
  ...more,
})
const reply = (at: string, content: string) =>
  said(at, {
    interactionType: 'aiResponse',
    from: { user: null, application: { displayName: 'Copilot in Word' } },
    body: { contentType: 'html', content },
  })
const corpOf = (interactions: Tenant['interactions'], names: readonly string[] = ['ada']) =>
  house(
    {
      // The other app may not read text.
      roles: { [GRAPH]: ALL_ROLES.filter((role) => !role.startsWith('Ai')), [MANAGE]: [] },
      users: names.map(user),
      skus: [
        {
          skuId: 'c1',
          skuPartNumber: 'Microsoft_365_Copilot',
          prepaidUnits: { enabled: 5, suspended: 0, warning: 0 },
          consumedUnits: names.length,
        },
      ],
      interactions,
    },
    { connector: microsoftCopilotHistory },
  )
type Corp = Awaited<ReturnType<typeof house>>
const pull = (corp: Corp, from: string, cursor?: string) => corp.pull('prompts', from, cursor)
const text = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))

test('a prompt becomes who, when, in which app and how long; not a word of it', async () => {
  await using corp = await corpOf({
    'id-ada': [
      said('2026-11-20T09:00:00.500Z', {
        body: {
          contentType: 'text',
          content: 'what is our margin? 😀<attachment id="salaries"></attachment>',
        },
      }),
      reply('2026-11-20T09:00:02.000Z', '<p>Secret: 42&nbsp;%</p>'),
      reply('2026-11-20T09:00:03.000Z', 'and more'),
    ],
  })
  const pages = await pull(corp, '2026-11-18')
  expect(gathered(pages, 'events')).toEqual([
    {
      atMicros: BigInt(Date.parse('2026-11-20T09:00:00.500Z')) * 1000n,
      day: '2026-11-20',
      account: person('ada@corp.test'),
      tool: 'm365-copilot',
      source: 'm365-copilot-history',
      model: null,
      feature: 'document_chat',
      conversation: conversation(`microsoft:${hashOf('19:thread@v2')}`),
      agent: false,
      error: false,
      promptCharacters: 21,
      outputCharacters: 12,
      inputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      outputTokens: null,
      costPicos: null,
      costBasis: null,
      assetKind: null,
      asset: null,
      run: null,
      id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    },
  ])
  expect(gathered(pages, 'refused')).toEqual([])
  expect(text(pages)).not.toMatch(/margin|salar|secret|lovelace|corp\.test|id-ada|thread/i)
  const asked = corp.graph.requests.filter(({ url }) => url.pathname.includes('interactionHistory'))
  expect(asked.every(({ method }) => method === 'GET')).toBe(true)
})

test('more than a page of one person is asked for in halves, and each prompt is once', async () => {
  const start = Date.parse('2026-11-20T09:00:00.000Z')
  // The first moment that is asked for counts too.
  const first = said('2026-11-18T00:00:00.000Z', { requestId: 'first' })
  const many = Array.from({ length: 230 }, (_, at) =>
    said(new Date(start + at * 1000).toISOString(), { requestId: `r${at}` }),
  )
  await using corp = await corpOf(
    {
      'id-ada': [first, ...many],
      'id-bo': [said('2026-11-20T09:00:00.000Z', { from: { user: { id: 'id-bo' } } })],
    },
    ['ada', 'bo'],
  )
  const pages = await pull(corp, '2026-11-18')
  const events = gathered(pages, 'events') as readonly { readonly id: string }[]
  expect(events).toHaveLength(232)
  expect(new Set(events.map(({ id }) => id)).size).toBe(232)
  expect(gathered(pages, 'refused')).toEqual([])
})

test('the mark passes a week when all of it was read, and stays where one call fails', async () => {
  await using corp = await corpOf({ 'id-ada': [said('2026-11-20T09:00:00.000Z')] })
  const whole = await pull(corp, '2026-11-18')
  expect(whole.at(-1)).toEqual({ cursor: '2026-11-21T12:00:00.000Z' })
  const again = await pull(corp, '2026-11-18', '2026-11-20T10:00:00.000Z')
  expect(gathered(again, 'events')).toEqual(gathered(whole, 'events'))
  const lost = await failure(pull(corp, '2026-11-18', 'nowhere'))
  expect(lost.message).toContain('cannot go on from the mark it left')
  corp.graph.faults.push({ path: /interactionHistory/, times: 9, answer: 'cut' })
  expect((await failure(pull(corp, '2026-11-18'))).message).toContain(
    'GET /v1.0/copilot/users/{id}/interactionHistory/getAllEnterpriseInteractions',
  )
})

test('somebody whose history is not given is said; where nobody’s is, the right is missing', async () => {
  await using some = await corpOf({ 'id-ada': [said('2026-11-20T09:00:00.000Z')] }, ['ada', 'bo'])
  const pages = await pull(some, '2026-11-18')
  expect(gathered(pages, 'events')).toHaveLength(1)
  expect(gathered(pages, 'refused')).toEqual([
    { where: 'interaction history', why: 'is not given of a person', count: 1 },
  ])
  await using none = await corpOf({}, ['ada', 'bo'])
  expect((await failure(pull(none, '2026-11-18'))).fix).toContain(
    'AiEnterpriseInteraction.Read.All',
  )
})

test('the check reads no text, and says that the key could', async () => {
  await using corp = await corpOf({ 'id-ada': [said('2026-11-20T09:00:00.000Z')] })
  expect(await microsoftCopilotHistory.check(corp.call)).toMatchObject([
    { level: 'ok', says: 'The history can be read, of 1 person.' },
    { level: 'warning' },
  ])
})
