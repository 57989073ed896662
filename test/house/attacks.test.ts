import { readFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'

import { describe, expect, test } from 'vitest'

import { groupFilter } from '#connectors/api/people.ts'
import { NO_MAPPING } from '#connectors/columns.ts'
import { readWhole } from '#connectors/open-file.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { usageBatches } from '#connectors/usage-file.ts'
import { complete } from '#core/command/complete.ts'
import { LONGEST_TEXT } from '#core/command/grammar.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import { openLog } from '#main/log.ts'
import { readPress } from '#slack/button.ts'
import { all, folder } from '#test/connectors/files.ts'
import { post, receiving, spansBody } from '#test/support/otlp.ts'

const imported = (path: string) =>
  all(
    usageBatches([path], {
      mapping: NO_MAPPING,
      zone: 'UTC',
      pseudonyms: pseudonymizer('a key of at least thirty-two letters'),
      price: () => null,
    }),
  )
const OBJECT = { time: '2026-11-20T09:15:00Z', person: 'ada@example.com', tool: 'ChatGPT' }

describe('small files that unpack to huge ones', () => {
  const member = gzipSync(Buffer.alloc(64 << 20, 'x'))
  const bomb = (start: string) => Buffer.concat([gzipSync(start), member, member])

  test('a line that unpacks to 128 MiB is skipped, and its neighbours are read', async () => {
    await using here = await folder()
    const path = await here.file('u.ndjson.gz', bomb(`${JSON.stringify(OBJECT)}\n{"model":"`))
    const { rows, rejected } = await imported(path)
    expect(rows).toHaveLength(1)
    expect(rejected).toMatchObject([{ line: 2, why: 'is longer than 1 MiB' }])
  })

  test('a JSON file that is read whole is refused past 64 MiB', async () => {
    await using here = await folder()
    await expect(readWhole(await here.file('seats.json.gz', bomb('["')))).rejects.toThrow(
      'is larger than 64 MiB',
    )
  })
})

describe('patterns and commands made to take for ever', () => {
  test('a group filter of many stars says no to a long name at once', () => {
    const wanted = groupFilter(`${'a*'.repeat(40)}b`)
    expect(wanted('a'.repeat(5_000))).toBe(false)
    expect(wanted(`${'a'.repeat(5_000)}b`)).toBe(true)
  })

  test.each([
    ['eng-*', 'Eng-Platform', true],
    ['eng-*', 'sales-eng-x', false],
    ['*@corp.test', 'all@corp.test', true],
    ['a*b*c', 'a--b--c', true],
    ['a*b*c', 'a--c--b', false],
    ['ab*ba', 'aba', false],
    ['*', '', true],
    ['R&D (EU)', 'r&d (eu)', true],
    ['a.c', 'abc', false],
  ])('the group filter %s and %s: %s', (filter, name, fits) => {
    expect(groupFilter(filter)(name)).toBe(fits)
  })

  const longest = (unit: string) => unit.repeat(LONGEST_TEXT).slice(0, LONGEST_TEXT - 1)
  test.each([
    ['spaces', longest(' ')],
    ['quotes', longest('"')],
    ['keys', longest('user:')],
    ['commas', `team:${longest('a,')}`.slice(0, LONGEST_TEXT)],
    ['dots', `2026-11-01${longest('..2026')}`.slice(0, LONGEST_TEXT)],
    ['digits', longest('9')],
    ['at signs', longest('a@')],
    ['dashes', longest('a.b-')],
    ['slashes', `team:${longest('a/')}`.slice(0, LONGEST_TEXT)],
  ])('the longest command there may be, of %s, is read, redacted and completed', (_, text) => {
    for (const typed of [text, `${text}!`, text.repeat(100)]) {
      expect(['ask', 'help', 'misread']).toContain(parse(typed).kind)
      expect(redact(typed).length).toBeGreaterThan(0)
    }
    expect(Array.isArray(complete(text))).toBe(true)
  })
})

describe('JSON that reaches for the prototype of every object', () => {
  const evil = '"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}'
  const poisoned = (value: object) => `{${evil},${JSON.stringify(value).slice(1)}`

  const reached = () => [({} as { readonly admin?: boolean }).admin, Object.keys(Object.prototype)]
  const NOT = [undefined, []]

  test('a line of an import is refused for the field it does not know', async () => {
    await using here = await folder()
    const { rows, rejected } = await imported(await here.file('u.ndjson', poisoned(OBJECT)))
    expect(rows).toEqual([])
    expect(rejected.length).toBeGreaterThan(0)
    expect(reached()).toEqual(NOT)
  })

  test('a CSV with such a column is refused', async () => {
    await using here = await folder()
    const csv = 'time,person,tool,__proto__\n2026-11-20T09:15:00Z,a@b.test,ChatGPT,admin\n'
    await expect(imported(await here.file('u.csv', csv))).rejects.toThrow('__proto__')
    expect(reached()).toEqual(NOT)
  })

  test('OTLP is stored without it', async () => {
    await using receiver = await receiving()
    const span = { id: 'a', with: { 'gen_ai.operation.name': 'chat', __proto__x: 'y' } }
    const body = poisoned(spansBody({ 'service.name': 'app' }, [span]))
    const named = body.replaceAll('__proto__x', '__proto__')
    expect((await post(receiver, '/v1/traces', named)).status).toBe(200)
    expect(receiver.stored).toHaveLength(1)
    expect(receiver.stored[0]).not.toHaveProperty('admin')
    expect(reached()).toEqual(NOT)
  })

  test('a button of Slack is not pressed by it', () => {
    expect(readPress(`{${evil}}`)).toBeUndefined()
    expect(reached()).toEqual(NOT)
  })
})

test('what was typed cannot write a log line of its own', () => {
  const lines: string[] = []
  const to = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  const forged = 'x"}\n{"level":50,"msg":"all is well"}\r\n\u2028\u001b[2J'
  openLog('info', { to }).warn({ message: forged }, forged)
  expect(lines).toHaveLength(1)
  for (const sign of ['\n', '\r', '\u001b']) expect(lines[0]?.trimEnd()).not.toContain(sign)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, message: forged, msg: forged })
})

describe('packages', () => {
  type Locked = Readonly<
    Record<string, { integrity?: string; link?: boolean; hasInstallScript?: boolean }>
  >
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  const { packages } = read('package-lock.json') as { packages: Locked }
  const { dependencies, devDependencies, optionalDependencies, allowScripts } = read(
    'package.json',
  ) as Record<string, Readonly<Record<string, string | boolean>>>

  test('every package is pinned by version and by the hash of its content', () => {
    const versions = Object.values({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    })
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([])
    const installed = Object.entries(packages).filter(([path]) => path !== '')
    expect(installed.length).toBeGreaterThan(500)
    expect(
      installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([at]) => at),
    ).toEqual([])
  })

  test('no package may run a script when it is installed', () => {
    const scripted = Object.entries(packages)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    expect(scripted.filter((name) => allowScripts?.[name] !== false)).toEqual([])
    expect(Object.values(allowScripts ?? {})).not.toContain(true)
    expect(readFileSync('.ci/run', 'utf8')).toMatch(/^npm ci --ignore-scripts/m)
  })
})
