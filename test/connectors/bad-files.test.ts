import { gzipSync } from 'node:zlib'

import { expect, test } from 'vitest'

import { NO_MAPPING } from '#connectors/columns.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { usageBatches, type UsageFileOptions } from '#connectors/usage-file.ts'
import { UserError } from '#core/errors.ts'
import { rejectionText } from '#core/import/rejection.ts'

import { all, folder } from './files.ts'

const options: UsageFileOptions = {
  mapping: NO_MAPPING,
  zone: 'UTC',
  pseudonyms: pseudonymizer('a key of at least thirty-two letters'),
  price: () => null,
}
const read = (path: string, over: Partial<UsageFileOptions> = {}) =>
  all(usageBatches([path], { ...options, ...over }))

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

test('good rows land and bad ones are named by file, line, field, value and the right form', async () => {
  await using here = await folder()
  const rows = [
    LINE,
    LINE.replace('1000', '12.5'),
    LINE.replace('2026-11-20T09:15:00.123456Z', '2026-11-20 09:15:00'),
    LINE.replace('ada@example.com', ''),
    LINE.replace('ada@example.com', `${'a'.repeat(400)}@example.com`),
    `${LINE},7`,
    LINE,
  ]
  const found = await read(await here.file('u.csv', `${HEADER}\n${rows.join('\n')}\n`))
  expect(found.rows).toHaveLength(2)
  expect(found.rejected.map(rejectionText)).toEqual([
    "u.csv:3: input_tokens '12.5' is not a whole number in range. Write a whole number from 0 to 1,000,000,000, like 1250, or leave it empty.",
    "u.csv:4: time '2026-11-20 09:15:00' has no offset from UTC. Add Z or an offset such as +01:00, or name the zone with --time-zone.",
    "u.csv:5: person is missing. Write an e-mail address or id, or '-' when nobody is known.",
    `u.csv:6: person '${'x'.repeat(40)}…' is longer than 320 characters. Shorten it.`,
    'u.csv:7: has 7 values where the header has 6. Quote values that hold the separator; leave empty ones empty.',
  ])
})

test('no message shows an address, wherever it was put', async () => {
  await using here = await folder()
  const csv = `${HEADER}\n${LINE.replace('1000', 'ada@example.com')}\n`
  const { rejected } = await read(await here.file('u.csv', csv))
  expect(rejected.map(({ value }) => value)).toEqual(['xxx@xxxxxxx.xxx'])
})

test.each([
  'prompt',
  'text',
  'Content',
  'messages',
  'completion',
  'response',
  'input',
  'prompt_text',
])('a column named %s is refused: prompt text is never stored', async (name) => {
  await using here = await folder()
  const csv = await here.file('u.csv', `${HEADER},${name}\n${LINE},hello\n`)
  await expect(read(csv)).rejects.toThrow(/prompt text is never stored/)
  const json = await here.file('u.ndjson', JSON.stringify({ ...OBJECT, [name]: 'hello' }))
  const { rows, rejected } = await read(json)
  expect(rows).toEqual([])
  expect(rejected.map(rejectionText).join()).toMatch(/prompt text is never stored/)
  expect(JSON.stringify(rejected)).not.toContain('hello')
  const dropped = await read(csv, { mapping: { ...NO_MAPPING, ignore: new Set([name]) } })
  expect(dropped.rows).toHaveLength(1)
})

test.each<[string, string, string | Uint8Array, RegExp]>([
  ['a workbook', 'u.csv', 'PK\u0003\u0004rest', /is a zip archive or an Excel workbook/],
  ['binary junk', 'u.csv', Uint8Array.from([1, 0, 2, 0, 255]), /is not text/],
  ['UTF-16', 'u.csv', Buffer.from('\ufefftime,person', 'utf16le'), /is UTF-16 text/],
  ['a JSON list', 'u.json', '[{"time":"x"}]', /is one JSON list/],
  ['half a gzip file', 'u.csv.gz', gzipSync('x'.repeat(99_999)).subarray(0, 60), /is cut off/],
  ['an open quote', 'u.csv', `${HEADER}\n"${LINE}\n`, /ends inside a quoted value/],
  ['an endless row', 'u.csv', `${HEADER}\n"${'x'.repeat(2_000_000)}"`, /longer than 1 MiB/],
  ['a column twice', 'u.csv', `${HEADER},tool\n${LINE},x\n`, /'tool' is there twice/],
])('%s is refused with what it is', async (_what, name, content, message) => {
  await using here = await folder()
  const refused = read(await here.file(name, content))
  await expect(refused).rejects.toThrow(message)
  await expect(refused).rejects.toBeInstanceOf(UserError)
})

test('a missing file and a folder are refused by name', async () => {
  await using here = await folder()
  await expect(read(`${here.path}/none.csv`)).rejects.toThrow('none.csv does not exist')
  await expect(read(here.path)).rejects.toThrow('is a folder')
})

test('a ten-megabyte line is skipped, and its neighbours are read', async () => {
  await using here = await folder()
  const line = JSON.stringify(OBJECT)
  const long = JSON.stringify({ ...OBJECT, model: 'x'.repeat(10_000_000) })
  const { rows, rejected } = await read(await here.file('u.ndjson', [line, long, line].join('\n')))
  expect(rows).toHaveLength(2)
  expect(rejected.map(rejectionText)).toEqual([
    'u.ndjson:2: is longer than 1 MiB. Split it: one line holds one row.',
  ])
})

test('a last line that is cut off says so', async () => {
  await using here = await folder()
  const line = JSON.stringify(OBJECT)
  const { rows, rejected } = await read(
    await here.file('u.ndjson', `${line}\n${line.slice(0, 50)}`),
  )
  expect(rows).toHaveLength(1)
  expect(rejected.map(rejectionText)).toEqual([
    'u.ndjson:2: is cut off: the file ends within it. Copy the file again.',
  ])
})

test('bytes that are not UTF-8 are refused in a value', async () => {
  await using here = await folder()
  const latin = Buffer.from(`${HEADER}\n${LINE.replace('gpt-4o', 'modèle')}\n`, 'latin1')
  const { rejected } = await read(await here.file('u.csv', latin))
  expect(rejected.map(({ field, fix }) => [field, fix])).toEqual([
    ['model', 'Save the file as UTF-8 text.'],
  ])
})

test('lines are read whole however the bytes fall into chunks', async () => {
  await using here = await folder()
  const count = 20_000
  const lines = Array.from({ length: count }, (_, n) =>
    JSON.stringify(Object.assign({}, OBJECT, { model: `modèle-${n}`, output_tokens: n })),
  )
  const { rows, rejected } = await read(await here.file('u.ndjson', lines.join('\n')))
  expect(rejected).toEqual([])
  expect(rows.map(({ outputTokens }) => outputTokens)).toEqual(lines.map((_, n) => n))
  expect(rows[count - 1]?.model).toBe(`modèle-${count - 1}`)
})
