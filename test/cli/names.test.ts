import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from 'vitest'

import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { writePolicy } from '#policy/write-policy.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, everything, houseOf, typed } from './house.ts'

test('names are kept once two people want it, sealed, and destroyed with the mode', async () => {
  await using store = await openMemoryStore()
  const cwd = mkdtempSync(join(tmpdir(), 'names-'))
  const write = (name: string, text: string) => writeFileSync(join(cwd, name), text)
  write('people.csv', 'person,team,name\nada@x.example,Eng,Ada Byron\nbob@x.example,Eng,Bob Hope\n')
  write('bad.csv', 'person,name\nada@x.example,Ada Byron\nbob@x.example,\n')
  write('twice.csv', 'person,name\nada@x.example,Ada Byron\nada@x.example,Ada King\n')
  write('named.yml', writePolicy({ ...DEFAULT_POLICY, mode: 'named' }))
  write('pseudonymous.yml', writePolicy(DEFAULT_POLICY))
  const house = houseOf(store)
  const run = (...argv: readonly string[]) => typed(argv, doorsTo(house), { cwd })
  const list = ['import', 'names', '--ignore', 'team', 'people.csv'] as const
  await run('import', 'directory', '--ignore', 'name', 'people.csv')

  const early = await run(...list)
  expect([early.code, early.err]).toEqual([2, expect.stringContaining('mode is not named')])
  const applied = await run('policy', 'apply', 'named.yml')
  expect(applied.out + applied.err).toMatch(/second person|another/)
  expect((await run(...list)).code).toBe(2)
  await house.approvals.decide(1, 'approved', { by: 'slack:T1/U2', place: 'a message' })
  await run('policy', 'apply', 'named.yml')

  expect((await run(...list)).out).toBe(
    'Kept: 2 names in place of 0 names; 0 people are not known here.\n',
  )
  for (const [file, says] of [
    ['bad.csv', 'bad.csv:3: name is missing, and nothing was changed'],
    ['twice.csv', 'twice.csv:3: person is there twice, and nothing was changed'],
  ] as const)
    expect(await run('import', 'names', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining(says),
    })
  expect(await everything(store)).not.toMatch(/Ada|King|Byron|Hope/)
  const trail = await all(
    store,
    "select command, outcome, detail from audit where command like 'import names%' order by seq",
  )
  const command = 'import names [file]'
  expect(trail).toEqual([
    { command, outcome: 'failed', detail: {} },
    { command, outcome: 'failed', detail: {} },
    { command, outcome: 'done', detail: { kept: 2, unknown: 0, before: 0 } },
  ])
  expect(JSON.parse((await run('privacy', 'export', 'ada@x.example')).out).tables).toMatchObject({
    display_name: [{ name: 'Ada Byron' }],
  })

  // Stricter: nobody has to approve it, and it holds at once.
  await run('policy', 'apply', 'pseudonymous.yml')
  expect(await all(store, 'select 1 from display_name')).toEqual([])
  rmSync(cwd, { recursive: true })
})
