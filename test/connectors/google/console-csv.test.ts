import { expect, test } from 'vitest'

import { geminiRows } from '#connectors/google/console-csv.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { day } from '#core/time/day.ts'
import { folder } from '#test/connectors/files.ts'
import { failure } from '#test/connectors/microsoft/house.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

const pseudonyms = pseudonymizer(KEY)
const HEADER =
  'Email,Overall usage,Active days,Gmail,Docs,Sheets,Slides,Drive,Meet,Gemini app,A new app'

async function read(...lines: readonly string[]) {
  await using here = await folder()
  const path = await here.file('gemini.csv', lines.join('\n'))
  return await geminiRows([path], { pseudonyms, through: day('2026-11-20') })
}

test('a line is 28 days of a person, together', async () => {
  const found = await read(
    HEADER,
    'Ada@corp.test,High,12,3,4,0,0,0,0,9,1',
    'bob@corp.test,None,0,0,0,0,0,0,0,0,0',
    'cyd@corp.test,,,,,,,,,,',
  )
  const use = {
    source: 'gemini-console',
    tool: 'gemini-workspace',
    account: pseudonyms.person('ada@corp.test'),
    from: '2026-10-24',
    to: '2026-11-20',
    lastActivity: null,
    activeDays: 12,
    messages: null,
    enabled: true,
  }
  expect(found).toEqual({
    periods: [
      use,
      { ...use, account: pseudonyms.person('bob@corp.test'), activeDays: 0 },
      { ...use, account: pseudonyms.person('cyd@corp.test'), activeDays: null },
    ],
    rejected: [],
  })
})

test.each([
  ['somebody,High,3', 'email', 'is no address'],
  ['bob@corp.test,High,29', 'active days', 'is more than 28'],
  ['bob@corp.test,High,many', 'active days', 'is not a whole number'],
  ['ADA@corp.test,High,3', 'email', 'is there twice: see also gemini.csv:2'],
])('%s is refused by its line, the others stand', async (line, field, why) => {
  const { periods, rejected } = await read(
    'Email,Overall usage,Active days',
    'ada@corp.test,High,3',
    line,
  )
  expect(periods).toHaveLength(1)
  expect(rejected).toMatchObject([{ line: 3, field, why: expect.stringContaining(why) as string }])
  expect(JSON.stringify(rejected)).not.toMatch(/somebody|corp/i)
})

test('another file is refused by the column it lacks', async () => {
  const fault = await failure(read('Email,Name', 'ada@corp.test,Ada'))
  expect(fault.message).toContain("no column 'active days'")
})
