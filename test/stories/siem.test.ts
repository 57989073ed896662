import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { plainText } from '#core/message/plain-text.ts'
import { webhookReceiver } from '#test/siem/receivers.ts'
import { ocsfFaults } from '#test/support/ocsf.ts'
import { ACME_KEY } from '#test/support/vendors/acme.ts'

import { collecting } from './collecting.ts'

const SECRET = 'what the webhook is signed with'

test('an operator tests two SIEMs, sees one fail with what to do, and all of the trail arrives, also while all is locked', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'ai-usage-siem-')), 'trail.ndjson')
  let now = 0
  await using hook = await webhookReceiver(SECRET, () => now)
  await using it = await collecting({
    ACME_KEY,
    AI_USAGE_SIEM_1: `file://${path}`,
    AI_USAGE_SIEM_2: `${hook.url}/in?format=json`,
    AI_USAGE_SIEM_2_SECRET: `${SECRET}, but wrong`,
  })
  now = it.clock.now()

  const tested = await it.run(['siem', 'test'])
  expect(tested.code).toBe(2)
  expect(tested.out).toContain(`1: file://${path}: took a test record (id test-`)
  expect(tested.err).toBe(
    `2: ${hook.url}/in: it does not accept the secret (HTTP 401).\n   Correct the setting that ends in _SECRET.\n`,
  )
  expect(await it.run(['siem', 'test', '3'])).toMatchObject({
    code: 2,
    err: 'There is no SIEM 3\nThere are: 1, 2.\n',
  })
  expect((await it.run(['siem', 'test', '1'])).code).toBe(0)

  const forwarder = await it.startForwarding()
  try {
    await it.run(['lock', 'a key leaked'])
    const lines = () =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly api: { readonly operation: string } })
    await expect
      .poll(() => lines().map(({ api }) => api.operation), { timeout: 20_000 })
      .toEqual(['siem-test', 'siem-test', 'siem', 'siem', 'lock'])
    expect(lines().flatMap(ocsfFaults)).toEqual([])
    await expect.poll(() => hook.answers.length, { timeout: 20_000 }).toBeGreaterThan(1)
    await it.run(['unlock'])

    await expect
      .poll(async () => JSON.parse((await it.run(['siem', 'status', '--json'])).out) as unknown, {
        timeout: 20_000,
      })
      .toMatchObject([
        { number: 1, address: `file://${path}`, format: 'ocsf', dropped: 0, state: 'ok' },
        { number: 2, sent: 0, dropped: 0, state: 'failing', lastError: 'HTTP 401' },
      ])
    const { message } = await it.answer({
      text: 'status',
      viewer: { kind: 'operator' },
      place: 'terminal',
    })
    const said = plainText(message)
    expect(said).toMatch(/SIEM +State +Sent +Dropped +Waiting +Lag/)
    expect(said).toContain(`SIEM 2: ${hook.url}/in has failed for under a minute`)
    expect((await it.run(['status'])).out).toMatch(/SIEM +State/)

    it.clock.at += 16 * 60_000
    await forwarder.tick()
    expect(it.told).toEqual([
      'What is forwarded to SIEMs has changed: 2 changes of the settings.',
      `1 SIEM not reached: SIEM 2 / ${hook.url}/in.`,
    ])
  } finally {
    await forwarder.stop()
  }
  expect((await it.audited()).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'siem failed',
    'siem done',
    'siem done',
    'siem done',
    'lock done',
    'unlock done',
    'ask answered',
  ])
}, 60_000)
