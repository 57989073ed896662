import { readdirSync, statSync } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

import { expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { UserError } from '#core/errors.ts'
import { pseudonymKey } from '#key.ts'
import { demoFolder } from '#main/demo.ts'

const KEY = '0123456789abcdef0123456789abcdef'

test('without settings there are sensible ones', () => {
  expect(readConfig({})).toEqual({
    dataFolder: resolve('data'),
    databaseUrl: undefined,
    key: undefined,
    previousKey: undefined,
    timeZone: undefined,
    now: undefined,
    admins: [],
    roles: [],
    slack: { botToken: undefined, signingSecret: undefined, appToken: undefined },
    teams: {
      appId: undefined,
      secret: undefined,
      tenant: undefined,
      port: 3978,
      unauthenticated: undefined,
    },
    port: 3000,
    otlp: { token: undefined, port: 4318 },
    metrics: { token: undefined, port: 9464 },
    host: '127.0.0.1',
    logLevel: 'info',
    creditMicros: undefined,
    holidays: new Set(),
    audit: {},
    egress: new Map(),
    siem: { sinks: [], from: undefined },
  })
})

test('settings are read in their own forms', () => {
  const config = readConfig({
    AI_USAGE_TIME_ZONE: 'Europe/Berlin',
    AI_USAGE_NOW: '2026-11-21T12:00:00Z',
    AI_USAGE_ADMINS: 'U024BE7LH, T1/W0G9QF9C6',
    AI_USAGE_CREDIT_USD: '0.01',
    AI_USAGE_HOLIDAYS: '2026-12-25,2026-12-26',
    PORT: '0',
    AI_USAGE_ADMIN_CHANNEL: 'C024BE91L',
    AI_USAGE_EGRESS:
      'api.openai.com=https://egress.corp.test:8443, api.cursor.com=http://127.0.0.1:9',
  })
  expect(config).toMatchObject({
    timeZone: 'Europe/Berlin',
    now: Date.parse('2026-11-21T12:00:00Z'),
    admins: ['U024BE7LH', 'T1/W0G9QF9C6'],
    creditMicros: 10_000,
    holidays: new Set(['2026-12-25', '2026-12-26']),
    port: 0,
    adminChannel: 'C024BE91L',
    egress: new Map([
      ['api.openai.com', 'https://egress.corp.test:8443'],
      ['api.cursor.com', 'http://127.0.0.1:9'],
    ]),
  })
})

test.each([
  ['no encryption', 'api.openai.com=http://egress.corp.test'],
  ['a path, which would be dropped', 'api.openai.com=https://egress.corp.test/openai'],
  ['a user, which would be sent', 'api.openai.com=https://u:p@egress.corp.test'],
  ['no host', 'https://egress.corp.test'],
  ['another protocol', 'api.openai.com=ftp://egress.corp.test'],
])('a gateway with %s is refused', (_, value) => {
  expect(() => readConfig({ AI_USAGE_EGRESS: value })).toThrow('AI_USAGE_EGRESS')
})

test('what is wrong with connectors is told together with the rest', () => {
  const fault = 'VENDOR_KEY is not usable. It starts with vk-.'
  const read = () => readConfig({ PORT: 'x' }, { connectors: [fault] })
  expect(read).toThrow(/^2 settings are wrong/)
  expect(read).toThrow(fault)
  expect(read).toThrow("PORT 'x' is not usable")
})

function faultsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment)
    return ''
  } catch (error) {
    return error instanceof UserError ? error.message : ''
  }
}

test('every wrong setting is reported at once, with its fix and without its secrets', () => {
  const wrong = {
    DATABASE_URL: 'mysql://root:hunter2@db',
    AI_USAGE_KEY: 'too-short-a-key',
    AI_USAGE_TIME_ZONE: 'Berlin',
    AI_USAGE_TIMEZONE: 'Europe/Berlin',
    AI_USAGE_NOW: 'noon',
    AI_USAGE_ADMINS: 'ada@example.com',
    SLACK_BOT_TOKEN: 'xoxp-secret',
    PORT: '99999',
    AI_USAGE_LOG_LEVEL: 'loud',
    AI_USAGE_CREDIT_USD: 'a cent',
    AI_USAGE_HOLIDAYS: 'Christmas',
    AI_USAGE_ADMIN_CHANNEL: '#ai-admins',
    AI_USAGE_EGRESS: 'api.openai.com=http://egress.corp.test',
  }
  const report = faultsOf(wrong)
  expect(report).toContain('13 settings are wrong')
  for (const name of Object.keys(wrong)) expect(report).toContain(`  ${name}`)
  expect(report).toContain('Did you mean AI_USAGE_TIME_ZONE?')
  expect(report).toContain("AI_USAGE_TIME_ZONE 'Berlin' is not usable. Write an IANA name")
  expect(report).not.toMatch(/hunter2|too-short|xoxp-secret/)
})

test('a secret may come from a file, but not from both', () => {
  expect(readConfig({ AI_USAGE_KEY_FILE: '/run/key' }, { readText: () => `${KEY}\n` }).key).toBe(
    KEY,
  )
  expect(
    readConfig({ AI_USAGE_ADMINS_FILE: '/run/admins' }, { readText: () => 'U024BE7LH\n' }).admins,
  ).toEqual(['U024BE7LH'])
  expect(() => readConfig({ AI_USAGE_KEY_FILE: '/none' })).toThrow('cannot be read')
  expect(() =>
    readConfig({ AI_USAGE_KEY: KEY, AI_USAGE_KEY_FILE: '/k' }, { readText: () => KEY }),
  ).toThrow('AI_USAGE_KEY and AI_USAGE_KEY_FILE are both set')
})

test('a new embedded store gets a key of its own, kept for this user alone', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'ai-usage-')), 'data')
  const config = readConfig({ AI_USAGE_DATA: folder })
  const made = pseudonymKey(config)
  expect(made).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}$/), made: join(folder, 'key') })
  expect(statSync(join(folder, 'key')).mode % 0o1000).toBe(0o600)
  expect(pseudonymKey(config)).toEqual({ key: made.key })
})

test('no key is made for a store that already has pseudonyms, nor for a server', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ai-usage-'))
  await mkdir(join(folder, 'postgres'))
  expect(() => pseudonymKey(readConfig({ AI_USAGE_DATA: folder }))).toThrow('not the key')
  expect(readdirSync(folder)).toEqual(['postgres'])
  const server = readConfig({ DATABASE_URL: 'postgres://u@h/d', AI_USAGE_DATA: folder })
  expect(() => pseudonymKey(server)).toThrow('AI_USAGE_KEY is not set')
})

const GUID = '22222222-2222-4222-8222-222222222222'

test('Teams is set up by an app of Entra, and admins are named by their ids there', () => {
  const { teams, admins } = readConfig({
    TEAMS_APP_ID: GUID.toUpperCase(),
    TEAMS_APP_SECRET: 'a-secret-of-16-chars',
    TEAMS_TENANT_ID: GUID,
    AI_USAGE_ADMINS: `${GUID}, U024BE7LH`,
  })
  expect(teams).toEqual({
    appId: GUID,
    secret: 'a-secret-of-16-chars',
    tenant: GUID,
    port: 3978,
    unauthenticated: undefined,
  })
  expect(admins).toEqual([GUID, 'U024BE7LH'])
})

const PLAYGROUND = { TEAMS_UNAUTHENTICATED: 'http://localhost:56150' }

test.each([
  ['in production', { NODE_ENV: 'production' }, 'with NODE_ENV=production'],
  ['beside a secret', { TEAMS_APP_SECRET: 'a-secret-of-16-chars' }, 'beside TEAMS_APP_SECRET'],
  ['where others reach it', { AI_USAGE_HOST: '0.0.0.0' }, 'that others reach'],
  ['for another machine', { TEAMS_UNAUTHENTICATED: 'http://corp.test:56150' }, 'on this machine'],
  [
    'for an address that is no origin',
    { TEAMS_UNAUTHENTICATED: 'http://localhost:1/x' },
    'on this machine',
  ],
])('Teams without signatures cannot be started %s', (_, more, why) => {
  expect(readConfig(PLAYGROUND).teams.unauthenticated).toBe('http://localhost:56150')
  expect(() => readConfig({ ...PLAYGROUND, ...more })).toThrow(why)
})

test('the demo keeps its company in the named folder, apart from a store in it, else where it is started', () => {
  const named = readConfig({ AI_USAGE_DATA: '/srv/usage' })
  expect(demoFolder(named, '/home/ann')).toBe('/srv/usage/demo')
  expect(named.dataFolder).toBe('/srv/usage')
  expect(demoFolder(readConfig({}), process.cwd())).toBe(resolve('.demo'))
})
