import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { offsetsOf } from '#connectors/time.ts'
import { readUsageLine } from '#connectors/usage-line.ts'
import { USAGE_FIELDS, type UsageField, usageLineSchema } from '#connectors/usage-schema.ts'

type Written = Partial<Record<UsageField, unknown>>
const GOOD = { time: '2026-11-20T09:15:00Z', person: 'ada@example.com', tool: 'chatgpt' }
const read = (line: Written, zone?: string) =>
  readUsageLine(
    USAGE_FIELDS.map((field) => line[field]),
    zone === undefined ? undefined : offsetsOf(zone),
  )

const oddText = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '-', 'a\u0000b', 'x\ufffd', 'é', '🙂', 'y'.repeat(600), 'ChatGPT Team'),
)
const oddNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.nat(2_000_000_000),
  fc.constantFrom(0, -0, 1.5, 1_000_000_000, 1_000_000_001, Number.MAX_SAFE_INTEGER + 2),
)
const numeral = fc.oneof(
  oddNumber.map(String),
  fc.constantFrom('12.0', '0012', '1e3', '12.5', ' 7 ', '1,000', '-0', '١٢'),
)
const odd = fc.oneof(
  oddText,
  oddNumber,
  numeral,
  fc.boolean(),
  fc.constant(null),
  fc.constant([]),
  fc.constant({}),
)
const word = fc.constantFrom(
  'chat',
  'Chat ',
  'agents',
  'user',
  'agent',
  'ok',
  'error',
  'prompt',
  'billed',
  'credits',
)
const clock = fc.constantFrom(
  '2026-11-20T09:15:00Z',
  '2026-02-30T09:15:00Z',
  '2026-11-20 09:15:00',
  '1999-12-31T00:00:00Z',
)
const line: fc.Arbitrary<Written> = fc
  .record(
    Object.fromEntries(
      USAGE_FIELDS.map((field) => [field, fc.oneof(odd, word, clock, fc.constant(undefined))]),
    ),
    { requiredKeys: [] },
  )
  .chain((odds) =>
    fc.subarray(USAGE_FIELDS, { maxLength: 3 }).map((kept) => {
      const changed = kept.map((field) => [field, odds[field]] as const)
      return Object.assign(Object.fromEntries(changed), { ...GOOD, ...Object.fromEntries(changed) })
    }),
  )

test('the quick reader takes and refuses exactly what the documented schema does', () => {
  const taken: Written[] = []
  const refused: Written[] = []
  fc.assert(
    fc.property(line, (written) => {
      const schema = usageLineSchema.safeParse(written)
      const quick = read(written)
      const bad = 'fault' in quick
      ;(bad ? refused : taken).push(written)
      const faults = schema.error?.issues.map(({ path }) => path[0])
      expect(bad ? faults?.includes(quick.fault.field) : quick).toEqual(bad || schema.data)
    }),
    { numRuns: 4_000 },
  )
  expect(Math.min(taken.length, refused.length)).toBeGreaterThan(500)
})

test.each<[Written, UsageField, string]>([
  [{ time: undefined }, 'time', 'is missing'],
  [{ time: 1_795_166_100 }, 'time', 'is not a time'],
  [{ time: '20/11/2026' }, 'time', 'is not a time'],
  [{ time: '1969-12-31T23:00:00Z' }, 'time', 'is not from the years 2000 to 2099'],
  [{ time: '2026-11-20 09:15:00' }, 'time', 'has no offset from UTC'],
  [{ person: ' ' }, 'person', 'is missing'],
  [{ tool: '' }, 'tool', 'is missing'],
  [{ tool: 'chat, gpt' }, 'tool', 'is not a tool name'],
  [{ input_tokens: '12.5' }, 'input_tokens', 'is not a whole number in range'],
  [{ output_tokens: -1 }, 'output_tokens', 'is not a whole number in range'],
  [{ cost_usd: '-0.10' }, 'cost_usd', 'is out of range for one request'],
  [{ cost_usd: '$1' }, 'cost_usd', 'is not a number'],
  [{ outcome: 'failed' }, 'outcome', 'is not one of its words'],
  [{ asset: 'bot' }, 'asset', 'and asset_kind need each other'],
  [{ model: 'x'.repeat(200) }, 'model', 'is longer than 128 characters'],
])('%j is refused at %s: it %s', (over, field, why) => {
  expect(read({ ...GOOD, ...over })).toMatchObject({ fault: { field, why } })
})

test('a word nearly right is answered with the right one', () => {
  expect(read({ ...GOOD, feature: 'code-completions' })).toMatchObject({
    fault: { fix: expect.stringContaining("Did you mean 'code_completion'?") },
  })
})

test('a dash says that nobody is known', () => {
  expect(read({ ...GOOD, person: '-' })).toMatchObject({ person: null })
})

test('numbers as spreadsheets write them are read', () => {
  expect(read({ ...GOOD, input_tokens: '1250.0', cost_usd: '1e-7' })).toMatchObject({
    input_tokens: 1250,
    cost_usd: 100_000n,
  })
})

test('a time without offset is read in the zone that was named', () => {
  const micros = Date.parse('2026-07-01T08:00:00Z') * 1000
  expect(read({ ...GOOD, time: '2026-07-01 10:00:00' }, 'Europe/Berlin')).toMatchObject({
    time: micros,
  })
})
