import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

import { expect, test } from 'vitest'

import { columns, dealtValues, type Mapping, NO_MAPPING } from '#connectors/columns.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { usageBatches, type UsageFileOptions } from '#connectors/usage-file.ts'
import { USAGE_FIELDS } from '#connectors/usage-schema.ts'
import { priceBook } from '#prices/price-book.ts'

import { all, folder } from './files.ts'

const pseudonyms = pseudonymizer('a key of at least thirty-two letters')
const options: UsageFileOptions = {
  mapping: NO_MAPPING,
  zone: 'UTC',
  pseudonyms,
  price: priceBook(),
}
const read = (path: string, over: Partial<UsageFileOptions> = {}) =>
  all(usageBatches([path], { ...options, ...over }))
const mapping = (over: Partial<Mapping>): Mapping => ({ ...NO_MAPPING, ...over })

const HEADER = 'time,person,tool,model,input_tokens,output_tokens'
const LINE = '2026-11-20T09:15:00.123456Z,ada@example.com,ChatGPT,gpt-4o,1000,100'
const OBJECT = {
  time: '2026-11-20T09:15:00.123456Z',
  person: 'ada@example.com',
  tool: 'ChatGPT',
  model: 'gpt-4o',
  input_tokens: 1000,
  output_tokens: 100,
}

test('a line becomes an event without a trace of who wrote it', async () => {
  await using here = await folder()
  const { rows, rejected } = await read(await here.file('u.csv', `${HEADER}\n${LINE}\n`))
  expect(rejected).toEqual([])
  expect(rows).toEqual([
    {
      atMicros: 1_795_166_100_123_456n,
      day: '2026-11-20',
      account: pseudonyms.person('ada@example.com'),
      tool: 'chatgpt',
      source: 'chatgpt',
      model: 'gpt-4o',
      feature: null,
      conversation: null,
      agent: false,
      error: false,
      promptCharacters: null,
      outputCharacters: null,
      inputTokens: 1000,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      outputTokens: 100,
      costPicos: 3_500_000_000n,
      costBasis: 'estimated',
      assetKind: null,
      asset: null,
      run: null,
      id: null,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ])
})

test('CSV and NDJSON of the same use read the same, plain, zipped, with BOM or CRLF', async () => {
  await using here = await folder()
  const csv = `${HEADER}\n${LINE}\n`
  const files = [
    await here.file('a.csv', csv),
    await here.file('b.csv', `\ufeff${csv.replaceAll('\n', '\r\n')}`),
    await here.file('c.csv.gz', gzipSync(csv)),
    await here.file('d.csv', csv.replaceAll(',', ';')),
    await here.file('e.csv', csv.trimEnd()),
    await here.file('f.ndjson', `\ufeff${JSON.stringify(OBJECT)}\r\n\r\n`),
    await here.file('g.ndjson', JSON.stringify(OBJECT)),
    await here.file('h.jsonl.gz', gzipSync(`${JSON.stringify(OBJECT)}\n`)),
  ]
  const [first, ...others] = await Promise.all(files.map((path) => read(path)))
  expect(first?.rows).toHaveLength(1)
  for (const other of others) expect(other).toEqual(first)
})

test('a bill stands; without one the price table estimates; credits without a rate stay unpriced', async () => {
  await using here = await folder()
  const lines = [
    { ...OBJECT, cost_usd: '0.0000000000015' },
    { ...OBJECT, cost_usd: 0.25, cost_basis: 'credits' },
    OBJECT,
    { ...OBJECT, model: 'house-model' },
    { ...OBJECT, cost_basis: 'credits' },
    { ...OBJECT, input_tokens: null, output_tokens: null },
  ]
  const path = await here.file('u.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'))
  const { rows } = await read(path)
  expect(rows.map(({ costPicos, costBasis }) => [costPicos, costBasis])).toEqual([
    [2n, 'billed'],
    [250_000_000_000n, 'credits'],
    [3_500_000_000n, 'estimated'],
    [null, null],
    [null, null],
    [null, null],
  ])
})

test('a misspelt column is answered with the nearest field', async () => {
  await using here = await folder()
  const path = await here.file('u.csv', `${HEADER},promt_characters\n${LINE},7\n`)
  await expect(read(path)).rejects.toMatchObject({
    message: "u.csv:1: column 7 'promt_characters' is not a field",
    fix: expect.stringContaining("Did you mean 'prompt_characters'?"),
  })
})

test('a quoted value may hold separators and line ends, and lines still count from the file', async () => {
  await using here = await folder()
  const csv = [
    `${HEADER},asset,asset_kind`,
    `${LINE},"a, ""b""",prompt`,
    `${LINE},"two`,
    'lines",prompt',
    `${LINE.replace('1000', 'x')},c,prompt`,
  ].join('\n')
  const { rows, rejected } = await read(await here.file('u.csv', csv))
  expect(rows.map(({ asset }) => asset)).toEqual([pseudonyms.asset('a, "b"')])
  expect(rejected.map(({ line, field }) => [line, field])).toEqual([
    [3, 'asset'],
    [5, 'input_tokens'],
  ])
})

test('columns are renamed, filled and dealt as the command line says', async () => {
  await using here = await folder()
  const path = await here.file(
    'u.csv',
    'When,Extra\n2026-11-20 23:30:00,1\n2026-11-21 00:30:00,2\n',
  )
  const { rows } = await read(path, {
    timeZone: 'Europe/Berlin',
    source: 'gateway',
    mapping: {
      rename: new Map([['time', 'When']]),
      constants: new Map([['tool', 'Claude Code']]),
      ignore: new Set(['Extra']),
      dealt: new Map([
        ['person', dealtValues('p.csv', 'person\nada@example.com\nalan@example.com\n')],
      ]),
    },
  })
  expect(rows.map(({ day, tool, source, account }) => ({ day, tool, source, account }))).toEqual([
    {
      day: '2026-11-20',
      tool: 'claude-code',
      source: 'gateway',
      account: pseudonyms.person('ada@example.com'),
    },
    {
      day: '2026-11-20',
      tool: 'claude-code',
      source: 'gateway',
      account: pseudonyms.person('alan@example.com'),
    },
  ])
})

test.each([
  ['rename', '--map'],
  ['constants', '--set'],
] as const)('%s of a field that does not exist is refused', (kind, flag) => {
  const wrong = mapping({ [kind]: new Map([['imput_tokens', 'x']]) })
  expect(() => columns(USAGE_FIELDS, wrong)).toThrow(`${flag}: there is no field 'imput_tokens'`)
})

test('the Azure trace is read whole: 8,819 requests, their tokens counted another way', async () => {
  const path = 'test/fixtures/azure-trace/AzureLLMInferenceTrace_code.csv'
  const people = 'test/fixtures/azure-trace/people.csv'
  const { rows, rejected } = await read(path, {
    timeZone: 'UTC',
    mapping: {
      ...NO_MAPPING,
      rename: new Map([
        ['time', 'TIMESTAMP'],
        ['input_tokens', 'ContextTokens'],
        ['output_tokens', 'GeneratedTokens'],
      ]),
      constants: new Map([
        ['tool', 'code-assistant'],
        ['model', 'gpt-4o'],
      ]),
      dealt: new Map([['person', dealtValues(people, readFileSync(people, 'utf8'))]]),
    },
  })
  const counted = readFileSync(path, 'utf8').trim().split(/\r?\n/).slice(1)
  const sum = (column: number) =>
    counted.reduce((all, row) => all + Number(row.split(',')[column]), 0)
  const total = (key: 'inputTokens' | 'outputTokens') =>
    rows.reduce((all, row) => all + (row[key] ?? 0), 0)
  expect(rejected).toEqual([])
  expect([rows.length, counted.length]).toEqual([8819, 8819])
  expect([total('inputTokens'), total('outputTokens')]).toEqual([sum(1), sum(2)])
  expect(new Set(rows.map(({ account }) => account)).size).toBe(40)
  expect(new Set(rows.map(({ day }) => day))).toEqual(new Set(['2023-11-16']))
  const picos = rows.reduce((all, { costPicos }) => all + (costPicos ?? 0n), 0n)
  expect(picos).toBe(BigInt(sum(1)) * 2_500_000n + BigInt(sum(2)) * 10_000_000n)
})
