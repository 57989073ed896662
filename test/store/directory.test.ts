import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import type { Membership, Seat } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, member, pseudonym, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { pullNow } from './collects.ts'
import { importUsage } from './imports.ts'

const load = (
  store: Store,
  members: readonly Membership[],
  options: { readonly merge?: boolean; readonly dryRun?: boolean } = {},
) =>
  ingest(store).directory(members, batch({ kind: 'directory' }), {
    merge: false,
    dryRun: false,
    ...options,
  })

const homes = (store: Store) =>
  rows<{ home: string }>(
    store.db,
    'read homes',
    sql`select u.path || ' ' || m.valid_from || ' ' || m.valid_to as home
      from membership m join org_unit u using (unit_id) order by 1`,
  ).then((found) => found.map(({ home }) => home))

/** What people are called who come one by one, with these pseudonyms. */
async function aliases(open: () => Promise<Store>, accounts: readonly string[]) {
  await using store = await open()
  for (const [n, account] of accounts.entries()) {
    await importUsage(store, [{ ...usageEvent({ at: `2026-11-0${n + 1}T09:00:00Z` }), account }])
  }
  return await rows(store.db, 'read aliases', sql`select alias from person order by alias`)
}

const seat = (facts: Partial<Seat>): Seat => ({
  tool: 'github-copilot',
  plan: 'business',
  account: null,
  from: day('2026-01-01'),
  to: null,
  monthlyMicros: 19_000_000n,
  currency: 'USD',
  purchased: null,
  lastActivity: null,
  ...facts,
})

describe.each(stores())('in $kind', ({ open }) => {
  test('a file is the whole directory; merged, it speaks only of its people and days', async () => {
    await using store = await open()
    expect(await load(store, [member('ann', 'Eng/Core'), member('bob', 'Sales')])).toEqual({
      people: 2,
      joined: 2,
      left: 0,
      moved: 0,
      units: 2,
    })
    const moved = member('ann', 'Eng/Web', { from: day('2026-07-01') })
    expect(await load(store, [moved], { merge: true })).toMatchObject({
      people: 2,
      moved: 1,
      units: 3,
    })
    expect(await homes(store)).toEqual([
      'Eng/Core 2026-01-01 2026-06-30',
      'Eng/Web 2026-07-01 9999-12-31',
      'Sales 2026-01-01 9999-12-31',
    ])
    expect(await load(store, [moved], { dryRun: true })).toMatchObject({ people: 1, left: 1 })
    expect(await homes(store)).toHaveLength(3)
    expect(await load(store, [moved])).toMatchObject({ people: 1, left: 1, moved: 1, units: 1 })
    expect(await homes(store)).toEqual(['Eng/Web 2026-07-01 9999-12-31'])
  })

  test('units know their department, and the units above them exist', async () => {
    await using store = await open()
    await load(store, [member('ann', 'Sales/EMEA/DACH')])
    expect(
      await rows(
        store.db,
        'read units',
        sql`select u.path, u.name, u.level::int, d.path as department
          from org_unit u join org_unit d on d.unit_id = u.department_id order by u.level`,
      ),
    ).toEqual([
      { path: 'Sales', name: 'Sales', level: 1, department: 'Sales' },
      { path: 'Sales/EMEA', name: 'EMEA', level: 2, department: 'Sales' },
      { path: 'Sales/EMEA/DACH', name: 'DACH', level: 3, department: 'Sales' },
    ])
  })

  test('only days on which use changes hands are counted again', async () => {
    await using store = await open()
    await importUsage(store, [
      usageEvent({ at: '2026-06-30T09:00:00Z', account: 'ann' }),
      usageEvent({ at: '2026-07-02T09:00:00Z', account: 'ann' }),
      usageEvent({ at: '2026-07-03T09:00:00Z', account: 'bob' }),
    ])
    await load(store, [member('ann', 'Eng')])
    const stamps = () =>
      rows<{ day: string; stamp: string }>(
        store.db,
        'read row versions',
        sql`select day::text, xmin::text as stamp from usage_daily order by day`,
      )
    const before = await stamps()
    await load(store, [
      member('ann', 'Eng', { to: day('2026-06-30') }),
      member('ann', 'Sales', { from: day('2026-07-01') }),
    ])
    const after = await stamps()
    expect(
      after.filter(({ stamp }, n) => stamp !== before[n]?.stamp).map(({ day }) => day),
    ).toEqual(['2026-07-02'])
  })

  test('one team a day, and one owner of a login', async () => {
    await using store = await open()
    await expect(
      load(store, [member('ann', 'Eng'), member('ann', 'Sales', { from: day('2026-03-01') })]),
    ).rejects.toMatchObject({
      message: "One person has two teams on 2026-03-01: 'Eng' and 'Sales'",
    })
    await expect(
      load(store, [member('ann', 'Eng', { aliases: ['bob'] }), member('bob', 'Eng')]),
    ).rejects.toThrow('both as a person and as an alias')
    await expect(
      load(store, [
        member('ann', 'Eng', { aliases: ['gh'] }),
        member('bob', 'Eng', { aliases: ['gh'] }),
      ]),
    ).rejects.toThrow('one alias to two people')
  })

  test('a login that changed hands belongs to each on their days', async () => {
    await using store = await open()
    await load(store, [
      member('ann', 'Eng', { aliases: ['shared'], to: day('2026-06-30') }),
      member('bob', 'Sales', { aliases: ['shared'], from: day('2026-07-01') }),
    ])
    await importUsage(store, [
      usageEvent({ at: '2026-06-30T09:00:00Z', account: 'shared' }),
      usageEvent({ at: '2026-07-01T09:00:00Z', account: 'shared' }),
    ])
    expect(
      await rows(
        store.db,
        'read owners',
        sql`select encode(a.pseudonym, 'hex') as person, u.path as unit from usage_daily d
          join account a on a.account_id = d.person_id join org_unit u using (unit_id) order by day`,
      ),
    ).toEqual([
      { person: pseudonym('ann'), unit: 'Eng' },
      { person: pseudonym('bob'), unit: 'Sales' },
    ])
  })

  test('an alias is as short as it can be, whoever came first', async () => {
    // These differ in their seventh letter of base32, and the last in its first.
    const alike = ['00000000', '00000001', 'ff000000'].map((start) => start.padEnd(64, '0'))
    const expected = [{ alias: 'p-74aaaa' }, { alias: 'p-aaaaaaa' }, { alias: 'p-aaaaaai' }]
    expect(await aliases(open, alike)).toEqual(expected)
    expect(await aliases(open, alike.toReversed())).toEqual(expected)
  })

  test('groups and leaves are remembered with their days', async () => {
    await using store = await open()
    await load(store, [member('ann', 'Eng', { groups: ['guild', 'on-call'] })])
    await load(store, [member('bob', 'Eng', { groups: ['guild'] })], { merge: true })
    await load(store, [member('ann', 'Eng', { groups: [] })], { merge: true })
    expect(
      await rows(store.db, 'read groups', sql`select group_name as name from group_member`),
    ).toEqual([{ name: 'guild' }])

    const away = (from: string, to: string | null = null) => ({
      leaves: [{ from: day(from), to: to === null ? null : day(to) }],
    })
    const leaves = async () =>
      (
        await rows<{ line: string }>(
          store.db,
          'read leaves',
          sql`select concat_ws(' ', source, valid_from, valid_to) as line from leave order by 1`,
        )
      ).map(({ line }) => line)
    await load(store, [member('ann', 'Eng', away('2026-03-02')), member('bob', 'Eng')])
    await load(store, [member('bob', 'Eng', away('2026-05-04', '2026-05-08'))], { merge: true })
    expect(await leaves()).toEqual([' 2026-03-02 9999-12-31', ' 2026-05-04 2026-05-08'])
    // Ann is back; a file that does not say who is away takes nothing back where it is merged.
    await load(store, [member('ann', 'Eng', { leaves: [] })], { merge: true })
    await load(store, [member('bob', 'Eng')], { merge: true })
    expect(await leaves()).toEqual([' 2026-05-04 2026-05-08'])
    await load(store, [member('ann', 'Eng'), member('bob', 'Eng')])
    expect(await leaves()).toEqual([])

    // A connector that is asked every night: what is over stands, who is named no more came back.
    const pull = (at: string, given: readonly Membership[]) =>
      pullNow(store, [{ people: given }], { at: Date.parse(`${at}T06:00:00Z`) })
    const bob = (given = {}) => member('bob', 'Eng', { leaves: [], ...given })
    await pull('2026-11-10', [member('ann', 'Eng', away('2026-11-02')), bob()])
    await pull('2026-11-12', [member('ann', 'Eng', { leaves: [] }), bob(away('2026-12-01'))])
    expect(await leaves()).toEqual([
      'vendor-people 2026-11-02 2026-11-11',
      'vendor-people 2026-12-01 9999-12-31',
    ])
    // It ended earlier than was said, and another never began.
    await pull('2026-11-20', [member('ann', 'Eng', away('2026-11-02', '2026-11-06')), bob()])
    expect(await leaves()).toEqual(['vendor-people 2026-11-02 2026-11-06'])
    await pull('2026-11-21', [member('ann', 'Eng'), member('bob', 'Eng')])
    expect(await leaves()).toEqual([])
    expect(await rows(store.db, 'known', sql`select 1 as one from leave_source`)).toEqual([])
  })

  test('seats that a later list leaves out end the day before it was taken', async () => {
    await using store = await open()
    const seats = (given: readonly Seat[], at: string, dryRun = false) =>
      ingest(store).seats(given, batch({ kind: 'seats', at: Date.parse(at) }), { dryRun })
    const [ann, bob] = ['ann', 'bob'].map((name) => seat({ account: pseudonym(name) }))
    const pool = seat({ purchased: 10 })
    if (!ann || !bob) throw new Error('two seats')
    expect(await seats([pool, ann, bob], '2026-10-01T00:00:00Z', true)).toEqual({
      pools: 1,
      assigned: 2,
    })
    expect(await ingest(store).list()).toEqual([])
    await seats([pool, ann, bob], '2026-10-01T00:00:00Z')
    await seats([pool, bob], '2026-11-01T00:00:00Z')
    expect(
      await rows(
        store.db,
        'read seats',
        sql`select encode(a.pseudonym, 'hex') as account, valid_to::text as until
          from seat_assignment join account a using (account_id) order by 2`,
      ),
    ).toEqual([
      { account: pseudonym('ann'), until: '2026-10-31' },
      { account: pseudonym('bob'), until: '9999-12-31' },
    ])
    expect(
      await rows(
        store.db,
        'read pools',
        sql`select plan, purchased::int, monthly_micros::text as price from seat_pool`,
      ),
    ).toEqual([{ plan: 'business', purchased: 10, price: '19000000' }])
  })
})
