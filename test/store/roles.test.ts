import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { authority, readGrant } from '#core/access/grants.ts'
import { UserError } from '#core/errors.ts'
import { approvals } from '#jobs/approvals.ts'
import { changeRole, type RoleChange, type RoleHouse } from '#jobs/change-role.ts'
import { admins } from '#store/admins.ts'
import { approvalBook } from '#store/approvals.ts'
import { audit } from '#store/audit.ts'
import { roles } from '#store/roles.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { memoryHouse } from '#test/support/house.ts'
import { stores } from '#test/support/store.ts'

const none = { admins: [], roles: [] }
const ann = { workspace: 'T1', user: 'U1' }
const by = 'slack:T1/U9'

const how = { viewer: by, place: 'slack:dm/D1', at: 0 }

/** Someone wants a change of roles, and another person approves it. */
function wanting(store: Store) {
  const desk = approvals({
    ...memoryHouse(),
    book: approvalBook(store.db),
    audit: audit(store.db),
    tell: async () => 1,
  })
  const want = async (change: RoleChange, house: RoleHouse) => {
    const asked = await changeRole(change, how, house)
    if (asked.kind !== 'waiting') throw new Error(`it is ${asked.kind}`)
    await desk.decide(asked.id, 'approved', { by: 'slack:T1/U8', place: 'slack:dm/D8' })
  }
  return { desk, want }
}

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
    expect(await known.groups()).toEqual([{ grant: 'security', group: 'sec' }])
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
    const { desk, want } = wanting(store)
    const known = roles(store.db, none)
    const change = { act: 'grant', grant: 'analyst', ...ann } as const
    const broken = { record: () => Promise.reject(new Error('no row')) }
    const house = { roles: known, audit: audit(store.db), approvals: desk }
    await want(change, house)
    const unwritten = changeRole(change, how, { ...house, audit: broken })
    await expect(unwritten).rejects.toThrow('no row')
    expect(await known.of(ann)).toEqual([])
    await want(change, house)
    expect(await changeRole(change, how, house)).toEqual({ kind: 'changed' })
    expect(await changeRole(change, how, house)).toEqual({ kind: 'same' })
    const revoke = { ...change, act: 'revoke' } as const
    await want(revoke, house)
    const stuck = { ...known, take: () => Promise.reject(new UserError('no', 'no')) }
    await expect(changeRole(revoke, how, { ...house, roles: stuck })).rejects.toThrow(UserError)
    expect(
      await rows(
        store.db,
        'read',
        sql`select command, outcome from audit where action = 'roles' order by audit_id`,
      ),
    ).toEqual([
      { command: 'roles grant analyst T1/U1', outcome: 'done' },
      { command: 'roles revoke analyst T1/U1', outcome: 'done' },
      { command: 'roles revoke analyst T1/U1', outcome: 'failed' },
    ])
  })

  test('an approval is for this role of this person, and for giving or taking it', async () => {
    await using store = await open()
    const { desk, want } = wanting(store)
    const house = { roles: roles(store.db, none), audit: audit(store.db), approvals: desk }
    const lead = { act: 'grant', grant: 'lead', unit: 'Sales', ...ann } as const
    await want(lead, house)
    for (const other of [
      { ...lead, unit: 'Legal' },
      { ...lead, user: 'U2' },
      { ...lead, workspace: 'T2' },
      { act: 'grant', grant: 'admin', ...ann } as const,
    ])
      expect(await changeRole(other, how, house)).toMatchObject({ kind: 'waiting' })
    expect(await changeRole(lead, how, house)).toEqual({ kind: 'changed' })
    const taken = await changeRole({ ...lead, act: 'revoke' }, how, house)
    expect(taken).toMatchObject({ kind: 'waiting' })
    expect(await house.roles.of(ann)).toEqual([{ grant: 'lead', unit: 'Sales' }])
  })

  test('what can not be taken is said at once, and waits for nobody', async () => {
    await using store = await open()
    const { desk } = wanting(store)
    const house = { audit: audit(store.db), approvals: desk }
    const revoke = { act: 'revoke', grant: 'admin', ...ann } as const
    const alone = roles(store.db, none)
    await alone.give({ grant: 'admin' }, { ...ann, by })
    const last = changeRole(revoke, how, { ...house, roles: alone })
    await expect(last).rejects.toThrow(/the only admin/)
    const set = roles(store.db, settings('admin=U999'))
    const byThem = changeRole({ ...revoke, user: 'U999' }, how, { ...house, roles: set })
    await expect(byThem).rejects.toThrow(/A setting makes them admin/)
    expect(await desk.waiting()).toEqual([])
  })
})
