import { expect, test } from 'vitest'

import { copilotExport } from '#connectors/microsoft/report-csv.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { folder } from '#test/connectors/files.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'
import type { CopilotUser } from '#test/support/vendors/microsoft-tenant.ts'

import { failure, gathered, house } from './house.ts'

const { person } = pseudonymizer(KEY)
const ada: CopilotUser = {
  userPrincipalName: 'Ada@corp.test',
  displayName: 'Lovelace, Ada',
  last: { Word: '2026-11-10', 'Copilot Chat': '2026-11-18' },
}
const bob: CopilotUser = { userPrincipalName: 'bob@corp.test', displayName: 'Bob', last: {} }

const adaUse = {
  source: 'm365-copilot-report',
  tool: 'm365-copilot',
  account: person('ada@corp.test'),
  from: '2026-10-21',
  to: '2026-11-19',
  lastActivity: '2026-11-18',
  activeDays: null,
  messages: null,
  enabled: true,
}

test('the report says who was last active when, over a period and never by days', async () => {
  await using corp = await house({ copilot: [ada, bob] })
  const pages = await corp.pull('usage')
  expect(gathered(pages, 'periods')).toEqual([
    adaUse,
    { ...adaUse, account: person('bob@corp.test'), lastActivity: null },
  ])
  expect(gathered(pages, 'events').concat(gathered(pages, 'reports'))).toEqual([])
  expect(pages.at(-1)?.publishedAt).toBe(Date.parse('2026-11-19T00:00:00Z'))
})

test('where v1.0 has no report yet, beta says the same in JSON, page by page', async () => {
  const many = Array.from({ length: 250 }, (_, at) => ({
    ...bob,
    userPrincipalName: `p${at}@corp.test`,
  }))
  await using corp = await house({ copilot: [ada, ...many] })
  corp.graph.faults.push({
    path: /v1\.0\/copilot/,
    answer: { status: 404, body: { error: { code: 'NotFound', message: 'no' } } },
  })
  const periods = gathered(await corp.pull('usage'), 'periods')
  expect(periods).toHaveLength(251)
  expect(periods[0]).toEqual(adaUse)
  expect(corp.graph.requests.filter(({ url }) => url.pathname.startsWith('/beta'))).toHaveLength(2)
})

test('concealed names are refused with the setting that shows them, and nothing is stored', async () => {
  await using corp = await house({ copilot: [ada, bob], concealed: true })
  const fault = await failure(corp.pull('usage'))
  expect(fault.message).toContain('conceals the names in its reports (2 people)')
  expect(fault.fix).toContain('Display concealed user, group, and site names in all reports')
})

test('a downloaded report says the same as the API', async () => {
  await using here = await folder()
  const lines = [
    'Report Refresh Date,User Principal Name,Last Activity Date,Report Period',
    '2026-11-19,ada@corp.test,2026-11-18,30',
  ]
  const path = await here.file('copilot.csv', `\u{FEFF}${lines.join('\r\n')}`)
  const pseudonyms = pseudonymizer(KEY)
  expect(await copilotExport([path], { pseudonyms })).toMatchObject({
    periods: [adaUse],
    rejected: [],
  })
  const other = await here.file('other.csv', 'a,b\n1,2')
  expect((await failure(copilotExport([other], { pseudonyms }))).message).toContain('other.csv')
})

test('a line that makes no sense is said, and the others stand', async () => {
  await using corp = await house()
  const head =
    'Report Refresh Date,User Principal Name,Last Activity Date,Report Period,Prompts submitted for all apps'
  const lines = [
    head,
    '2026-11-19,ada@corp.test,2026-11-18,30,7',
    '2026-11-19,bob@corp.test,18/11/2026,30,7',
    '2026-11-19,,,30,',
    '2026-11-19,A1B2C3D4A1B2C3D4A1B2C3D4A1B2C3D4,,30,',
    '2026-11-19,somebody,,30,',
  ]
  corp.graph.faults.push({ path: /copilot/, answer: { body: lines.join('\r\n') } })
  const pages = await corp.pull('usage')
  expect(gathered(pages, 'periods')).toEqual([adaUse])
  expect(gathered(pages, 'refused')).toEqual([
    { where: 'usage report', why: 'has no readable lastActivity', count: 1 },
    { where: 'usage report', why: 'has no readable name', count: 1 },
    { where: 'usage report', why: 'names nobody by user principal name', count: 1 },
    { where: 'usage report', why: 'hides the name of its person', count: 1 },
  ])
})

test.each([
  ['another CSV', 'a,b\r\n1,2\r\n', 'no usage report of Copilot'],
  ['a sign-in page', '<html><body>Sign in</body></html>', 'HTML, not JSON'],
])('%s in place of the report is refused', async (_, body, says) => {
  await using corp = await house()
  corp.graph.faults.push({ path: /copilot/, times: 9, answer: { body } })
  const fault = await failure(corp.pull('usage'))
  expect(fault.message).toContain(says)
})

const COPILOT = {
  skuId: 'c1',
  skuPartNumber: 'Microsoft_365_Copilot',
  prepaidUnits: { enabled: 25, suspended: 0, warning: 0 },
  consumedUnits: 2,
}
const E5 = { ...COPILOT, skuId: 'e5', skuPartNumber: 'SPE_E5' }
const user = (name: string, ...licences: readonly string[]) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@corp.test`,
  mail: name === 'cyd' ? null : `${name}.mail@corp.test`,
  assignedLicenses: licences.map((skuId) => ({ skuId, disabledPlans: [] })),
})

test('licences bought are the pool, and who was given one holds a seat', async () => {
  const others = Array.from({ length: 1200 }, (_, at) => user(`o${at}`, 'e5'))
  await using corp = await house({
    skus: [COPILOT, E5],
    users: [user('ada', 'e5', 'c1'), ...others, user('cyd', 'c1')],
  })
  const seats = gathered(await corp.pull('seats'), 'seats')
  expect(seats).toMatchObject([
    { tool: 'm365-copilot', plan: 'Microsoft_365_Copilot', account: null, purchased: 25 },
    { account: person('ada.mail@corp.test'), purchased: null, monthlyMicros: null },
    { account: person('cyd@corp.test') },
  ])
  const asked = corp.graph.requests.filter(({ url }) => url.pathname === '/v1.0/users')
  expect(asked).toHaveLength(2)
})

test('licences by another name are found by the setting, and else asked for', async () => {
  const named = { skus: [{ ...COPILOT, skuPartNumber: 'CORP_AI' }], users: [user('ada', 'c1')] }
  await using other = await house(named, { settings: { MICROSOFT_COPILOT_SKUS: 'X, corp_ai' } })
  expect(gathered(await other.pull('seats'), 'seats')).toHaveLength(2)
  await using corp = await house(named)
  expect((await failure(corp.pull('seats'))).fix).toContain('MICROSOFT_COPILOT_SKUS')
})
