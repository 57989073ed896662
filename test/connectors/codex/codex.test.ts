import { expect, test } from 'vitest'

import { hashOf } from '#connectors/api/measured.ts'
import { codex } from '#connectors/codex/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import {
  chatGptServer,
  CODEX_KEY,
  type CodexUse,
  WORKSPACE,
} from '#test/support/vendors/chatgpt.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'

const { person } = pseudonymizer(KEY)
const ADA = { id: 'user-ada', email: 'Ada@Corp.com' }
type Server = Awaited<ReturnType<typeof chatGptServer>>
const calling = (server: Server, key = CODEX_KEY) =>
  connectorCall(codex, {
    servers: server.servers,
    settings: { CODEX_ANALYTICS_KEY: key, CHATGPT_WORKSPACE_ID: WORKSPACE },
  })
const use = (over: Partial<CodexUse> = {}): CodexUse => ({
  day: '2026-11-20',
  user: ADA,
  client: 'CODEX_CLI',
  model: 'gpt-5.6-codex',
  threads: 3,
  turns: 14,
  credits: 2.5,
  uncached: 100,
  cached: 900,
  output: 40,
  ...over,
})
const pull = (server: Server, from = '2026-11-20', to = from) =>
  pullAll(streamOf(codex, 'usage'), calling(server), { from, to })
const reports = async (server: Server, from?: string, to?: string) =>
  (await pull(server, from, to)).flatMap((page) => page.reports ?? [])

test("a person's day: threads are sessions, turns messages, tokens disjoint, credits unpriced", async () => {
  await using server = await chatGptServer()
  server.codex([use()])
  const pages = await pull(server)
  expect(pages.flatMap((page) => page.reports ?? [])).toMatchObject([
    {
      day: '2026-11-20',
      account: person('ada@corp.com'),
      tool: 'codex',
      source: 'codex-analytics',
      model: 'gpt-5.6-codex',
      feature: 'cli',
      active: true,
      messages: 14,
      vendorSessions: 3,
      promptCharacters: null,
      requests: null,
      inputTokens: 100,
      cacheReadTokens: 900,
      cacheWriteTokens: null,
      outputTokens: 40,
      unpricedTokens: 1040,
      creditsMilli: 2500,
      costCreditsMicros: null,
      costEstimatedMicros: null,
    },
  ])
  expect(pages.flatMap((page) => page.logins ?? [])).toEqual([
    {
      account: person('ada@corp.com'),
      alias: person(`chatgpt:${hashOf(ADA.id)}`),
      sure: 'verified',
    },
  ])
})

test('two clients and models are one row: it names neither, and tokens add up', async () => {
  await using server = await chatGptServer()
  server.codex([
    use(),
    use({ client: 'CODEX_WEB', model: 'gpt-5.6', turns: 0, threads: 1, credits: 0.1 }),
  ])
  expect(await reports(server)).toMatchObject([
    {
      model: null,
      feature: null,
      messages: 14,
      vendorSessions: 4,
      inputTokens: 200,
      creditsMilli: 2600,
    },
  ])
})

test('credits without a turn are passive; use of nobody stays with nobody', async () => {
  await using server = await chatGptServer()
  server.codex([use({ user: null, turns: 0, threads: 0 })])
  expect(await reports(server)).toMatchObject([{ account: null, active: false, passive: true }])
})

test('all pages are read, and a restated day shrinks', async () => {
  await using server = await chatGptServer()
  const people = Array.from({ length: 150 }, (_, n) => ({
    id: `user-${n}`,
    email: `p${n}@corp.com`,
  }))
  server.codex(people.flatMap((user) => [use({ user }), use({ user, day: '2026-11-19' })]))
  expect(await reports(server, '2026-11-19', '2026-11-20')).toHaveLength(300)
  server.restateCodex('2026-11-20', [use()])
  expect(await reports(server, '2026-11-19', '2026-11-20')).toHaveLength(151)
})

test('a key without the scope: the fix names it', async () => {
  await using server = await chatGptServer()
  await expect(codex.check(calling(server, 'sk-compliance-test'))).rejects.toMatchObject({
    message: expect.stringContaining(
      'Codex Enterprise analytics answered GET /v1/analytics/codex/workspaces/{place}/usage with 403',
    ),
    fix: 'Give the key the scope codex.enterprise.analytics.read.',
  })
  expect(await codex.check(calling(server))).toMatchObject([{ level: 'ok' }])
})

test('it may be asked for no more than the ninety days that OpenAI looks back', async () => {
  await using server = await chatGptServer()
  expect(streamOf(codex, 'usage').historyDays).toBe(90)
  await expect(pull(server, '2026-08-23', '2026-08-24')).resolves.toHaveLength(1)
})

test('a day that Codex has not told of yet is not an empty day', async () => {
  await using server = await chatGptServer()
  server.codex([use({ day: '2026-11-18' })])
  const pages = await pull(server, '2026-11-14', '2026-11-20')
  expect(pages.flatMap(({ unpublished }) => unpublished ?? [])).toEqual([
    '2026-11-19',
    '2026-11-20',
  ])
})
