import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { openai } from '#connectors/openai/connector.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import {
  OPENAI_ADMIN_KEY,
  OPENAI_PROJECT_KEY,
  openAiServer,
  type OpenAiUse,
} from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const ADA = { id: 'user-ada', email: 'Ada@Corp.com' }
const usage = streamOf(openai, 'usage')
const at = (day: string, hour = 9) => Date.parse(`${day}T00:00:00Z`) / 1000 + hour * 3600
const calling = (server: VendorServer, key = OPENAI_ADMIN_KEY) =>
  connectorCall(openai, { settings: { OPENAI_ADMIN_KEY: key }, servers: [server] })

const use = (day: string): OpenAiUse => ({
  kind: 'completions',
  at: at(day),
  of: { user_id: ADA.id, model: 'gpt-4o' },
  counts: { num_model_requests: 1, input_tokens: 10, output_tokens: 1 },
})

async function reports(server: VendorServer, from: string, to = from) {
  const pages = await pullAll(usage, calling(server), { from, to })
  return pages.flatMap((page) => page.reports ?? [])
}

const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('trouble names the connector, the call and the fix', () => {
  test('a project key', async () => {
    await using server = await openAiServer()
    const error = await failure(
      pullAll(usage, calling(server, OPENAI_PROJECT_KEY), { from: '2026-11-20', to: '2026-11-20' }),
    )
    expect(error.message).toContain('OpenAI API answered GET /organization/users with 401')
    expect(error.fix).toContain('OPENAI_ADMIN_KEY')
  })

  test('a missing right', async () => {
    await using server = await openAiServer({ scopes: ['api.management.read'] })
    const error = await failure(reports(server, '2026-11-20'))
    expect(error.message).toContain('GET /organization/usage/completions with 403 (missing_scope)')
    expect(error.fix).toContain('right to read usage')
  })

  test('HTML where JSON is due', async () => {
    await using server = await openAiServer()
    server.faults.push({
      path: /usage/,
      times: 9,
      answer: { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
    })
    expect((await failure(reports(server, '2026-11-20'))).message).toMatch(
      /OpenAI API answered GET \S*usage\S* with HTML/,
    )
  })

  test('a long wait is not slept through', async () => {
    await using server = await openAiServer()
    server.faults.push({
      path: /usage/,
      times: 9,
      answer: { status: 429, headers: { 'retry-after': '600' } },
    })
    const error = await failure(reports(server, '2026-11-20'))
    expect(error).toBeInstanceOf(RetryLater)
    expect((error as RetryLater).retryAt).toBe(Date.parse('2026-11-21T12:10:00Z'))
  })

  test('an answer cut half way is asked again', async () => {
    await using server = await openAiServer()
    server.people([ADA])
    server.use([use('2026-11-20')])
    server.faults.push({ path: /completions/, answer: 'cut' })
    expect(await reports(server, '2026-11-20')).toHaveLength(1)
  })
})
