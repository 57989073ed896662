import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { openai } from '#connectors/openai/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'

const { person } = pseudonymizer(KEY)
const sample = (name: string): unknown => ({
  ...(JSON.parse(readFileSync(`test/fixtures/openai/${name}.json`, 'utf8')) as object),
  // The examples promise a page more, which they do not show.
  has_more: false,
})

/** What a stream makes of OpenAI's own example of an answer. */
async function pulled(stream: string, path: RegExp, name: string, range: string) {
  await using server = await openAiServer()
  server.faults.push({ path, answer: { body: sample(name) } })
  const call = connectorCall(openai, { settings: { OPENAI_ADMIN_KEY }, servers: [server] })
  return await pullAll(streamOf(openai, stream), call, { from: range, to: range })
}

test("OpenAI's example of usage", async () => {
  const pages = await pulled('usage', /completions/, 'organization_usage_completions', '2024-11-01')
  expect(pages.flatMap(({ reports }) => reports ?? [])).toMatchObject([
    {
      day: '2024-11-01',
      account: null,
      model: null,
      requests: 5,
      inputTokens: 500,
      cacheReadTokens: 400,
      cacheWriteTokens: 100,
      outputTokens: 500,
      costEstimatedMicros: null,
      unpricedTokens: 1500,
    },
  ])
})

test("OpenAI's example of costs", async () => {
  const pages = await pulled('costs', /costs/, 'organization_costs', '2024-11-01')
  expect(pages.flatMap(({ bill }) => bill ?? [])).toMatchObject([
    { day: '2024-11-01', item: null, costPicos: 60_000_000_000n, amount: '0.06', currency: 'USD' },
  ])
})

test("OpenAI's example of the audit log", async () => {
  const pages = await pulled('audit', /audit_logs/, 'organization_audit_logs', '2026-11-20')
  expect(pages.flatMap(({ governance }) => governance ?? [])).toMatchObject([
    { action: 'project.archived', type: 'policy_change', actor: person('user@example.com') },
    { action: 'api_key.updated', type: 'policy_change', actor: person('user@example.com') },
  ])
})

test("OpenAI's example of users", async () => {
  const pages = await pulled('users', /users/, 'organization_users', '2026-11-20')
  expect(pages.flatMap(({ logins }) => logins ?? [])).toEqual([
    { account: person('user@example.com'), alias: person('openai:user_abc'), sure: 'verified' },
  ])
})
