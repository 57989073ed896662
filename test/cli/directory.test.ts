import { expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const people = (teams: readonly string[]) =>
  `person,team\n${teams.map((team, n) => `p${n}@corp.test,${team}\n`).join('')}`
const TWELVE = Array.from({ length: 12 }, () => 'Sales')

test('a directory that moves more than a fifth of the people is shown, and applied with --yes', async () => {
  await using store = await openMemoryStore()
  await using here = await folder()
  const run = (...argv: readonly string[]) =>
    typed(['import', 'directory', ...argv], doorsTo(houseOf(store)), { cwd: here.path })
  const homes = async () =>
    (
      await all<{ row: string }>(
        store,
        `select path || ' ' || count(*) as row from membership join org_unit using (unit_id)
         group by path order by path`,
      )
    ).map(({ row }) => row)
  await here.file('people.csv', people(TWELVE))
  await here.file('little.csv', people(['Ops', 'Ops', ...TWELVE.slice(2)]))
  await here.file('much.csv', people(['Ops', ...TWELVE.slice(1, 9)]))

  expect((await run('people.csv')).code).toBe(0)
  expect((await run('little.csv')).code).toBe(0)
  expect(await homes()).toEqual(['Ops 2', 'Sales 10'])
  const held = await run('much.csv')
  expect([held.code, held.out]).toEqual([2, ''])
  expect(held.err).toContain('9 people in 2 units: 0 joined, 3 left, 1 moved.')
  expect(held.err).toContain('Give --yes')
  expect(await homes()).toEqual(['Ops 2', 'Sales 10'])
  expect((await run('much.csv', '--dry-run')).out).toContain('3 left, 1 moved')
  expect((await run('much.csv', '--yes')).code).toBe(0)
  expect(await homes()).toEqual(['Ops 1', 'Sales 8'])
})
