import { expect, test } from 'vitest'

import { microsoftEntra } from '#connectors/microsoft/directory-connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'
import type { GraphUser, Tenant } from '#test/support/vendors/microsoft-tenant.ts'

import { failure, gathered, house } from './house.ts'

const { person } = pseudonymizer(KEY)

const user = (name: string, more: Partial<GraphUser> = {}): GraphUser => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@corp.onmicrosoft.com`,
  mail: `${name}@corp.test`,
  accountEnabled: true,
  userType: 'Member',
  department: 'Sales',
  companyName: 'Corp',
  ...more,
})
const entra = (over: Partial<Tenant>, settings: Readonly<Record<string, string>> = {}) =>
  house(over, {
    connector: microsoftEntra,
    settings: { MICROSOFT_DIRECTORY_UNIT: 'companyName/department', ...settings },
  })

const member = {
  unit: 'Corp/Sales',
  from: '1970-01-01',
  to: null,
  costCentre: null,
  location: null,
  manager: null,
  groups: [],
}

test('people come with their unit, manager and every login they are known by', async () => {
  const ada = user('ada', {
    department: 'Sales / EMEA',
    proxyAddresses: ['SMTP:Ada@corp.test', 'smtp:lovelace@corp.test', 'SIP:ada@corp.test'],
    manager: { id: 'id-bob' },
    officeLocation: 'Berlin',
    employeeOrgData: { costCenter: 'CC-7', division: 'Field' },
  })
  await using corp = await entra({ users: [ada, user('bob', { mail: null })] })
  const pages = await corp.pull('people')
  expect(gathered(pages, 'people')).toEqual([
    {
      ...member,
      account: person('ada@corp.test'),
      aliases: ['ada@corp.onmicrosoft.com', 'lovelace@corp.test', 'microsoft:id-ada'].map(person),
      unit: 'Corp/Sales/EMEA',
      costCentre: 'CC-7',
      location: 'Berlin',
      manager: person('bob@corp.onmicrosoft.com'),
    },
    {
      ...member,
      account: person('bob@corp.onmicrosoft.com'),
      aliases: [person('microsoft:id-bob')],
    },
  ])
})

test('guests and disabled accounts are left out; who has no unit keeps their logins', async () => {
  await using corp = await entra({
    users: [
      user('ada'),
      user('gus', { userType: 'Guest' }),
      user('dee', { accountEnabled: false }),
      user('cyd', { companyName: null, department: ' ' }),
    ],
  })
  const pages = await corp.pull('people')
  expect(gathered(pages, 'people')).toMatchObject([{ account: person('ada@corp.test') }])
  expect(gathered(pages, 'logins')).toContainEqual({
    account: person('cyd@corp.test'),
    alias: person('cyd@corp.onmicrosoft.com'),
    sure: 'verified',
  })
  expect(gathered(pages, 'refused')).toEqual([
    { where: 'list of people', why: 'is in no unit', count: 1 },
  ])
})

test('a login that two people claim stays with the one whose address it is', async () => {
  const users = [
    user('ada'),
    user('bob', { proxyAddresses: ['smtp:ADA@corp.test', 'smtp:desk@corp.test'] }),
    user('cyd', { proxyAddresses: ['smtp:desk@corp.test'] }),
    user('ada', { id: 'id-second' }),
  ]
  await using corp = await entra({ users })
  const pages = await corp.pull('people')
  const people = gathered(pages, 'people') as readonly { readonly aliases: readonly string[] }[]
  expect(people).toHaveLength(3)
  const desk = person('desk@corp.test')
  expect(people.map(({ aliases }) => aliases.includes(desk))).toEqual([false, true, false])
  expect(gathered(pages, 'refused')).toEqual([
    { where: 'list of people', why: 'is there twice by one address', count: 1 },
    { where: 'list of people', why: 'claims a login that another person has', count: 2 },
  ])
})

test.each([
  ['department', 'Sales'],
  ['division/extensionAttribute3', 'Field/North'],
  ['city', undefined],
])('the unit by %s is %s', async (attribute, unit) => {
  const ada = user('ada', {
    employeeOrgData: { division: 'Field' },
    onPremisesExtensionAttributes: { extensionAttribute3: 'North' },
  })
  await using corp = await entra({ users: [ada] }, { MICROSOFT_DIRECTORY_UNIT: attribute })
  const [first] = gathered(await corp.pull('people'), 'people') as readonly { unit: string }[]
  expect(first?.unit).toBe(unit)
})

test('groups that the setting names list everyone in them, also by way of other groups', async () => {
  const groups = [
    { id: 'g1', displayName: 'eng-platform', members: ['id-ada', 'g2'] },
    { id: 'g2', displayName: 'Eng-Data', members: ['id-bob', 'gone'] },
    { id: 'g3', displayName: 'All company', members: ['id-ada'] },
  ]
  await using corp = await entra(
    { users: [user('ada'), user('bob')], groups },
    { MICROSOFT_DIRECTORY_GROUPS: 'eng-*; Nobody' },
  )
  expect(gathered(await corp.pull('people'), 'people')).toMatchObject([
    { groups: ['eng-platform'] },
    { groups: ['eng-platform', 'Eng-Data'] },
  ])
  await using without = await entra({ users: [user('ada')], groups })
  expect(gathered(await without.pull('people'), 'people')).toMatchObject([{ groups: [] }])
  expect(without.graph.requests.map(({ url }) => url.pathname)).toEqual(['/v1.0/users'])
})

test('people are read to the last page', async () => {
  const users = Array.from({ length: 2100 }, (_, at) => user(`p${at}`))
  await using corp = await entra({ users })
  expect(gathered(await corp.pull('people'), 'people')).toHaveLength(2100)
  expect(corp.graph.requests).toHaveLength(3)
})

test('an expired page ends the pull with nothing stored', async () => {
  const users = Array.from({ length: 1100 }, (_, at) => user(`p${at}`))
  await using corp = await entra({ users })
  const answer = { status: 410, body: { error: { code: 'resyncRequired', message: 'again' } } }
  corp.graph.faults.push({ path: /skiptoken/, answer })
  expect((await failure(corp.pull('people'))).message).toContain('a link or page has expired')
})

test('the check names the right to groups only where groups are asked for', async () => {
  const graph = 'https://graph.microsoft.com'
  const roles = { [graph]: ['User.Read.All'], 'https://manage.office.com': [] } as Tenant['roles']
  await using corp = await entra({ roles })
  expect(await microsoftEntra.check(corp.call)).toEqual([
    { level: 'ok', says: 'People can be read.' },
  ])
  await using more = await entra({ roles }, { MICROSOFT_DIRECTORY_GROUPS: '*' })
  expect((await failure(microsoftEntra.check(more.call))).fix).toContain('GroupMember.Read.All')
})
