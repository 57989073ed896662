import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { scimDirectory } from '#connectors/scim/connector.ts'
import { all, fault } from '#test/connectors/directories.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { ENTERPRISE, scim, type ScimUser, THROTTLED } from '#test/support/vendors/scim.ts'

const { person } = pseudonymizer(KEY)

const USERS: ScimUser[] = [
  {
    id: 'u1',
    userName: 'ada',
    active: true,
    emails: [
      { value: 'ada@old.corp.test' },
      { value: 'Ada@corp.test', type: 'work', primary: true },
    ],
    [ENTERPRISE]: {
      department: 'Platform',
      division: 'Engineering',
      costCenter: 'CC1',
      manager: { value: 'u2' },
    },
  },
  { id: 'u2', userName: 'grace@corp.test', [ENTERPRISE]: { department: 'Engineering' } },
  { id: 'u3', userName: 'left@corp.test', active: false, [ENTERPRISE]: { department: 'Sales' } },
  { id: 'u4', userName: 'new@corp.test', active: true },
  { id: 'u5', userName: 'Grace@labs.test', [ENTERPRISE]: { department: 'Labs' } },
]
const GROUPS = [
  { id: 'g1', displayName: 'eng-all', members: ['g2', 'u2'] },
  { id: 'g2', displayName: 'platform', members: ['u1', 'g1'] },
  { id: 'g3', displayName: 'Choir', members: ['u1'] },
]

const settings = { SCIM_URL: 'https://scim.corp.test/scim/v2', SCIM_TOKEN: 'scim-token' }
type Server = Awaited<ReturnType<typeof scim>>
const pulled = (server: Server, more: Readonly<Record<string, string>> = {}) =>
  pullAll(
    streamOf(scimDirectory, 'people'),
    connectorCall(scimDirectory, { settings: { ...settings, ...more }, servers: [server] }),
    { from: '2026-11-20', to: '2026-11-20' },
  )

test('active users of all pages become people, with every login they have', async () => {
  await using server = await scim({ users: USERS, groups: GROUPS })
  const pages = await pulled(server, { SCIM_UNIT: 'division/department', SCIM_GROUPS: 'eng-*' })
  const people = all(pages, 'people')
  expect(people.map(({ account, unit, groups }) => [account, unit, groups])).toEqual([
    [person('ada@corp.test'), 'Engineering/Platform', ['eng-all']],
    [person('grace@corp.test'), 'Engineering', ['eng-all']],
    [person('grace@labs.test'), 'Labs', []],
  ])
  expect(people[0]).toMatchObject({
    aliases: ['ada', 'ada@old.corp.test', 'scim:u1'].map(person),
    costCentre: 'CC1',
    manager: person('grace@corp.test'),
    to: null,
  })
  expect(all(pages, 'refused')).toEqual([
    { where: 'list of people', why: 'is in no unit', count: 1 },
  ])
  // Pages hold two of five users and of three groups.
  expect(server.requests.map(({ url }) => url.searchParams.get('startIndex'))).toEqual([
    '1',
    '3',
    '5',
    '1',
    '3',
  ])
})

test('a name at two domains is a doubtful join; who is in no unit keeps the logins', async () => {
  await using server = await scim({ users: USERS })
  const logins = all(await pulled(server), 'logins')
  expect(logins).toContainEqual({
    account: person('new@corp.test'),
    alias: person('scim:u4'),
    sure: 'verified',
  })
  expect(logins.filter(({ sure }) => sure === 'doubtful')).toEqual([
    {
      account: person('grace@labs.test'),
      alias: person('grace@corp.test'),
      sure: 'doubtful',
    },
  ])
})

test('without SCIM_GROUPS groups are not even asked for', async () => {
  await using server = await scim({ users: USERS, groups: GROUPS })
  await pulled(server)
  expect(server.requests.some(({ url }) => url.pathname.endsWith('/Groups'))).toBe(false)
})

test.each([
  ['a wrong token', { SCIM_TOKEN: 'other' }, /GET \/Users with 401/, /SCIM_TOKEN/],
  ['a wrong path', { SCIM_URL: 'https://scim.corp.test/v9' }, /GET \/Users with 404/, /SCIM_URL/],
])('%s is said with its fix', async (_, more, what, fix) => {
  await using server = await scim({ users: USERS })
  const error = await fault(pulled(server, more))
  expect(error.message).toMatch(what)
  expect(error.fix).toMatch(fix)
})

test('half a directory is none: a page that is missing, HTML or cut ends the pull', async () => {
  await using server = await scim({ users: USERS })
  const path = /startIndex=3/
  server.faults.push({
    path,
    answer: { body: { totalResults: 5, itemsPerPage: 0, startIndex: 3 } },
  })
  expect((await fault(pulled(server))).message).toContain('2 of 5 entries, and then none')
  server.faults.push({
    path,
    answer: { headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' },
  })
  expect((await fault(pulled(server))).message).toContain('HTML')
  server.faults.push({ path, times: 3, answer: 'cut' })
  expect((await fault(pulled(server))).message).toContain('cut')
  server.faults.push({ path, answer: THROTTLED(1) })
  expect(all(await pulled(server), 'people')).toHaveLength(3)
})

test('the check tells what may be read', async () => {
  await using server = await scim({ users: USERS })
  const call = connectorCall(scimDirectory, { settings, servers: [server] })
  expect(await scimDirectory.check(call)).toEqual([{ level: 'ok', says: 'Users can be read.' }])
  server.holdings.users.length = 0
  expect(await scimDirectory.check(call)).toMatchObject([{ level: 'warning' }])
})
