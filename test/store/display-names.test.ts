import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import type { KeptNames } from '#books.ts'
import { DEFAULT_POLICY, type Mode } from '#core/policy/policy.ts'
import { underBoth } from '#core/privacy/two-keys.ts'
import { displayNames } from '#store/display-names.ts'
import { policyBook } from '#store/policy.ts'
import { privacy } from '#store/privacy.ts'
import { keyRotation } from '#store/rotate-key.ts'
import { rows } from '#store/rows.ts'
import { nameSeal } from '#store/seal-name.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { directory } from './lines.ts'
import { anew, memberUnderBoth, withBoth, withOld } from './two-keys.ts'

const seal = nameSeal({ key: 'a key of at least thirty-two letters' })
const MEMBERS = [member('ann', 'Eng', { aliases: ['ann-gh'] }), member('bob', 'Eng')]
const NAMES = [
  { account: pseudonym('ann'), name: 'Ann Lee' },
  { account: pseudonym('bob'), name: 'Björn 李'.repeat(9) },
  { account: pseudonym('zoe'), name: 'Zoe Unknown' },
]

const KEPT = {
  dryRun: false,
  row: (detail: KeptNames) =>
    ({
      at: 0,
      viewer: 'operator',
      place: 'command line',
      action: 'import',
      command: 'import names [file]',
      outcome: 'done',
      detail,
    }) as const,
} as const

const kept = (store: Store) =>
  rows<{ account: number; sealed: string }>(
    store.db,
    'kept',
    sql`select account_id::int as account, encode(sealed, 'hex') as sealed from display_name order by 1`,
  )

const aliasesOf = async (store: Store, ...hashes: readonly string[]) => {
  const found = await rows<{ alias: string }>(
    store.db,
    'aliases',
    sql`select p.alias from person p join account a on a.account_id = p.person_id
      where encode(a.pseudonym, 'hex') in ${hashes} order by p.person_id`,
  )
  return found.map(({ alias }) => alias)
}

async function promise(store: Store, mode: Mode): Promise<void> {
  const book = policyBook(store.db)
  const after = (await book.history()).length
  const policy = { ...DEFAULT_POLICY, mode }
  const row = { at: after, viewer: 'operator', place: 'command line', action: 'policy' } as const
  const facts = { ...row, command: '', outcome: 'done', detail: {} } as const
  const written = { policy, hash: `${after}`, at: after, by: 'operator', weaker: [] }
  await book.put(written, { after, row: facts })
}

/** The hash of an account does not depend on who kept its name. */
async function named(store: Store) {
  await directory(withOld(store), MEMBERS)
  await promise(store, 'named')
  const names = displayNames(store.db, seal)
  expect(await names.keep(NAMES, KEPT)).toEqual({ kept: 2, unknown: 1, before: 0 })
  return names
}

test('without the mode no name is kept', async () => {
  await using store = await openMemoryStore()
  await directory(withOld(store), MEMBERS)
  const names = displayNames(store.db, seal)
  await expect(names.keep(NAMES, KEPT)).rejects.toThrow('mode is not named')
  expect(await kept(store)).toEqual([])
})

test('a name is read by who has its key, for the account it is of, and by nobody else', async () => {
  await using store = await openMemoryStore()
  const names = await named(store)
  const aliases = await aliasesOf(store, pseudonym('ann'), pseudonym('bob'))
  expect([...(await names.of(aliases)).values()].toSorted()).toEqual(
    NAMES.slice(0, 2).map(({ name }) => name),
  )
  const other = displayNames(store.db, nameSeal({ key: 'another key of thirty-two letters.' }))
  expect((await other.of(aliases)).size).toBe(0)
  const [one, two] = await kept(store)
  const bytes = Buffer.from(`${one?.sealed}${two?.sealed}`, 'hex').toString('latin1')
  expect(bytes).not.toMatch(/Ann|Lee|Bj/)
  await names.keep(NAMES, { dryRun: true })
  expect(await kept(store)).toEqual([one, two])
  await names.keep(NAMES.slice(0, 1), KEPT)
  const [again] = await kept(store)
  // The same name is another text each time, and another's row opens nothing.
  expect([again?.account, again?.sealed === one?.sealed]).toEqual([one?.account, false])
  await rows(store.db, 'swap', sql`update display_name set account_id = ${two?.account ?? 0}`)
  expect((await names.of(aliases)).size).toBe(0)
})

test('a list that the trail can not tell of is not kept', async () => {
  await using store = await openMemoryStore()
  const names = await named(store)
  const before = await kept(store)
  await rows(store.db, 'no head', sql`update audit_head set tenant_id = 9`)
  await expect(names.keep(NAMES.slice(0, 1), KEPT)).rejects.toThrow('audit chain')
  expect(await kept(store)).toEqual(before)
})

test('who goes takes their name along, and all names go with the mode, in its transaction', async () => {
  await using store = await openMemoryStore()
  const names = await named(store)
  const rights = privacy(store.db, pseudonym, seal)
  expect((await rights.export('ann-gh')).tables['display_name']).toEqual([
    { account_id: expect.any(Number), name: 'Ann Lee' },
  ])
  const aliases = await aliasesOf(store, pseudonym('bob'))
  await rights.forget('ann', { dryRun: false })
  expect(await kept(store)).toHaveLength(1)
  await names.keep(NAMES, KEPT)
  expect(await kept(store)).toHaveLength(1)
  expect((await names.of(aliases)).size).toBe(1)
  await promise(store, 'named')
  expect(await kept(store)).toHaveLength(1)
  await promise(store, 'pseudonymous')
  expect(await kept(store)).toEqual([])
  expect((await names.of(aliases)).size).toBe(0)
})

test('a change of key seals the names of who is seen anew, and destroys the others', async () => {
  await using store = await openMemoryStore()
  await named(store)
  const [before] = await kept(store)
  const both = nameSeal({
    key: 'the key from now on, of many letters',
    previousKey: 'a key of at least thirty-two letters',
  })
  const change = keyRotation(store.db, withBoth(store).keys, both)
  await change.begin()
  await directory(withBoth(store), MEMBERS.slice(0, 1).map(memberUnderBoth))
  const aliases = await aliasesOf(store, anew(pseudonym('ann')))
  const during = displayNames(store.db, both)
  const accounts = () =>
    rows(
      store.db,
      'accounts',
      sql`select account_id, key_version, pseudonym from account order by 1`,
    )
  const untouched = await accounts()
  const everyone = NAMES.map(({ account, name }) => ({
    account: underBoth(anew(account), account),
    name,
  }))
  // Bob is known under the key before only.
  expect(await during.keep(everyone, { dryRun: true })).toEqual({ kept: 2, unknown: 1, before: 2 })
  expect(await accounts()).toEqual(untouched)
  expect([...(await during.of(aliases)).values()]).toEqual(['Ann Lee'])
  await change.finish({ dryRun: true })
  expect(await kept(store)).toHaveLength(2)
  await change.finish({ dryRun: false })
  const after = await kept(store)
  expect(after).toHaveLength(1)
  expect(after).not.toContainEqual(before)
  const present = displayNames(store.db, nameSeal({ key: 'the key from now on, of many letters' }))
  expect([...(await present.of(aliases)).values()]).toEqual(['Ann Lee'])
  expect((await displayNames(store.db, seal).of(aliases)).size).toBe(0)
  const again = { account: underBoth(anew(pseudonym('ann')), pseudonym('ann')), name: 'Ann Li' }
  expect(await present.keep([again], KEPT)).toEqual({
    kept: 1,
    unknown: 0,
    before: 1,
  })
})
