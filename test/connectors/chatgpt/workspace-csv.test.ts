import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { readPythonDict } from '#connectors/chatgpt/python-dict.ts'
import { workspaceRows } from '#connectors/chatgpt/workspace-csv.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { folder } from '#test/connectors/files.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

const pseudonyms = pseudonymizer(KEY)
const HEADER =
  'cadence,period_start,period_end,account_id,public_id,name,email,role,user_role,department,groups,user_status,created_or_invited_date,is_active,first_day_active_in_period,last_day_active_in_period,messages,messages_rank,model_to_messages,gpt_messages,gpts_messaged,gpt_to_messages,tool_messages,tools_messaged,tool_to_messages,project_messages,projects_messaged,project_to_messages,projects_created,last_day_active,column_of_next_year'

const row = (over: Readonly<Record<string, string>> = {}) => {
  const values: Readonly<Record<string, string>> = {
    cadence: 'weekly',
    period_start: '2026-11-02',
    period_end: '2026-11-08',
    name: 'Ada Lovelace',
    email: 'Ada@Corp.com',
    user_status: 'enabled',
    created_or_invited_date: '2026-01-15',
    is_active: 'True',
    messages: '37',
    model_to_messages: `"{'gpt-4o': 25, 'o5': 12}"`,
    gpt_to_messages: '{}',
    last_day_active: '2026-11-07',
    ...over,
  }
  return HEADER.split(',')
    .map((name) => values[name] ?? '')
    .join(',')
}

async function read(...files: readonly (readonly string[])[]) {
  await using here = await folder()
  const paths = await Promise.all(
    files.map((lines, at) => here.file(`users-${at}.csv`, [HEADER, ...lines].join('\n'))),
  )
  return await workspaceRows(paths, { pseudonyms })
}

test('a line is a period of a person, their seat and their models; names stay out', async () => {
  const account = pseudonyms.person('ada@corp.com')
  const found = await read([row()])
  expect(found).toEqual({
    periods: [
      {
        source: 'chatgpt-workspace',
        tool: 'chatgpt',
        account,
        from: '2026-11-02',
        to: '2026-11-08',
        lastActivity: '2026-11-07',
        activeDays: null,
        messages: 37,
        enabled: true,
      },
    ],
    seats: [
      expect.objectContaining({
        tool: 'chatgpt',
        account,
        from: '2026-01-15',
        to: null,
        lastActivity: '2026-11-07',
      }),
    ],
    models: [
      { account, from: '2026-11-02', to: '2026-11-08', model: 'gpt-4o', messages: 25 },
      { account, from: '2026-11-02', to: '2026-11-08', model: 'o5', messages: 12 },
    ],
    rejected: [],
  })
  expect(JSON.stringify(found)).not.toMatch(/lovelace|corp\.com/i)
})

test.each([
  ['weekly', '2026-11-02', '2026-11-08', '2026-11-08'],
  ['weekly', '2026-11-02', '2026-11-09', '2026-11-08'],
  ['monthly', '2026-10-01', '2026-10-31', '2026-10-31'],
  ['monthly', '2026-10-01', '2026-11-01', '2026-10-31'],
  ['monthly', '2026-10-01T00:00:00Z', '2026-11-01 00:00:00', '2026-10-31'],
])('%s from %s with end %s goes through %s', async (cadence, period_start, period_end, to) => {
  const { periods } = await read([row({ cadence, period_start, period_end })])
  expect(periods).toMatchObject([{ from: period_start.slice(0, 10), to }])
})

test('what is missing is null, and none is 0', async () => {
  const { periods } = await read([
    row({ messages: '', last_day_active: '' }),
    row({ email: 'bo@corp.com', messages: '0', model_to_messages: '{}' }),
  ])
  expect(periods.map(({ messages, lastActivity }) => [messages, lastActivity])).toEqual([
    [null, null],
    [0, '2026-11-07'],
  ])
})

test('the newest period says who holds a seat', async () => {
  const gone = { period_start: '2026-11-09', period_end: '2026-11-15', user_status: 'disabled' }
  const { periods, seats } = await read(
    [row(gone)],
    [row(), row({ email: 'bo@corp.com', user_status: 'pending' })],
  )
  expect(periods).toHaveLength(3)
  expect(seats.map(({ account }) => account)).toEqual([pseudonyms.person('bo@corp.com')])
})

test.each([
  [{ model_to_messages: `"{'gpt-4o': 25"` }, 'model_to_messages', 'is not a Python dict'],
  [{ model_to_messages: `"{'gpt-4o': '25'}"` }, 'model_to_messages', 'is not a Python dict'],
  [{ messages: 'many' }, 'messages', 'is not a whole number'],
  [{ period_end: '2026-10-01' }, 'period_end', 'before its start'],
  [{ period_start: '11/02/2026' }, 'period_start', 'is not a day'],
  [{ email: '' }, 'email', 'is missing'],
])('%j is refused by its line, the others stand', async (over, field, why) => {
  const { periods, rejected } = await read([row(), row({ email: 'bo@corp.com', ...over })])
  expect(periods).toHaveLength(1)
  expect(rejected).toMatchObject([
    { file: 'users-0.csv', line: 3, field, why: expect.stringContaining(why) },
  ])
  expect(JSON.stringify(rejected)).not.toContain('bo@corp.com')
})

test('a person named twice in a period counts once', async () => {
  const { periods, rejected } = await read([row()], [row({ email: 'ada@corp.com' })])
  expect(periods).toHaveLength(1)
  expect(rejected).toMatchObject([
    { file: 'users-1.csv', line: 2, why: 'is there twice for one period: see also users-0.csv:2' },
  ])
})

test('another file is refused as a whole', async () => {
  await using here = await folder()
  const path = await here.file('other.csv', 'person,team\nada,Eng\n')
  await expect(workspaceRows([path], { pseudonyms })).rejects.toMatchObject({
    message:
      "other.csv has no column 'period_start': it is no export of ChatGPT workspace analytics",
    fix: expect.stringContaining('Workspace settings'),
  })
})

test.each<[string, readonly [string, number][] | undefined]>([
  ['{}', []],
  [`{'gpt-4o': 25}`, [['gpt-4o', 25]]],
  [
    `{ "o'3" : 1 , 'b':2, }`,
    [
      ["o'3", 1],
      ['b', 2],
    ],
  ],
  [
    String.raw`{'a\'b': 1, 'c\\d': 2, '\u00e9': 3}`,
    [
      ["a'b", 1],
      [String.raw`c\d`, 2],
      ['é', 3],
    ],
  ],
  [`{'a: {b}': 1}`, [['a: {b}', 1]]],
  [`{'a': 1_000}`, [['a', 1000]]],
  [`{"gpt-4o": 25}`, [['gpt-4o', 25]]],
  [`{'a': 1, 'a': 2}`, undefined],
  [`{'a': -1}`, undefined],
  [`{'a': 1.5}`, undefined],
  [`{'a': None}`, undefined],
  [`{'a': 1 'b': 2}`, undefined],
  [`{'a': 1} {'b': 2}`, undefined],
  [`{'a': 1}}`, undefined],
  [`{,}`, undefined],
  [`{'a'}`, undefined],
  [`{a: 1}`, undefined],
  [`{'a\\q': 1}`, undefined],
  [`{'a\\u00': 1}`, undefined],
  [`[('a', 1)]`, undefined],
  [`__import__('os')`, undefined],
  ['', undefined],
])('the Python literal %s', (text, pairs) => {
  expect(readPythonDict(text)).toEqual(pairs && new Map(pairs))
})

/** As Python's repr writes a string. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
  return (
    quote + escaped.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t') + quote
  )
}

test('any dict that Python writes is read back', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.nat()), (dict) => {
      const text = `{${Object.entries(dict)
        .map(([key, value]) => `${repr(key)}: ${value}`)
        .join(', ')}}`
      expect(readPythonDict(text)).toEqual(new Map(Object.entries(dict)))
    }),
  )
})
