import Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'

import { anthropic } from '#connectors/anthropic/connector.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { ADMIN_KEY, COMPLIANCE_KEY } from '#test/support/vendors/anthropic.ts'
import { connectorCall } from '#test/support/vendors/connector-call.ts'

import { all, fault, pulled, serving, settings } from './serving.ts'

describe('a vendor that does not answer as it should', () => {
  const CALL = 'GET /v1/organizations/analytics/usage'
  test.each([
    ['HTML', { body: '<html>Sign in</html>' }, 'HTML, not JSON'],
    ['cut JSON', { body: '{"data": [{' }, 'JSON that is cut off or broken'],
    ['another form', { body: {} }, 'another form than it documents, without "data"'],
  ])('%s is no empty page', async (_, answer, why) => {
    await using server = await serving()
    server.faults.push({ path: /usage/, times: 9, answer })
    expect((await fault(pulled(server, 'usage'))).message).toBe(
      `Anthropic answered ${CALL} with ${why}`,
    )
  })

  test('an answer cut half way is asked for again', async () => {
    await using server = await serving()
    server.faults.push({ path: /usage/, answer: 'cut' })
    expect(all(await pulled(server, 'usage'), 'reports')).toHaveLength(2)
  })

  test('a short wait is slept through, a long one ends the pull at once', async () => {
    await using server = await serving()
    const busy = (seconds: string) => ({
      status: 429,
      headers: { 'retry-after': seconds },
      body: {},
    })
    server.faults.push({ path: /usage/, answer: busy('1') })
    expect(all(await pulled(server, 'usage'), 'reports')).toHaveLength(2)
    const before = server.requests.length
    server.faults.push({ path: /usage/, answer: busy('600') })
    const late = await fault(pulled(server, 'usage'))
    expect(late).toBeInstanceOf(RetryLater)
    expect((late as RetryLater).retryAt).toBe(Date.parse('2026-11-21T12:10:00Z'))
    // The names of keys, of workspaces, and one refusal.
    expect(server.requests).toHaveLength(before + 3)
  })

  test('a wrong key and a missing scope name the call and the fix', async () => {
    await using server = await serving()
    const wrong = await fault(
      pulled(server, 'usage', undefined, { ANTHROPIC_ADMIN_KEY: 'sk-ant-x' }),
    )
    expect(wrong.message).toContain(
      'GET /v1/organizations/api_keys with 401 (authentication_error)',
    )
    expect(wrong.fix).toContain('ANTHROPIC_ADMIN_KEY')
    const weak = await fault(
      pulled(server, 'usage', undefined, { ANTHROPIC_ADMIN_KEY: COMPLIANCE_KEY }),
    )
    expect(weak.message).toContain('403 (permission_error)')
    expect((await fault(pulled(server, 'usage', undefined, {}))).message).toContain('is not set')
  })

  test('the check says what works', async () => {
    await using server = await serving()
    const call = connectorCall(anthropic, { settings, servers: [server] })
    expect((await anthropic.check(call)).map(({ level }) => level)).toEqual(['ok', 'ok', 'warning'])
  })
})

test.each([
  ['removes a user', (client: Anthropic) => client.organization.users.remove('user_1')],
  [
    'makes an invitation',
    (client: Anthropic) =>
      client.organization.invites.create({ email: 'x@corp.test', role: 'user' }),
  ],
  [
    'asks a model',
    (client: Anthropic) => client.messages.create({ model: 'm', max_tokens: 1, messages: [] }),
  ],
  ['reads invitations', (client: Anthropic) => client.organization.invites.list()],
])('the client that %s is refused before a socket opens', async (_, act) => {
  await using server = await serving()
  const { fetch } = connectorCall(anthropic, { settings, servers: [server] })
  const client = new Anthropic({ apiKey: ADMIN_KEY, fetch, maxRetries: 0 })
  const error: unknown = await Promise.resolve(act(client)).catch((thrown: unknown) => thrown)
  expect(String((error as Error).cause)).toContain('anthropic may not call')
  expect(server.requests).toHaveLength(0)
})
