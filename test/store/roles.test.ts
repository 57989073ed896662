import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { authority, readGrant } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'
import { changeRole } from '#jobs/change-role.ts'
import { admins } from '#store/admins.ts'
import { audit } from '#store/audit.ts'
import { roles } from '#store/roles.ts'
import { rows } from '#store/rows.ts'
import { stores } from '#test/support/store.ts'

const none = { admins: [], roles: [] }
const ann = { workspace: 'T1', user: 'U1' }
const by = 'slack:T1/U9'

const settings = (text: string) => ({
  admins: [],
  roles: text.split(',').flatMap((entry) => readGrant(entry) ?? []),
})

test.each([
  ['analyst=@data-team', { grant: 'analyst', group: 'data-team' }],
  ['security=S0123ABCD', { grant: 'security', group: 'S0123ABCD' }],
  ['person=U1', undefined],
  ['person=U024BE7LH', { grant: 'person', user: 'U024BE7LH' }],
  ['lead=T1/U024BE7LH:Sales/EMEA', { grant: 'lead', user: 'T1/U024BE7LH', unit: 'Sales/EMEA' }],
  ['lead=@leads : Sales / EMEA ', { grant: 'lead', group: 'leads', unit: 'Sales / EMEA' }],
  ['lead=@leads', undefined],
  ['analyst=@data-team:Sales', undefined],
  ['member=@everyone', undefined],
  ['analyst=ann@example.com', undefined],
  ['analyst', undefined],
])('%s is read as what it gives', (entry, grant) => {
  expect(readGrant(entry)).toEqual(grant)
})

test('what several roles come to', () => {
  expect(authority([])).toEqual({ admin: false, person: false, roles: [], leads: [] })
  expect(authority([{ grant: 'person' }]).person).toBe(false)
  expect(
    authority([
      { grant: 'admin' },
      { grant: 'person' },
      { grant: 'analyst' },
      { grant: 'lead', unit: 'Sales' },
      { grant: 'lead', unit: 'Legal' },
      { grant: 'lead', unit: 'Sales' },
    ]),
  ).toEqual({ admin: true, person: true, roles: ['analyst'], leads: ['Legal', 'Sales'] })
})

describe.each(stores())('in $kind', ({ open }) => {
  test('nobody has a role by an empty list', async () => {
    await using store = await open()
    expect(await roles(store.db, none).of(ann)).toEqual([])
    expect(await roles(store.db, none).list()).toEqual([])
  })

  test('settings give roles everywhere, or in the workspace they are named with', async () => {
    await using store = await open()
    const known = roles(store.db, {
      ...settings('analyst=U02,lead=T2/U02:Sales,security=@sec'),
      admins: ['U03'],
    })
    const bo = { workspace: 'T1', user: 'U02' }
    expect(await known.of(bo)).toMatchObject([{ grant: 'analyst' }])
    expect(await known.of({ ...bo, workspace: 'T2' })).toMatchObject([
      { grant: 'analyst' },
      { grant: 'lead', unit: 'Sales' },
    ])
    expect(await known.of({ workspace: 'T1', user: 'U03' })).toMatchObject([
      { grant: 'admin' },
      { grant: 'person' },
    ])
    expect(known.groups).toEqual([{ grant: 'security', group: 'sec' }])
    await expect(known.take({ grant: 'analyst' }, bo)).rejects.toThrow(
      /A setting makes them analyst/,
    )
  })

  test('a role is given once, listed, and gone at once when it is taken', async () => {
    await using store = await open()
    const known = roles(store.db, none)
    const lead = { grant: 'lead', unit: 'Sales/EMEA' } as const
    expect(await known.give(lead, { ...ann, by })).toBe(true)
    expect(await known.give(lead, { ...ann, by })).toBe(false)
    expect(await known.give({ grant: 'lead', unit: 'Legal' }, { ...ann, by })).toBe(true)
    expect(await known.list()).toEqual([
      { grant: 'lead', unit: 'Sales/EMEA', who: 'T1/U1', by },
      { grant: 'lead', unit: 'Legal', who: 'T1/U1', by },
    ])
    expect(await known.of({ ...ann, workspace: 'T2' })).toEqual([])
    expect(await known.take(lead, ann)).toBe(true)
    expect(await known.take(lead, ann)).toBe(false)
    expect(await known.of(ann)).toEqual([{ grant: 'lead', unit: 'Legal' }])
  })

  test('an admin is made without the person permission, which is given and taken apart', async () => {
    await using store = await open()
    const known = roles(store.db, none)
    await known.give({ grant: 'admin' }, { ...ann, by })
    expect(await known.of(ann)).toEqual([{ grant: 'admin' }])
    await known.give({ grant: 'person' }, { ...ann, by })
    expect(authority(await known.of(ann))).toMatchObject({ admin: true, person: true })
    expect(await known.take({ grant: 'person' }, ann)).toBe(true)
    expect(authority(await known.of(ann))).toMatchObject({ admin: true, person: false })
  })

  test('who claimed the first place may see people until that is taken', async () => {
    await using store = await open()
    const chiefs = admins(store.db, { configured: [] })
    await chiefs.claim((await chiefs.newClaimCode()) ?? '', 'slack', 'T1', 'U1')
    const known = roles(store.db, none)
    expect(authority(await known.of(ann))).toMatchObject({ admin: true, person: true })
    await known.take({ grant: 'person' }, ann)
    expect(authority(await known.of(ann))).toMatchObject({ admin: true, person: false })
  })

  test('the last admin can not be taken, and a second one can', async () => {
    await using store = await open()
    const known = roles(store.db, none)
    await known.give({ grant: 'admin' }, { ...ann, by })
    await expect(known.take({ grant: 'admin' }, ann)).rejects.toThrow(/the only admin/)
    await known.give({ grant: 'admin' }, { workspace: 'T1', user: 'U2', by })
    expect(await known.take({ grant: 'admin' }, ann)).toBe(true)
    expect(await known.of(ann)).toEqual([])
  })

  test('a group that is made admin by a setting leaves no code to claim', async () => {
    await using store = await open()
    const chiefs = admins(store.db, { configured: [], byGroup: true })
    expect(await chiefs.newClaimCode()).toBeUndefined()
  })

  test('a change of roles is written before it is made; unwritten, it is not made', async () => {
    await using store = await open()
    const known = roles(store.db, none)
    const change = { act: 'grant', grant: 'analyst', ...ann } as const
    const how = { viewer: by, place: 'slack:dm/D1', at: 0 }
    const broken = { record: () => Promise.reject(new Error('no row')) }
    await expect(changeRole(change, how, { roles: known, audit: broken })).rejects.toThrow('no row')
    expect(await known.of(ann)).toEqual([])
    await changeRole(change, how, { roles: known, audit: audit(store.db) })
    await expect(
      changeRole({ ...change, act: 'revoke', grant: 'analyst' }, how, {
        roles: { ...known, take: () => Promise.reject(new UserError('no', 'no')) },
        audit: audit(store.db),
      }),
    ).rejects.toThrow(UserError)
    expect(
      await rows(store.db, 'read', sql`select command, outcome from audit order by audit_id`),
    ).toEqual([
      { command: 'roles grant analyst T1/U1', outcome: 'done' },
      { command: 'roles revoke analyst T1/U1', outcome: 'done' },
      { command: 'roles revoke analyst T1/U1', outcome: 'failed' },
    ])
  })
})
