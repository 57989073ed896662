import { describe, expect, test } from 'vitest'

import { RetryLater } from '#connectors/api/fault.ts'
import { cursorConnector } from '#connectors/cursor/connector.ts'
import { EgressRefused } from '#connectors/egress.ts'

import { callOf, event, fast, fault, pulled, reportsIn, serving } from './serving.ts'

describe('a vendor that does not answer as it should', () => {
  test.each([
    ['HTML', { body: '<html></html>' }, 'HTML, not JSON'],
    ['cut JSON', { body: '{"usageEvents": [' }, 'JSON that is cut off or broken'],
  ])('%s', async (_, answer, why) => {
    await using server = await serving()
    server.faults.push({ path: /usage-events/, answer })
    expect((await fault(pulled(server, 'events'))).message).toBe(
      `Cursor answered POST /teams/filtered-usage-events with ${why}`,
    )
  })

  test('an answer cut half way is asked for again; past the limit of calls it is left', async () => {
    await using server = await serving(2)
    server.restate([event()])
    server.faults.push({ path: /usage-events/, answer: 'cut' })
    expect(reportsIn(await pulled(server, 'events'))).toHaveLength(1)
    await pulled(server, 'members')
    expect(await fault(pulled(server, 'members'))).toBeInstanceOf(RetryLater)
  })

  test('a wrong key names the setting; the check says what works', async () => {
    await using server = await serving()
    const wrong = await fault(pulled(server, 'members', { key: 'key_x' }))
    expect(wrong.message).toContain('GET /teams/members with 401')
    expect(wrong.fix).toContain('CURSOR_ADMIN_KEY')
    const found = await cursorConnector(fast).check(callOf(server))
    expect(found.map(({ level }) => level)).toEqual(['ok', 'warning'])
  })
})

test('what would change the team is refused before a socket opens', async () => {
  await using server = await serving()
  const { fetch } = callOf(server)
  const limit = fetch('https://api.cursor.com/teams/user-spend-limit', {
    method: 'POST',
    body: '{}',
  })
  await expect(limit).rejects.toThrow(EgressRefused)
  const removal = fetch('https://api.cursor.com/teams/members', { method: 'DELETE' })
  await expect(removal).rejects.toThrow(EgressRefused)
  expect(server.requests).toHaveLength(0)
})
