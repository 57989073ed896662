import ky from 'ky'
import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { EgressRefused } from '#connectors/egress.ts'
import { litellm } from '#connectors/litellm/connector.ts'

import { eventsIn, failure, house, request } from './house.ts'

describe('the proxy in the way', () => {
  test.each([
    ['a wrong key', { status: 401, body: { error: { code: '401' } } }, '401', 'LITELLM_KEY'],
    ['a key that sees its own use only', { status: 403, body: {} }, '403', 'proxy_admin_viewer'],
    ['HTML', { body: '<html>Sign in</html>' }, 'HTML, not JSON', 'proxy'],
    ['JSON cut off', { body: '{"data": [' }, 'cut off', 'proxy'],
    ['another address', { status: 404, body: {} }, '404', 'LITELLM_URL'],
  ])('%s is named, with its fix', async (_, answer, says, fix) => {
    await using gateway = await house()
    gateway.server.faults.push({ path: /logs/, answer })
    const fault = await failure(gateway.pull('logs'))
    expect(fault.message).toContain('GET /spend/logs/v2')
    expect(fault.message).toContain(says)
    expect(fault.fix).toContain(fix)
  })

  test('an answer cut half way is asked for again; a long wait ends the pull', async () => {
    await using gateway = await house({ spend: [request('a')] })
    gateway.server.faults.push({ path: /logs/, answer: 'cut' })
    expect(eventsIn(await gateway.pull('logs'))).toHaveLength(1)
    const answer = { status: 429, headers: { 'retry-after': '600' } }
    gateway.server.faults.push({ path: /logs/, answer })
    expect(await failure(gateway.pull('logs'))).toBeInstanceOf(RetryLater)
  })

  test('it may be served below a path; making keys is refused before it leaves', async () => {
    await using gateway = await house({}, 'https://litellm.corp.test/ai/')
    const fault = await failure(gateway.pull('logs'))
    expect(fault.message).toContain('404')
    expect(gateway.server.requests[0]?.url.pathname).toBe('/ai/spend/logs/v2')
    const made = ky.post('https://litellm.corp.test/key/generate', {
      fetch: gateway.call.fetch,
      retry: 0,
    })
    await expect(made).rejects.toThrow(EgressRefused)
  })

  test('the check says that nothing is logged', async () => {
    await using gateway = await house()
    const found = await litellm.check(gateway.call)
    expect(found.map(({ level }) => level)).toEqual(['warning', 'ok'])
  })
})
