import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { workdayDirectory as connector } from '#connectors/workday/connector.ts'
import { all, fault } from '#test/connectors/directories.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { SIGN_IN, THROTTLED, workday } from '#test/support/vendors/workday.ts'

const { person } = pseudonymizer(KEY)

const entries = [
  {
    Email: 'Ada@corp.test',
    Org: 'Engineering / Platform',
    Since: '2026-03-01-08:00',
    Boss: 'grace@corp.test',
    Logins: [{ Descriptor: 'ada-lovelace' }, { Descriptor: 'ada@old.test' }],
    Pay_Grade: 'secret',
  },
  { Email: 'left@corp.test', Org: 'Sales', Until: '2026-06-30', Boss: '' },
  { Email: '', Org: 'Sales' },
  { Email: 'mary@corp.test', Org: 'Ops', Since: 'yesterday' },
]
const COLUMNS = 'person=Email,team=Org,from=Since,to=Until,manager=Boss,aliases=Logins'
type Server = Awaited<ReturnType<typeof workday>>
const call = (server: Server, more: Readonly<Record<string, string>> = {}) =>
  connectorCall(connector, {
    settings: {
      WORKDAY_REPORT_URL: server.url,
      WORKDAY_USER: server.holdings.user,
      WORKDAY_PASSWORD: 'an-isu-password',
      WORKDAY_COLUMNS: COLUMNS,
      ...more,
    },
    servers: [server],
  })
const pulled = (server: Server, more: Readonly<Record<string, string>> = {}) =>
  pullAll(streamOf(connector, 'people'), call(server, more), {
    from: '2026-11-20',
    to: '2026-11-20',
  })

test.each(['json', 'csv'])('a report in %s gives people, teams and dates', async (format) => {
  await using server = await workday({ entries })
  const pages = await pulled(server, { WORKDAY_REPORT_URL: `${server.url}?format=${format}` })
  expect(all(pages, 'people')).toMatchObject([
    {
      account: person('ada@corp.test'),
      aliases: ['ada-lovelace', 'ada@old.test'].map(person),
      unit: 'Engineering/Platform',
      from: '2026-03-01',
      to: null,
      manager: person('grace@corp.test'),
    },
    { account: person('left@corp.test'), unit: 'Sales', from: '1970-01-01', to: '2026-06-30' },
  ])
  expect(all(pages, 'refused')).toEqual([
    { where: 'report, person', why: 'is missing', count: 1 },
    { where: 'report, from', why: 'is not a day', count: 1 },
  ])
  expect(JSON.stringify(pages)).not.toMatch(/secret|corp\.test/)
})

test('leaves come as days, from a column or a group of lines, and never their kind', async () => {
  await using server = await workday({
    entries: [
      {
        Email: 'ada@corp.test',
        Org: 'Eng',
        Leaves_group: [
          { First_Day: '2026-03-02-08:00', Last_Day: '2026-03-20-08:00', Leave_Type: 'Parental' },
          { First_Day: '2026-11-02-08:00', Leave_Type: 'Sick' },
        ],
      },
      { Email: 'bob@corp.test', Org: 'Eng' },
    ],
  })
  const columns = 'person=Email,team=Org'
  const group = `${columns},leave_from=Leaves_group/First_Day,leave_to=Leaves_group/Last_Day`
  const pages = await pulled(server, { WORKDAY_COLUMNS: group })
  expect(all(pages, 'people').map(({ leaves }) => leaves)).toEqual([
    [
      { from: '2026-03-02', to: '2026-03-20' },
      { from: '2026-11-02', to: null },
    ],
    [],
  ])
  expect(JSON.stringify(pages)).not.toMatch(/Parental|Sick/)
  // JSON has no column of what is empty on every line: nobody is on leave.
  const flat = `${columns},leave_from=First,leave_to=Last`
  const none = await pulled(server, { WORKDAY_COLUMNS: flat })
  expect(all(none, 'people').map(({ leaves }) => leaves)).toEqual([[], []])
  expect(all(none, 'refused')).toEqual([])
  expect(await connector.check(call(server, { WORKDAY_COLUMNS: flat }))).toEqual([
    { level: 'warning', says: 'The report has no column First, Last.' },
  ])
  // CSV has every column: one that is not there is named wrongly, and who is away is not known.
  const url = { WORKDAY_REPORT_URL: `${server.url}?format=csv`, WORKDAY_COLUMNS: flat }
  const csv = await pulled(server, url)
  expect(all(csv, 'people').map(({ leaves }) => leaves)).toEqual([undefined, undefined])
  expect(all(csv, 'refused').map(({ why }) => why)).toContain('has no column First')
})

test('a column that the report does not have is said', async () => {
  await using server = await workday({ entries })
  const more = { WORKDAY_COLUMNS: 'person=Email,team=Org,location=City' }
  expect(all(await pulled(server, more), 'refused')).toContainEqual({
    where: 'report',
    why: 'has no column City',
    count: 1,
  })
  expect(await connector.check(call(server, more))).toEqual([
    { level: 'warning', says: 'The report has no column City.' },
  ])
  expect(await connector.check(call(server))).toEqual([
    { level: 'ok', says: 'The report can be read: 4 lines.' },
  ])
})

test.each([
  ['a wrong password', { WORKDAY_PASSWORD: 'other' }, {}, /401/, /WORKDAY_PASSWORD/],
  ['a report not shared', {}, { shared: false }, /403/, /Share the report/],
  ['another report', {}, { report: 'Other' }, /404|nobody/, /./],
])('%s is said with its fix', async (_, settings, holdings, what, fix) => {
  await using server = await workday({ entries, ...holdings })
  const url = { WORKDAY_REPORT_URL: server.url.replace(/\/Other$/, '/AI_Usage_Directory') }
  const error = await fault(pulled(server, { ...url, ...settings }))
  expect(error.message).toMatch(what)
  expect(error.fix).toMatch(fix)
  expect(error.message).not.toContain('other')
})

test('a busy service is waited for; a sign-in page is no report', async () => {
  await using server = await workday({ entries })
  server.faults.push({ path: /customreport2/, answer: THROTTLED(1) })
  expect(all(await pulled(server), 'people')).toHaveLength(2)
  for (const format of ['json', 'csv']) {
    server.faults.push({ path: /customreport2/, answer: SIGN_IN })
    const url = { WORKDAY_REPORT_URL: `${server.url}?format=${format}` }
    expect((await fault(pulled(server, url))).message).toContain('HTML')
  }
})

test('a column mapping names person and team, and only fields there are', () => {
  const { form } = connector.settings.find(({ name }) => name === 'WORKDAY_COLUMNS') ?? {}
  for (const good of [COLUMNS, 'team=Org Path,person=Email', 'department=D,person=E'])
    expect([good, form?.pattern.test(good)]).toEqual([good, true])
  for (const bad of ['person=Email', 'person=Email,team=', 'person=E,team=O,colour=C', ''])
    expect([bad, form?.pattern.test(bad)]).toEqual([bad, false])
})
