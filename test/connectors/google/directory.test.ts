import { expect, test } from 'vitest'

import { googleDirectory } from '#connectors/google/directory-connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'
import type { Member, Person, Workspace } from '#test/support/vendors/google-workspace.ts'

import { failure, gathered, house } from './house.ts'

const { person } = pseudonymizer(KEY)
const someone = (name: string, more: Partial<Person> = {}): Person => ({
  id: `1${name}`,
  primaryEmail: `${name}@corp.test`,
  orgUnitPath: '/Sales/EMEA',
  ...more,
})
const directory = (over: Partial<Workspace>, settings: Readonly<Record<string, string>> = {}) =>
  house(over, {
    connector: googleDirectory,
    settings: { GOOGLE_DIRECTORY_UNIT: 'orgUnitPath', ...settings },
  })

test('people come with their unit, manager and every login they are known by', async () => {
  const ada = someone('Ada', {
    aliases: ['lovelace@corp.test'],
    nonEditableAliases: ['ada@corp.test.test-google-a.com'],
    organizations: [
      { department: 'Old' },
      { department: 'R&D', costCenter: 'CC-7', location: 'Berlin', primary: true },
    ],
    relations: [
      { type: 'assistant', value: 'cyd@corp.test' },
      { type: 'manager', value: 'bob@corp.test' },
    ],
  })
  await using corp = await directory({ people: [ada] })
  expect(gathered(await corp.pull('people'), 'people')).toEqual([
    {
      account: person('ada@corp.test'),
      aliases: ['lovelace@corp.test', 'ada@corp.test.test-google-a.com', 'google:1Ada'].map(person),
      unit: 'Sales/EMEA',
      from: '1970-01-01',
      to: null,
      costCentre: 'CC-7',
      location: 'Berlin',
      manager: person('bob@corp.test'),
      groups: [],
    },
  ])
})

test('suspended and archived accounts, and those in the root, are in no unit', async () => {
  await using corp = await directory({
    people: [
      someone('ada'),
      someone('sue', { suspended: true }),
      someone('art', { archived: true }),
      someone('root', { orgUnitPath: '/' }),
    ],
  })
  const pages = await corp.pull('people')
  expect(gathered(pages, 'people')).toMatchObject([{ account: person('ada@corp.test') }])
  expect(gathered(pages, 'refused')).toEqual([
    { where: 'list of people', why: 'is in no unit', count: 1 },
  ])
})

test.each([
  ['department', 'R&D'],
  ['Company.team', 'Platform/Data'],
])('the unit by %s is %s', async (unit, expected) => {
  const ada = someone('ada', {
    organizations: [{ department: 'R&D' }],
    customSchemas: { Company: { team: 'Platform / Data' } },
  })
  await using corp = await directory({ people: [ada] }, { GOOGLE_DIRECTORY_UNIT: unit })
  expect(gathered(await corp.pull('people'), 'people')).toMatchObject([{ unit: expected }])
})

const member = (name: string, type: Member['type'] = 'USER'): Member => ({
  id: `1${name}`,
  email: `${name}@corp.test`,
  type,
  role: 'MEMBER',
})

test('groups that the setting names list everyone in them, also by way of other groups', async () => {
  const over: Partial<Workspace> = {
    people: [someone('ada'), someone('bob')],
    groups: [
      { id: 'g1', email: 'eng@corp.test', name: 'Engineering' },
      { id: 'g2', email: 'data@corp.test', name: 'Data' },
    ],
    members: {
      'eng@corp.test': [member('ada'), member('data', 'GROUP')],
      'data@corp.test': [member('bob')],
    },
  }
  await using corp = await directory(over, { GOOGLE_DIRECTORY_GROUPS: 'eng*' })
  expect(gathered(await corp.pull('people'), 'people')).toMatchObject([
    { groups: ['Engineering'] },
    { groups: ['Engineering'] },
  ])
  await using without = await directory(over)
  expect(gathered(await without.pull('people'), 'people')).toMatchObject([
    { groups: [] },
    { groups: [] },
  ])
})

test('people and members are read to the last page', async () => {
  const names = Array.from({ length: 1100 }, (_, at) => `p${at}`)
  await using corp = await directory(
    {
      people: names.map((name) => someone(name)),
      groups: [{ id: 'g1', email: 'all@corp.test', name: 'All' }],
      members: { 'all@corp.test': names.map((name) => member(name)) },
    },
    { GOOGLE_DIRECTORY_GROUPS: 'All' },
  )
  const people = gathered(await corp.pull('people'), 'people') as { groups: string[] }[]
  expect(people).toHaveLength(1100)
  expect(people.every(({ groups }) => groups.length === 1)).toBe(true)
})

test('a scope that is not delegated is named, and groups need theirs only when asked for', async () => {
  const users = 'https://www.googleapis.com/auth/admin.directory.user.readonly'
  const over = { people: [someone('ada')], delegated: [users] }
  await using corp = await directory(over)
  expect(await googleDirectory.check(corp.call)).toMatchObject([
    { says: 'People can be read.' },
    {},
  ])
  await using more = await directory(over, { GOOGLE_DIRECTORY_GROUPS: '*' })
  expect((await failure(more.pull('people'))).fix).toContain('admin.directory.group.readonly')
  expect((await failure(googleDirectory.check(more.call))).fix).toContain('group.readonly')
})
