import { expect, test } from 'vitest'

import { NO_MAPPING } from '#connectors/columns.ts'
import { directoryRows } from '#connectors/directory.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { seatRows } from '#connectors/seats.ts'
import { rejectionText } from '#core/import/rejection.ts'

import { folder } from './files.ts'

const pseudonyms = pseudonymizer('a key of at least thirty-two letters')
const options = { pseudonyms, mapping: NO_MAPPING }
const directory = async (csv: string) => {
  await using here = await folder()
  return await directoryRows([await here.file('people.csv', csv)], options)
}
const seats = async (csv: string) => {
  await using here = await folder()
  return await seatRows([await here.file('seats.csv', csv)], options)
}

test('a person sits in a unit, always unless dates say otherwise', async () => {
  const { rows, rejected } = await directory(
    'person,team,manager,aliases,groups,location\nAda@example.com,Engineering / Platform,grace@example.com,ada-l; ada_l;ada-l,oncall;beta,Berlin\n',
  )
  expect(rejected).toEqual([])
  expect(rows).toEqual([
    {
      account: pseudonyms.person('ada@example.com'),
      aliases: [pseudonyms.person('ada-l'), pseudonyms.person('ada_l')],
      unit: 'Engineering/Platform',
      from: '1970-01-01',
      to: null,
      costCentre: null,
      location: 'Berlin',
      manager: pseudonyms.person('grace@example.com'),
      groups: ['oncall', 'beta'],
    },
  ])
})

test.each([
  ['EMEA', 'Sales', 'Sales/EMEA'],
  ['Sales/EMEA', 'Sales', 'Sales/EMEA'],
  ['Sales/EMEA', 'sales', 'Sales/EMEA'],
  ['', 'Sales', 'Sales'],
  ['Sales', '', 'Sales'],
])("team '%s' in department '%s' is the unit %s", async (team, department, unit) => {
  const { rows } = await directory(`person,team,department\nada,${team},${department}\n`)
  expect(rows.map((row) => row.unit)).toEqual([unit])
})

test.each([
  ['Sales,L4,2.5', { function: 'Sales', band: 'L4', tenure: '1 to 3 years' }],
  [',,Over 8 years', { function: null, band: null, tenure: 'over 8 years' }],
  [',L4,0', { function: null, band: 'L4', tenure: 'under 1 year' }],
  [',,"3,0"', { function: null, band: null, tenure: '3 to 8 years' }],
  [',,', undefined],
])('function, band and tenure %s come as bands', async (cells, traits) => {
  const { rows } = await directory(`person,team,function,band,tenure\nada,Sales,${cells}\n`)
  expect(rows.map((row) => row.traits)).toEqual([traits])
})

test('a date of hire is refused, and not shown', async () => {
  const { rows, rejected } = await directory('person,team,tenure\nada,Sales,2019-04-01\n')
  expect(rows).toEqual([])
  expect(rejected.map(rejectionText).join()).toContain('neither years nor a band of them')
})

test.each([
  ['2026-11-02,', [{ from: '2026-11-02', to: null }]],
  ['2026-11-02,2026-11-20', [{ from: '2026-11-02', to: '2026-11-20' }]],
  // Whatever their order: leaves that do not overlap can be paired in one way only.
  [
    '2026-11-02; 2026-03-02,2026-03-20;',
    [
      { from: '2026-03-02', to: '2026-03-20' },
      { from: '2026-11-02', to: null },
    ],
  ],
  [',', []],
])('leaves %s are days and nothing else', async (cells, leaves) => {
  const { rows, rejected } = await directory(
    `person,team,Leave Type,leave_from,leave_to,Absence reason\nada,Sales,Parental,${cells},flu\n`,
  )
  expect(rejected).toEqual([])
  expect(rows.map((row) => row.leaves)).toEqual([leaves])
  expect(JSON.stringify(rows)).not.toMatch(/Parental|flu/)
})

test('a file without a column of leaves says nothing of who is away', async () => {
  const { rows } = await directory('person,team\nada,Sales\n')
  expect(rows.map((row) => row.leaves)).toEqual([undefined])
})

test.each([
  ['2026-02-31,', "leave_from '2026-02-31' is not a day", 'Write days like 2026-11-21'],
  ['2026-03-02;31.3.2026,', 'something else than a day in place 2', 'with ; between'],
  ['2026-03-20,2026-03-02', "leave_to '2026-03-02' is before leave_from", 'Swap'],
  ['2026-03-02;2026-03-10,2026-03-20;2026-04-01', 'begins on 2026-03-10, before', 'End each leave'],
  ['2026-03-02;2026-08-01,', 'has 0 days for 2 of leave_from', 'Give each leave its last day'],
  [',2026-03-02', 'has 1 days for 0 of leave_from', 'Give each leave its last day'],
  ['parental,', "leave_from 'xxxxxxxx' is not a day", 'Write days'],
])('leaves %s are refused with file, line, value and the right form', async (cells, why, fix) => {
  const { rows, rejected } = await directory(`person,team,leave_from,leave_to\nada,Eng,${cells}\n`)
  const said = rejected.map(rejectionText).join()
  expect(rows).toEqual([])
  expect(said).toContain('people.csv:2')
  expect(said).toContain(why)
  expect(said).toContain(fix)
  expect(said).not.toContain('parental')
})

test('lines of one person may repeat a leave and not contradict it', async () => {
  const lines = (second: string) =>
    `person,team,from,to,leave_from,leave_to\nada,A,,2026-06-30,2026-06-20,2026-07-10\nada,B,2026-07-01,,2026-06-20,${second}\n`
  expect((await directory(lines('2026-07-10'))).rejected).toEqual([])
  const said = (await directory(lines('2026-07-12'))).rejected.map(rejectionText).join()
  expect(said).toContain('overlaps another leave of the same person: see also people.csv:2')
})

test('someone who moved has two lines, and one home on every day', async () => {
  const { rows, rejected } = await directory(
    'person,team,from,to\nada,Sales,,2026-06-30\nada,Engineering,2026-07-01,\n',
  )
  expect(rejected).toEqual([])
  expect(rows.map(({ unit, from, to }) => [unit, from, to])).toEqual([
    ['Sales', '1970-01-01', '2026-06-30'],
    ['Engineering', '2026-07-01', null],
  ])
})

test.each([
  [
    'ada,Sales,,2026-07-01\nada,Engineering,2026-07-01,',
    "people.csv:3: person 'xxx' is in two units on one day: see also people.csv:2. End one line the day before the other starts.",
  ],
  ['ada,,,', "people.csv:2: team is missing. Write the unit's path, like Sales/EMEA."],
  [
    'ada,Sales//EMEA,,',
    "people.csv:2: team 'Sales//EMEA' has an empty level. Write it like Sales/EMEA.",
  ],
  [',Sales,,', 'people.csv:2: person is missing. Write an e-mail address or id.'],
  [
    'ada,Sales,2026-02-30,',
    "people.csv:2: from '2026-02-30' is not a day. Write it like 2026-11-21, or leave it empty.",
  ],
  [
    'ada,Sales,2026-03-01,2026-02-01',
    "people.csv:2: to '2026-02-01' is before from. Swap the two days, or leave to empty.",
  ],
])('%j is refused, and says why', async (lines, message) => {
  const { rejected } = await directory(`person,team,from,to\n${lines}\n`)
  expect(rejected.map(rejectionText)).toEqual([message])
})

test('one login cannot be two people', async () => {
  const { rows, rejected } = await directory(
    'person,team,aliases\nada@example.com,Sales,ada\nalan@example.com,Sales,ADA\n',
  )
  expect(rows).toHaveLength(1)
  expect(rejected.map(({ why }) => why)).toEqual([
    'and people.csv:2 claim one login for two people',
  ])
})

test('an empty directory is refused rather than taken for a company of nobody', async () => {
  await expect(directory('person,team\n')).rejects.toThrow('The directory is empty')
})

test('seats are people, and pools that say how many were bought', async () => {
  const { rows, rejected } = await seats(
    'tool,plan,person,from,to,monthly_price_usd,purchased,currency\nChatGPT,enterprise,ada@example.com,2026-01-01,,60.00,,eur\nchatgpt,enterprise,-,,,60,120,\n',
  )
  expect(rejected).toEqual([])
  expect(rows).toMatchObject([
    {
      tool: 'chatgpt',
      account: pseudonyms.person('ada@example.com'),
      monthlyMicros: 60_000_000n,
      purchased: null,
      currency: 'EUR',
    },
    { tool: 'chatgpt', account: null, from: '1970-01-01', purchased: 120, currency: 'USD' },
  ])
})

test.each([
  ['chatgpt,,,,,,', /^seats.csv:2: person is missing\./],
  [',,ada,,,,', /^seats.csv:2: tool is missing\./],
  ['chatgpt,,ada,,,$60,', /monthly_price_usd '\$60' is not a price\. Write dollars a month/],
  ['chatgpt,,ada,,,,\nchatgpt,,ADA,2026-01-01,,,', /^seats.csv:3: .* see also seats.csv:2/],
])('%j is refused', async (lines, message) => {
  const { rejected } = await seats(
    `tool,plan,person,from,to,monthly_price_usd,purchased\n${lines}\n`,
  )
  expect(rejected.map(rejectionText).join('\n')).toMatch(message)
})
