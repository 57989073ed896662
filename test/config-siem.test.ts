import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { readConfig } from '#config.ts'

const SECRET = 'twenty-four characters or more'
const sinks = (...given: readonly string[]) =>
  readConfig(
    Object.fromEntries(
      given.map((one, at) => [
        `AI_USAGE_SIEM_${one.split(' ')[0]}`,
        given[at]?.split(' ').slice(1).join(' '),
      ]),
    ),
  ).siem

test('sinks are read with their formats, and what is shown of an address has no options', () => {
  const ca = join(mkdtempSync(join(tmpdir(), 'ai-usage-siem-')), 'ca.pem')
  writeFileSync(ca, 'a certificate')
  const { sinks: read, from } = sinks(
    `1 syslog+tls://[::1]:7000?format=cef&ca=${ca}`,
    '2 syslog+udp://siem.corp.example',
    '3 https://siem.corp.example/in?format=json',
    `3_SECRET ${SECRET}`,
    '5 splunk+https://splunk.corp.example:8088?index=ai',
    '5_SECRET token',
    '9 file:///var/log/ai%20usage.ndjson',
    'FROM 2026-11-01',
  )
  expect(from).toBe(Date.parse('2026-11-01T00:00:00Z'))
  expect(read).toEqual([
    {
      number: 1,
      secret: undefined,
      address: {
        kind: 'syslog',
        transport: 'tls',
        host: '::1',
        port: 7000,
        tls: { ca },
        format: 'cef',
        shown: 'syslog+tls://[::1]:7000',
      },
    },
    {
      number: 2,
      secret: undefined,
      address: expect.objectContaining({ transport: 'udp', port: 514, format: 'ocsf' }) as object,
    },
    {
      number: 3,
      secret: SECRET,
      address: expect.objectContaining({
        kind: 'webhook',
        url: 'https://siem.corp.example/in',
        shown: 'https://siem.corp.example/in',
      }) as object,
    },
    {
      number: 5,
      secret: 'token',
      address: expect.objectContaining({
        kind: 'splunk',
        url: 'https://splunk.corp.example:8088/services/collector/event',
        index: 'ai',
      }) as object,
    },
    {
      number: 9,
      secret: undefined,
      address: expect.objectContaining({
        kind: 'file',
        path: '/var/log/ai usage.ndjson',
      }) as object,
    },
  ])
})

const HOOK = `1_SECRET ${SECRET}`

test.each([
  ['an unknown scheme', ['1 ftp://host/x'], 'Write it like syslog+tls://'],
  ['no address', ['1 siem.corp.example:6514'], 'Write it like syslog+tls://'],
  ['a path of syslog', ['1 syslog+tls://host/path'], 'Write it like syslog+tls://'],
  ['a password in it', ['1 https://u:hunter2@host/in', HOOK], 'no user and no password'],
  [
    'an option that is none',
    ['1 https://host/in?sig=hunter2', HOOK],
    'options format, ca, cert, key',
  ],
  ['an option of another scheme', ['1 syslog+tcp://host?ca=/x'], 'options format;'],
  ['an unknown format', ['1 syslog+tcp://host?format=leef'], 'one of ocsf, cef, json'],
  ['http to another machine', ['1 http://host/in', HOOK], 'Use https'],
  ['half a certificate', ['1 syslog+tls://host?cert=/x'], 'cert and key together'],
  [
    'a file that is not there',
    ['1 syslog+tls://host?ca=/not/there'],
    'ca= a file that cannot be read',
  ],
  [
    'a webhook without a secret',
    ['1 https://host/in'],
    'AI_USAGE_SIEM_1_SECRET is what a webhook is signed',
  ],
  [
    'a webhook with a short secret',
    ['1 https://host/in', '1_SECRET hunter2'],
    'at least 24 characters',
  ],
  ['Splunk without a token', ['1 splunk+https://host'], 'AI_USAGE_SIEM_1_SECRET is missing'],
  ['a secret for a file', ['1 file:///x', '1_SECRET hunter2'], 'needs no secret'],
  [
    'a secret of no sink',
    ['2_SECRET hunter2'],
    'AI_USAGE_SIEM_2_SECRET is set, and AI_USAGE_SIEM_2 is not',
  ],
  ['a folder', ['1 file:///var/log/'], 'Write it like syslog+tls://'],
  ['a tenth', ['10 syslog+tls://host'], 'AI_USAGE_SIEM_10 is not a setting'],
  ['a start that is no day', ['FROM yesterday'], 'Write a day'],
])('a sink with %s is refused, and nothing secret is repeated', (_, given, says) => {
  const read = () => sinks(...given)
  expect(read).toThrow(says)
  expect(read).not.toThrow('hunter2')
})
