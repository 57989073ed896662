import { expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'
import { commandsOf, commandsOn } from '#main/commands.ts'
import { openHouse } from '#main/house.ts'
import { openLog } from '#main/log.ts'
import { partsOf } from '#main/parts.ts'
import { doorsTo, terminal } from '#test/cli/house.ts'
import { folder } from '#test/connectors/files.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent, inLog } from '#test/support/governance.ts'
import { openMemoryStore } from '#test/support/store.ts'

test('a running bot answers a command line with the clock that --now gives', async () => {
  await using here = await folder()
  await using house = await openHouse(readConfig({ AI_USAGE_DATA: here.path }), {
    key: 'a key of at least thirty-two letters',
    log: openLog('silent'),
  })
  const doors = doorsTo(commandsOf(house, () => Promise.resolve()))
  const { io, said } = terminal({ cwd: here.path })
  const argv = ['ask', 'yesterday', '--json', '--now', '2026-11-21T12:00:00Z']
  expect(await commandsOn(house, doors, { argv, io })).toBe(0)
  expect(JSON.parse(said.out)).toMatchObject({ period: { from: '2026-11-20', to: '2026-11-20' } })
})

test('a running bot’s alert opens the page where its vendor says entries are looked up', async () => {
  await using here = await folder()
  const store = await openMemoryStore()
  await using house = await openHouse(readConfig({ AI_USAGE_DATA: here.path }), {
    key: 'a key of at least thirty-two letters',
    log: openLog('silent'),
    store: Promise.resolve(store),
  })
  const at = new Date(house.clock.now() - 60_000).toISOString()
  const seen = governanceEvent('an entry', { at, source: 'cursor-audit', ...inLog('entry-1') })
  await pullLog(store, [{ governance: [seen], cursor: '1' }], { at: house.clock.now() })
  await raiseAlerts(house)
  const doors = doorsTo(commandsOf(house, () => Promise.resolve()))
  const { io, said } = terminal({ cwd: here.path })
  expect(await commandsOn(house, doors, { argv: ['ask', 'alert show 1'], io })).toBe(0)
  expect(said.out).toContain('In the vendor’s log: entry-1')
  expect(said.out).toContain('https://cursor.com/dashboard/audit-log')
})

test('the bot does not start where the key is that signs the audit trail', () => {
  const config = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    AI_USAGE_AUDIT_KEY_FILE: 'audit.key',
  })
  const settings = { config, setUps: [], redact: (text: string) => text }
  expect(() => partsOf(settings)).toThrow('must not be able to sign')
})
