import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { day } from '#core/time/day.ts'
import { governance } from '#store/governance.ts'
import { rows } from '#store/rows.ts'
import { folder } from '#test/connectors/files.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent } from '#test/support/governance.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { doorsTo, houseOf, typed } from './house.ts'

async function started() {
  const store = await openMemoryStore()
  const here = await folder()
  const doors = doorsTo(houseOf(store))
  const period = { from: day('2026-11-01'), to: day('2026-11-22') }
  return {
    store,
    run: (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path }),
    file: (text: string) => here.file('audit.csv', text),
    found: () =>
      governance(store.db).search({ period, previous: period, zone: 'UTC', by: 'type' }, 99),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const HEAD = 'time,id,tool,type,action,person,target,object_kind,object,outcome'

test('entries of a log come in from a file once, those of a type nobody knows as other', async () => {
  await using house = await started()
  await house.file(`${HEAD}
2026-11-20T10:00:00Z,e-1,Claude,role_change,role.updated,ann@example.com,ben@example.com,role,owner,ok
2026-11-20T12:00:00+01:00,e-2,claude,data_access,,-,,file,plan.pdf,denied
2026-11-20T12:00:00+01:00,e-2,claude,data_access,,-,,file,plan.pdf,denied
2026-11-21T10:00:00Z,e-3,claude,Moon Phase,,ann@example.com,,,,
`)
  const dry = await house.run('import', 'governance', 'audit.csv', '--dry-run')
  expect([dry.code, dry.out]).toEqual([
    0,
    'Would import 4 entries from 2026-11-20 to 2026-11-21; nothing was written.\n  3 new, 1 stored already or given twice.\n  1 entry of a type that is not known, kept as other.\n',
  ])
  expect((await house.found()).latest).toEqual([])
  const first = await house.run('import', 'governance', 'audit.csv')
  expect(first.code).toBe(0)
  expect(first.out).toContain('Imported 4 entries from 2026-11-20 to 2026-11-21 as batch 1.')
  const { latest } = await house.found()
  expect(
    latest.map(({ type, action, tool, source, outcome }) => ({
      type,
      action,
      tool,
      source,
      outcome,
    })),
  ).toEqual([
    { type: 'other', action: 'moon_phase', tool: 'claude', source: 'claude', outcome: null },
    {
      type: 'data_access',
      action: 'data_access',
      tool: 'claude',
      source: 'claude',
      outcome: 'denied',
    },
    {
      type: 'role_change',
      action: 'role.updated',
      tool: 'claude',
      source: 'claude',
      outcome: 'ok',
    },
  ])
  expect(latest.map(({ reference }) => reference)).toEqual([null, null, null])
  const again = await house.run('import', 'governance', 'audit.csv')
  expect(again.out).toContain('0 new, 4 stored already or given twice.')
  expect((await house.found()).latest).toHaveLength(3)
  const kept = JSON.stringify(
    await rows(house.store.db, 'all of it', sql`select * from governance_event`),
  )
  expect(kept).not.toMatch(/ann|ben|plan|owner|e-1/)
})

test('what a file brought goes with it, and what was there before stays', async () => {
  await using house = await started()
  const line = (id: string) => `2026-11-20T10:00:00Z,${id},claude,role_change,,ann@example.com,,,,`
  await house.file(`${HEAD}\n${line('e-1')}\n`)
  await house.run('import', 'governance', 'audit.csv')
  await house.file(`${HEAD}\n${line('e-1')}\n${line('e-2')}\n`)
  await house.run('import', 'governance', 'audit.csv')
  expect((await house.found()).latest).toHaveLength(2)
  expect((await house.run('imports', 'list')).out).toMatch(/2 .*governance/)
  expect((await house.run('imports', 'undo', '2')).code).toBe(0)
  expect((await house.found()).latest).toHaveLength(1)
})

test('an entry that says otherwise than one of its id changes nothing, and is told', async () => {
  await using house = await started()
  const line = (type: string, who: string) =>
    `2026-11-20T10:00:00Z,e-1,claude,${type},,${who}@example.com,,,,\n`
  await house.file(`${HEAD}\n${line('role_change', 'ann')}${line('key_created', 'ann')}`)
  const first = await house.run('import', 'governance', 'audit.csv')
  const untouched =
    '  1 entry says otherwise than another with its id, which stays as it is. To correct that one, undo its import: ai-usage imports undo BATCH.\n'
  expect([first.code, first.out.includes(untouched)]).toEqual([2, true])
  const kept = async () => (await house.found()).latest.map(({ type, actor }) => ({ type, actor }))
  const before = await kept()
  expect(before).toMatchObject([{ type: 'role_change' }])
  await house.file(`${HEAD}\n${line('role_change', 'ben')}`)
  const second = await house.run('import', 'governance', 'audit.csv')
  expect([second.code, second.out.includes(untouched)]).toEqual([2, true])
  await house.file(`${HEAD}\n${line('role_change', 'ann')}`)
  expect((await house.run('import', 'governance', 'audit.csv')).code).toBe(0)
  expect(await kept()).toEqual(before)
})

test('what a vendor has told since stays when the file is taken back', async () => {
  await using house = await started()
  await house.file(`${HEAD}\n2026-11-20T10:00:00Z,e-1,chatgpt,role_change,,,,,,\n`)
  await house.run('import', 'governance', 'audit.csv', '--source', 'vendor-log')
  const { event } = pseudonymizer('a key of at least thirty-two letters')
  const told = { ...governanceEvent('1', { at: '2026-11-20T10:00:00Z' }), id: event('e-1') }
  await pullLog(house.store, [{ governance: [told], cursor: '1' }])
  expect((await house.found()).latest).toHaveLength(1)
  expect((await house.run('imports', 'undo', '1')).code).toBe(0)
  expect((await house.found()).latest).toHaveLength(1)
})

test('a bad line is told with its place, its value and the right form, and loses no other', async () => {
  await using house = await started()
  await house.file(`${HEAD}
2026-11-20T10:00:00Z,e-1,claude,role_change,,ann@example.com,,,,
20/11/2026,e-2,claude,role_change,,,,,,
2026-11-24T10:00:00Z,e-3,claude,role_change,,,,,,
2026-11-20T10:00:00Z,,claude,role_change,,,,,,
2026-11-20T10:00:00Z,e-5,claude,role_change,by ann@example.com,,,,,
2026-11-20T10:00:00Z,e-6,claude,,,,,,,
2026-11-20T10:00:00Z,e-7,claude,role_change,,,,,,maybe
`)
  const { code, out, err } = await house.run('import', 'governance', 'audit.csv')
  expect(code).toBe(2)
  expect(out).toContain('Imported 1 entry of 2026-11-20')
  expect(err.split('\n').filter((line) => line.startsWith('audit'))).toEqual([
    expect.stringMatching(/audit\.csv:3: time '20\/11\/2026' is not a time.*RFC 3339/),
    expect.stringMatching(/audit\.csv:4: time .* is more than a day from now.*clock/),
    expect.stringMatching(/audit\.csv:5: id is missing/),
    expect.stringMatching(/audit\.csv:6: action 'xx xxx@xxxxxxx\.xxx' is not a word of a log/),
    expect.stringMatching(/audit\.csv:7: type is missing.*data_access/),
    expect.stringMatching(/audit\.csv:8: outcome 'maybe' is not one of its words.*ok, denied/),
  ])
  const strict = await house.run('import', 'governance', 'audit.csv', '--strict')
  expect(strict.code).toBe(2)
  expect(strict.err).toContain('nothing was imported, as --strict says')
})
