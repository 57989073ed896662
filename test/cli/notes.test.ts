import { readFileSync } from 'node:fs'

import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import { auditTrail } from '#store/audit-trail.ts'
import { noteBook } from '#store/notes.ts'
import { rows } from '#store/rows.ts'
import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

async function started() {
  const store = await openMemoryStore()
  const here = await folder()
  const doors = doorsTo(houseOf(store))
  await rows(
    store.db,
    'units',
    sql`insert into org_unit (unit_id, path, name, level, department_id)
      values (1, 'Sales', 'Sales', 1, 1), (2, 'Sales/EMEA', 'EMEA', 2, 1)`,
  )
  return {
    store,
    run: (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path }),
    file: (text: string) => here.file('notes.csv', text),
    said: async () => (await noteBook(store.db).list()).map(({ day, says }) => `${day} ${says}`),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('a year of notes comes in from a file, and a second time adds none twice', async () => {
  await using house = await started()
  await house.file(`day,kind,team,text
2026-09-15,Training,emea,Copilot workshop
2026-11-03,,,"Rolled out, by ann@example.com"
2026-11-03,,,"Rolled out, by ann@example.com"
`)
  const dry = await house.run('import', 'notes', 'notes.csv', '--dry-run')
  expect([dry.code, dry.out]).toEqual([
    0,
    'Would import 3 notes; nothing was written.\n  2 new, 1 noted already.\n',
  ])
  expect(await house.said()).toEqual([])
  const first = await house.run('import', 'notes', 'notes.csv')
  expect([first.code, first.out]).toEqual([0, 'Imported 3 notes.\n  2 new, 1 noted already.\n'])
  const noted = [
    '2026-11-03 Rolled out, by [person]',
    '2026-09-15 training, Sales/EMEA: Copilot workshop',
  ]
  expect(await house.said()).toEqual(noted)
  expect((await house.run('import', 'notes', 'notes.csv')).out).toContain('0 new, 3 noted already')
  expect(await house.said()).toEqual(noted)
  const { rows: trail } = await auditTrail(house.store.db).list({ action: 'import' }, 9)
  expect(trail.map(({ outcome, detail }) => [outcome, detail['result'], detail['rows']])).toEqual([
    ['done', 'applied', 3],
    ['done', 'applied', 3],
    ['answered', 'planned', 3],
  ])
})

test('a line that is no note is told with its value and the right form', async () => {
  await using house = await started()
  await house.file(`day,kind,team,text
15.09.2026,,,Workshop
2027-01-01,,,A plan
2026-11-03,two words,,Workshop
2026-11-03,,sals,Workshop
2026-11-03,,,
2026-11-03,,,${'a'.repeat(81)}
2026-11-03,training,EMEA,${'a'.repeat(70)}
2026-11-04,,,Workshop
`)
  const strict = await house.run('import', 'notes', 'notes.csv', '--strict')
  expect([strict.code, await house.said()]).toEqual([2, []])
  const { code, err } = await house.run('import', 'notes', 'notes.csv')
  expect([code, await house.said()]).toEqual([2, ['2026-11-04 Workshop']])
  expect(err.split('\n').slice(0, 8)).toEqual([
    "notes.csv:2: day '15.09.2026' is not a day. Write it like 2026-11-21, or leave it empty.",
    "notes.csv:3: day '2027-01-01' is still to come. Note what has happened, on its day.",
    "notes.csv:4: kind 'two words' is not one word of at most 20 letters. Write one, like training, or leave it empty.",
    "notes.csv:5: team 'sals' is no team. Write one of Sales.",
    'notes.csv:6: text is missing. Say what happened that day, in a few words.',
    expect.stringContaining('has 81 characters. Say it in at most 80'),
    expect.stringMatching(/^notes\.csv:8: text has 92 characters with its kind and team\. Say it/),
    '7 rows refused; the others stand.',
  ])
})

test('more notes than there can be are refused, and none of them is written', async () => {
  await using house = await started()
  const lines = Array.from({ length: 501 }, (_, n) => `2026-11-03,,,note ${n}`)
  await house.file(`day,kind,team,text\n${lines.join('\n')}\n`)
  const { code, err } = await house.run('import', 'notes', 'notes.csv')
  expect([code, err]).toEqual([2, expect.stringContaining('There would be 501 notes')])
  expect(await house.said()).toEqual([])
})

test('a note goes by the name that its team has now, also one that was written before', async () => {
  await using house = await started()
  await house.file('day,kind,team,text\n2026-09-15,training,EMEA,Copilot workshop\n')
  await house.run('import', 'notes', 'notes.csv')
  await all(
    house.store,
    `insert into note (day, says, by) values ('2026-09-14', 'launch, Sales/EMEA: Seats bought', 'x'),
       ('2026-09-13', 'Sales: Kick-off', 'x'), ('2026-09-12', 'Kick-off: all of us', 'x'),
       ('2026-09-11', 'Sales/EMEA: ', 'x')`,
  )
  const before = await house.said()
  const [, , , carry = ''] = [
    '',
    ...readFileSync('db/migrations/0038_teams_of_notes.sql', 'utf8').split(
      '--> statement-breakpoint',
    ),
  ]
  await all(house.store, carry)
  expect(await house.said()).toEqual(before)
  await all(house.store, `update org_unit set path = 'Revenue' || substr(path, 6)`)
  expect(await house.said()).toEqual([
    '2026-09-15 training, Revenue/EMEA: Copilot workshop',
    '2026-09-14 launch, Revenue/EMEA: Seats bought',
    '2026-09-13 Revenue: Kick-off',
    '2026-09-12 Kick-off: all of us',
    '2026-09-11 Sales/EMEA: ',
  ])
})
