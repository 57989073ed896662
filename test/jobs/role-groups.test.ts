import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import type { Connector } from '#collect.ts'
import { googleDirectory } from '#connectors/google/directory-connector.ts'
import { microsoftEntra } from '#connectors/microsoft/directory-connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { readGrant } from '#core/access/grants.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import { readRoleGroups } from '#jobs/role-groups.ts'
import { claims } from '#store/claims.ts'
import { roleGroups } from '#store/role-groups.ts'
import { roles } from '#store/roles.ts'
import { rows } from '#store/rows.ts'
import { house as googleHouse } from '#test/connectors/google/house.ts'
import { house as microsoftHouse } from '#test/connectors/microsoft/house.ts'
import { openMemoryStore } from '#test/support/store.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

const { person } = pseudonymizer(KEY)
const EVERYONE = '7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001'
const SETTINGS = [
  'security=google:sec@corp.test',
  `lead=entra:${EVERYONE}:Sales/EMEA`,
  'analyst=@data-team',
]
const grants = SETTINGS.flatMap((entry) => {
  const one = readGrant(entry)
  return one && 'group' in one ? [one] : []
})

const user = (name: string, more: object = {}) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@corp.onmicrosoft.com`,
  mail: `${name}@corp.test`,
  accountEnabled: true,
  ...more,
})
const member = (name: string, more: object = {}) =>
  ({ id: name, email: `${name}@corp.test`, type: 'USER', role: 'MEMBER', ...more }) as const

/** Two directories whose groups have roles, and the bot that asks who is in them. */
async function company() {
  const closing = new AsyncDisposableStack()
  const store = closing.use(await openMemoryStore())
  const google = closing.use(
    await googleHouse(
      {
        groups: [
          { id: 'g1', email: 'sec@corp.test', name: 'Security' },
          { id: 'g2', email: 'soc@corp.test', name: 'SOC' },
        ],
        members: {
          'sec@corp.test': [
            member('ada'),
            member('sue', { status: 'SUSPENDED' }),
            member('soc', { type: 'GROUP' }),
          ],
          'soc@corp.test': [member('bob')],
        },
      },
      { connector: googleDirectory, settings: { GOOGLE_DIRECTORY_UNIT: 'orgUnitPath' } },
    ),
  )
  const entra = closing.use(
    await microsoftHouse(
      {
        users: [user('ada'), user('cyd'), user('dan', { accountEnabled: false })],
        groups: [{ id: EVERYONE, displayName: 'Sales leads', members: ['id-cyd', 'id-dan'] }],
      },
      { connector: microsoftEntra, settings: { MICROSOFT_DIRECTORY_UNIT: 'department' } },
    ),
  )
  let now = Date.parse('2026-11-21T12:00:00Z')
  const warned: unknown[] = []
  const quiet = () => {}
  const source = (
    connector: Connector,
    call: typeof google.call,
    missing: readonly string[] = [],
  ) => ({
    connector,
    missing,
    call: () => call,
  })
  const house = {
    roleGroups: roleGroups(store.db, grants),
    sources: [source(googleDirectory, google.call), source(microsoftEntra, entra.call)],
    claims: claims(store.db),
    clock: { now: () => now },
    lock: { held: () => undefined, signal: () => new AbortController().signal },
    log: { info: quiet, warn: (...said: unknown[]) => void warned.push(said), error: quiet },
    redact: (text: string) => text,
  }
  const known = roles(store.db, { admins: [], roles: grants })
  const closed = closing.move()
  return {
    google,
    entra,
    warned,
    /** What someone has who is known so. */
    held: (...names: readonly string[]) => known.inGroups(names.map(person)),
    /** A minute later. */
    read: (over: Partial<typeof house> = {}) => {
      now += 60_000
      return readRoleGroups({ ...house, ...over })
    },
    /** Another process, in the same minute. */
    again: () => readRoleGroups(house),
    later: (minutes: number) =>
      rows(
        store.db,
        'time passes',
        sql`update role_group set read_at = read_at - make_interval(secs => ${minutes * 60})`,
      ),
    troubles: async () => (await known.list()).map(({ who, trouble }) => [who, trouble]),
    source,
    house,
    known,
    everything: async () =>
      JSON.stringify(
        await rows(store.db, 'all', sql`select to_jsonb(m) as row from role_group_member m`),
      ),
    [Symbol.asyncDispose]: () => closed.disposeAsync(),
  }
}

test('who is in a group of Google or Entra has its role, and within a minute of leaving has not', async () => {
  await using it = await company()
  expect(await it.held('ada@corp.test')).toEqual([])
  await it.read()
  const security = [{ grant: 'security' }]
  const lead = [{ grant: 'lead', unit: 'Sales/EMEA' }]
  expect(await it.held('ada@corp.test')).toEqual(security)
  expect(await it.held('bob@corp.test')).toEqual(security)
  // By address in Slack; in Teams by the object id.
  expect(await it.held('CYD@corp.test')).toEqual(lead)
  expect(await it.held('microsoft:id-cyd')).toEqual(lead)
  expect(
    await it.held('sue@corp.test', 'dan@corp.test', 'microsoft:id-dan', 'eve@corp.test'),
  ).toEqual([])
  const kept = await it.everything()
  expect(kept).not.toMatch(/(ada|bob|cyd)@|id-cyd/)
  // Neither what usage is kept under nor what says that somebody was forgotten can be told from it.
  const hash = presentOf(person('ada@corp.test'))
  const tombstone = createHash('sha256').update(Buffer.from(hash, 'hex')).digest('hex')
  expect([kept.includes(hash), kept.includes(tombstone)]).toEqual([false, false])

  it.google.workspace.members['soc@corp.test'] = []
  it.entra.tenant.groups = [{ id: EVERYONE, displayName: 'Sales leads', members: ['id-ada'] }]
  const asked = it.entra.graph.requests.length
  await it.again()
  expect(it.entra.graph.requests).toHaveLength(asked)
  await it.read()
  expect(await it.held('bob@corp.test')).toEqual([])
  expect(await it.held('microsoft:id-cyd', 'cyd@corp.test')).toEqual([])
  expect(await it.held('ada@corp.test')).toEqual([...security, ...lead])
})

test('a group that can’t be read gives nobody a role before five minutes are over, and roles list says why', async () => {
  await using it = await company()
  await it.read()
  it.google.workspace.groups = []
  await it.read()
  expect(await it.held('ada@corp.test')).toEqual([{ grant: 'security' }])
  expect(await it.troubles()).toEqual([
    ['group google:sec@corp.test', undefined],
    [`group entra:${EVERYONE}`, undefined],
    ['group data-team', undefined],
  ])
  await it.later(4)
  expect(await it.held('ada@corp.test')).toEqual([])
  expect(await it.troubles()).toEqual([
    ['group google:sec@corp.test', expect.stringContaining('404')],
    [`group entra:${EVERYONE}`, expect.stringContaining('not read for minutes')],
    ['group data-team', undefined],
  ])
  expect(it.warned).toHaveLength(1)
  const { house, source, google } = it
  const unset = source(microsoftEntra, google.call, ['MICROSOFT_CLIENT_SECRET'])
  await it.read({ sources: [unset, ...house.sources.slice(0, 1)] })
  expect((await it.troubles())[1]).toEqual([
    `group entra:${EVERYONE}`,
    expect.stringContaining('MICROSOFT_CLIENT_SECRET is not set'),
  ])
})

test('a group that a command gives a role has it once it was read, and is forgotten when that is taken', async () => {
  await using it = await company()
  const { known } = it
  const [soc, by] = ['google:soc@corp.test', 'slack:T1/U9']
  const lead = { grant: 'lead', unit: 'Eng' } as const
  expect(await known.give(lead, { group: soc, by })).toBe(true)
  expect(await known.give(lead, { group: soc, by })).toBe(false)
  await known.give({ grant: 'admin' }, { group: 'chiefs', by })
  expect(await known.groups()).toMatchObject([
    { group: 'data-team' },
    { grant: 'admin', group: 'chiefs' },
  ])
  expect(await it.held('bob@corp.test')).toEqual([])
  await it.read()
  expect(await it.held('bob@corp.test')).toEqual([{ grant: 'security' }, lead])
  expect(await known.list()).toContainEqual({ ...lead, who: `group ${soc}`, by })
  // Nobody would be left who is an admin themselves.
  await expect(known.take({ grant: 'admin' }, { group: 'chiefs' })).rejects.toThrow('only admin')
  await expect(known.take({ grant: 'analyst' }, { group: 'data-team' })).rejects.toThrow(
    'A setting',
  )
  expect(await known.take(lead, { group: soc })).toBe(true)
  expect(await known.take(lead, { group: soc })).toBe(false)
  expect(await it.held('bob@corp.test')).toEqual([{ grant: 'security' }])
  expect(await it.everything()).toContain(soc)
  await it.read()
  expect(await it.everything()).not.toContain(soc)
})

test('a group of a directory is named by what cannot be another’s', () => {
  expect(readGrant(`admin=entra:${EVERYONE}`)).toEqual({
    grant: 'admin',
    group: `entra:${EVERYONE}`,
  })
  expect(readGrant('lead=google:eng-leads@corp.test:Eng/Core')).toEqual({
    grant: 'lead',
    group: 'google:eng-leads@corp.test',
    unit: 'Eng/Core',
  })
  for (const entry of ['admin=entra:Admins', 'admin=google:admins', 'admin=okta:x@corp.test'])
    expect(readGrant(entry)).toBeUndefined()
})
