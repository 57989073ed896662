import { describe, expect, test } from 'vitest'

import type { Viewer } from '#core/access/access.ts'
import { plainText } from '#core/message/plain-text.ts'
import { ACME_KEY } from '#test/support/vendors/acme.ts'

import { collecting } from './collecting.ts'

const MINUTE = 60_000

test('a sync fills a clean store, and a day that the vendor makes smaller becomes smaller', async () => {
  await using it = await collecting()
  it.server.restate('2026-11-20', { 'ada@corp.test': 7, 'bob@corp.test': 5 })
  it.server.restate('2026-11-12', { 'ada@corp.test': 1 })
  it.server.log('key.created', 'key.deleted', 'seat.added')
  const { code, out, err } = await it.run(['sync', '--quiet'])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toBe(`  Stream      Result  Rows  Refused
  ----------  ------  ----  -------
  acme/usage  pulled     3        0
  acme/audit  pulled     3        0
  acme/seats  pulled     1        0

2 days counted again.
`)
  expect(await it.messages('2026-11-20')).toBe(12)
  // Asked for and empty is known nothing; never asked for is not known.
  expect([await it.messages('2026-11-13'), await it.messages('2026-11-09')]).toEqual([0, null])
  it.server.restate('2026-11-20', { 'ada@corp.test': 4 })
  await it.run(['sync', 'acme/usage', '--quiet'])
  expect(await it.messages('2026-11-20')).toBe(4)
  const audited = await it.audited()
  expect(audited.filter(({ action }) => action === 'sync')).toEqual([
    { action: 'sync', command: 'sync', outcome: 'done' },
    { action: 'sync', command: 'sync acme/usage', outcome: 'done' },
  ])
})

test('a stream that fails is told with its fix, ends the command with 2, and stops no other', async () => {
  await using it = await collecting()
  it.server.faults.push({ path: /usage/, times: 9, answer: { status: 403, body: {} } })
  const { code, out, err } = await it.run(['sync'])
  expect(code).toBe(2)
  expect(out).toMatch(/acme\/usage +failed[^]*acme\/audit +pulled[^]*acme\/seats +pulled/)
  expect(err).toContain(
    'acme/usage: Acme AI answered GET /v1/usage with 403: the key lacks the right for this\n  Give the key the right usage:read.\n',
  )
  const status = await it.run(['status'])
  expect(status.out).toContain('In trouble: Acme AI / usage.')
  expect(status.out).toContain('Give the key the right usage:read.')
})

test('a pull that is cut half way goes on where it was, and moves nothing before', async () => {
  await using it = await collecting()
  it.server.restate('2026-11-20', { 'ada@corp.test': 7 })
  it.server.restate('2026-11-14', { 'ada@corp.test': 3 })
  it.server.faults.push({ path: /from=2026-11-13/, times: 3, answer: 'cut' })
  expect((await it.run(['sync', 'acme/usage', '--quiet'])).code).toBe(2)
  expect([await it.messages('2026-11-20'), await it.messages('2026-11-14')]).toEqual([7, null])
  it.server.faults.length = 0
  expect((await it.run(['sync', 'acme/usage', '--quiet'])).code).toBe(0)
  expect([await it.messages('2026-11-20'), await it.messages('2026-11-14')]).toEqual([7, 3])
})

describe('connect', () => {
  test('lists what there is, and says what is missing before anything is asked', async () => {
    await using it = await collecting({})
    expect((await it.run(['connect'])).out).toMatch(/acme +Acme AI +off: needs ACME_KEY/)
    const { code, out, err } = await it.run(['connect', 'acme'])
    expect(code).toBe(2)
    expect(out).toContain('  1. Open Settings → Keys.\n  2. Make a key with usage:read')
    expect(out).toContain('ACME_KEY (missing): The key of the organisation')
    expect(err).toContain('Acme AI is off: ACME_KEY not set')
    expect(it.server.requests).toEqual([])
  })

  test('tests the key, says what works, and stores nothing but an audit row', async () => {
    await using it = await collecting()
    it.server.expires.on = null
    const { code, out } = await it.run(['connect', 'acme'])
    expect(code).toBe(0)
    expect(out).toContain('ok       The key reads usage.')
    expect(out).toContain('warning  The key never expires: make one that does.')
    expect(await it.audited()).toEqual([
      { action: 'connect', command: 'connect acme', outcome: 'done' },
    ])
    expect((await it.run(['status', '--json'])).out).not.toContain('"state":"ok"')
  })

  test('a key that does not work is told with its fix, and not repeated', async () => {
    await using it = await collecting({ ACME_KEY: 'ak-revoked-key' })
    const { code, out, err } = await it.run(['connect', 'acme'])
    expect(code).toBe(2)
    expect(out).toContain('401 (invalid_api_key): the key is wrong, revoked or expired\n')
    expect(out).toContain('Make a key under Settings')
    expect(out + err).not.toContain('ak-revoked-key')
  })

  test('a connector there is not is told with those there are', async () => {
    await using it = await collecting()
    expect((await it.run(['connect', 'acmee'])).err).toBe(
      "There is no connector 'acmee'\nDid you mean acme?\n",
    )
    expect((await it.run(['sync', 'acme/usag'])).err).toBe(
      "Acme AI has no stream 'usag'\nDid you mean acme/usage?\n",
    )
  })
})

test('doctor looks at store, chat, keys and clocks', async () => {
  await using it = await collecting()
  it.server.expires.on = null
  // The vendor's clock is the real one, so this machine's is wrong by a while.
  it.clock.at = Date.now() - 10 * MINUTE
  const { code, out } = await it.run(['doctor'])
  expect(code).toBe(0)
  expect(out).toContain('The store answers: the embedded store, days in UTC, no usage yet.')
  expect(out).toContain('warning  Slack is not set up')
  expect(out).toContain('warning  Acme AI: The key never expires')
  expect(out).toMatch(/warning {2}Acme AI: This machine's clock is (9|10) min behind Acme AI's/)
})

describe('text', () => {
  test('is read only after someone typed the name of the connector, and until they take it back', async () => {
    await using it = await collecting()
    const pulled = async () => (await it.run(['sync', '--quiet'])).out.includes('acme/prompts')
    expect(await pulled()).toBe(false)
    expect((await it.run(['status'])).out).toContain(
      'Acme AI / prompts: needs content permission (off).',
    )
    expect((await it.run(['sync', 'acme/prompts'])).err).toContain(
      'If it is wanted: ai-usage consent acme/prompts',
    )
    const wrong = await it.run(['consent', 'acme/prompts'], 'yes')
    expect([wrong.code, wrong.err]).toEqual([
      2,
      "'yes' is not acme, so nothing was consented to\nType the connector's name: acme\n",
    ])
    expect((await it.run(['consent', 'acme/prompts'])).err).toContain('Nobody is there to consent')
    expect(await pulled()).toBe(false)
    expect((await it.run(['consent', 'acme/prompts'], 'Acme')).code).toBe(0)
    expect(await pulled()).toBe(true)
    await it.run(['consent', 'withdraw', 'acme/prompts'])
    expect(await pulled()).toBe(false)
    expect((await it.audited()).filter(({ action }) => action === 'consent')).toEqual([
      { action: 'consent', command: 'consent acme/prompts', outcome: 'refused' },
      { action: 'consent', command: 'consent acme/prompts', outcome: 'done' },
      { action: 'consent', command: 'consent withdraw acme/prompts', outcome: 'done' },
    ])
  })

  test('a stream that reads none needs no consent', async () => {
    await using it = await collecting()
    expect((await it.run(['consent', 'acme/usage'], 'acme')).err).toBe(
      'acme/usage reads no text\nThose that need consent: acme/prompts.\n',
    )
  })
})

test('status says for each stream how far and how late it is, also as JSON', async () => {
  await using it = await collecting()
  it.server.restate('2026-11-20', { 'ada@corp.test': 7 })
  await it.run(['sync', '--quiet'])
  it.clock.at += 12 * MINUTE
  const { streams } = JSON.parse((await it.run(['status', '--json'])).out) as {
    streams: readonly Record<string, unknown>[]
  }
  expect(streams[0]).toMatchObject({
    connector: 'acme',
    stream: 'usage',
    state: 'ok',
    dataThrough: '2026-11-20',
    lastSuccess: '2026-11-21T12:00:00.000Z',
    nextRun: '2026-11-21T13:00:00.000Z',
  })
  expect(streams.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'needs-content'])
  const before = (await it.run(['status'])).out
  expect(before).toMatch(/acme\/usage +ok +2026-11-20 +12 min ago/)
  expect(before).not.toContain('Latest days')
  it.clock.at += 24 * 60 * MINUTE
  it.server.restate('2026-11-20', { 'ada@corp.test': 9 })
  await it.run(['sync', '--quiet'])
  expect((await it.run(['status'])).out).toMatch(/Latest days still grow\. acme.*\(\d+ so far\)/)
  const { late } = JSON.parse((await it.run(['status', '--json'])).out) as { late: unknown }
  expect(late).toMatchObject([{ tool: 'acme', days: [], tooFew: expect.any(Number) }])
})

test('the bot pulls each stream when it is due, and tells its admins once', async () => {
  await using it = await collecting()
  const asked = (path: string) =>
    it.server.requests.filter(({ url }) => url.pathname === path).length
  const tick = async (minutes: number) => {
    it.clock.at += minutes * MINUTE
    await it.pulls.tick()
    await it.pulls.idle()
  }
  it.server.restate('2026-11-20', { 'ada@corp.test': 7 })
  await tick(0)
  expect([asked('/v1/usage'), asked('/v1/members')]).toEqual([3, 1])
  expect(await it.messages('2026-11-20')).toBe(7)
  await tick(1)
  expect([asked('/v1/usage'), asked('/v1/members')]).toEqual([3, 1])
  await tick(60)
  expect([asked('/v1/usage'), asked('/v1/members')]).toEqual([4, 1])
  it.server.faults.push({ path: /usage/, times: 99, answer: { status: 401, body: {} } })
  await tick(60)
  await tick(60)
  expect(it.told).toEqual(['1 stream of usage in trouble: Acme AI / usage.'])
  it.server.faults.length = 0
  await tick(60)
  await tick(60)
  expect(it.told.slice(1)).toEqual(['1 stream of usage well again: Acme AI / usage.'])
})

test('status in chat is for admins; others are refused as elsewhere, and all is audited', async () => {
  await using it = await collecting()
  await it.run(['sync', '--quiet'])
  const member = (admin: boolean): Viewer => ({
    kind: 'member',
    platform: 'slack',
    workspace: 'T1',
    id: 'U1',
    standing: 'member',
    admin,
  })
  const ask = (admin: boolean) =>
    it.answer({ text: 'status', viewer: member(admin), place: 'slack:private-reply/C1' })
  const [refused, answered] = [await ask(false), await ask(true)]
  expect(refused.outcome).toBe('refused')
  expect(plainText(refused.message)).not.toContain('Acme')
  expect(plainText(answered.message)).toContain(
    'All 3 streams of 1 connector collect as they should.',
  )
  expect((await it.audited()).slice(1)).toEqual([
    { action: 'ask', command: 'status', outcome: 'refused' },
    { action: 'ask', command: 'status', outcome: 'answered' },
  ])
})

test('no secret is anywhere in the store, the log, or what was said', async () => {
  await using it = await collecting()
  it.server.faults.push({ path: /audit/, times: 9, answer: { body: `<html>${ACME_KEY}` } })
  const { out, err } = await it.run(['sync'])
  const status = await it.run(['status', '--json'])
  expect(JSON.stringify([it.logged, out, err, status, await it.audited()])).not.toContain(ACME_KEY)
})
