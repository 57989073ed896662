import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { folder } from '#test/connectors/files.ts'
import { asSnapshot, pullNow } from '#test/store/collects.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, everything, houseOf, typed } from './house.ts'

const { person } = pseudonymizer('a key of at least thirty-two letters')

const USAGE = `time,person,tool,model,input_tokens,output_tokens,cost_usd
2026-11-10T09:00:00Z,ada@corp.test,chatgpt,gpt-4o,1000,100,1.00
2026-11-10T10:00:00Z,ada-lovelace,claude-code,opus,1000,100,4.00
2026-11-11T10:00:00Z,ada-lovelace,claude-code,opus,1000,100,2.50
2026-11-12T10:00:00Z,bo@corp.test,chatgpt,gpt-4o,1000,100,0.25
`
const PEOPLE = `person,team
ada@corp.test,Engineering/Platform
bo@corp.test,Sales
`

async function started() {
  const store = await openMemoryStore()
  const here = await folder()
  const doors = doorsTo(houseOf(store))
  const run = (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path })
  await here.file('usage.csv', USAGE)
  await here.file('people.csv', PEOPLE)
  await run('import', 'usage', 'usage.csv')
  await run('import', 'directory', 'people.csv')
  return {
    store,
    run,
    spend: async () =>
      Object.fromEntries(
        (
          await all<{ unit: string; usd: unknown }>(
            store,
            `select coalesce(u.path, '-') as unit, sum(r.cost_billed_micros)::float / 1e6 as usd
             from rollup_unit_day r left join org_unit u using (unit_id) group by 1 order by 1`,
          )
        ).map(({ unit, usd }) => [unit, Number(usd)]),
      ),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const APART = { '-': 6.5, 'Engineering/Platform': 1, Sales: 0.25 }
const TOGETHER = { 'Engineering/Platform': 7.5, Sales: 0.25 }

test('an account without a team is found, joined after a preview, and set free again', async () => {
  await using house = await started()
  expect(await house.spend()).toEqual(APART)
  const unmatched = await house.run('people', 'unmatched')
  expect(unmatched.out).toMatch(/1 account in no team has cost \$6\.50/)
  expect(unmatched.out).toMatch(/p-\w+ +claude-code +claude-code +2 +\$6\.50 +2026-11-11/)

  const join = ['people', 'join', 'ada@corp.test', 'ada-lovelace'] as const
  const preview = await house.run(...join)
  expect(preview.out).toMatch(/2 requests and \$6\.50 would change hands between p-\w+ and p-\w+/)
  expect(preview.out).toMatch(/no team +Engineering\/Platform +2 +\$6\.50 +2/)
  expect(preview.out).toContain('Give --yes')
  expect(await house.spend()).toEqual(APART)

  const done = await house.run(...join, '--yes')
  expect(done.out).toMatch(/2 requests and \$6\.50 changed hands/)
  const link = /people undo (\d+)/.exec(done.out)?.[1] ?? ''
  expect(await house.spend()).toEqual(TOGETHER)
  expect((await house.run('people', 'unmatched')).out).toContain('Everybody')
  expect((await house.run('people', 'joins')).out).toContain('confirmed')

  await house.run('people', 'undo', link, '--yes')
  expect(await house.spend()).toEqual(APART)
  expect((await house.run('people', 'undo', link, '--yes')).code).toBe(2)
  expect((await house.run('people', 'joins')).out).toContain('Nothing was decided')
})

test('a join may hold on some days only', async () => {
  await using house = await started()
  const join = ['people', 'join', 'ada@corp.test', 'ada-lovelace', '--yes'] as const
  await house.run(...join, '--from', '2026-11-11')
  expect(await house.spend()).toEqual({ '-': 4, 'Engineering/Platform': 3.5, Sales: 0.25 })
  const again = await house.run(...join, '--to', '2026-11-11')
  expect(again.err).toContain('one person already, on some of these days')
  await house.run(...join, '--to', '2026-11-10')
  expect(await house.spend()).toEqual(TOGETHER)
  await house.run('people', 'split', 'ada-lovelace', 'ada@corp.test', '--yes')
  expect(await house.spend()).toEqual(APART)
})

test('a doubtful join waits until its two identifiers are typed', async () => {
  await using house = await started()
  const [account, alias] = [person('ada@corp.test'), person('ada-lovelace')]
  await pullNow(house.store, [{ logins: [{ account, alias, sure: 'doubtful' }] }], {
    stream: asSnapshot({ id: 'people', source: 'scim', tools: [] }),
  })
  expect(await house.spend()).toEqual(APART)
  const doubtful = await house.run('people', 'doubtful')
  expect(doubtful.out).toMatch(/1 join waits/)
  const link = /^ *(\d+) +p-/m.exec(doubtful.out)?.[1] ?? ''
  const wrong = await house.run('people', 'confirm', link, 'bo@corp.test', 'ada-lovelace')
  expect(wrong.err).toContain('of two others')
  await house.run('people', 'refuse', link, '--yes')
  expect((await house.run('people', 'doubtful')).out).toContain('No join is in doubt')
  const refused = /^ *(\d+) +p-/m.exec((await house.run('people', 'joins')).out)?.[1] ?? ''
  await house.run('people', 'undo', refused, '--yes')
  await house.run('people', 'confirm', link, 'ada@corp.test', 'ada-lovelace', '--yes')
  expect(await house.spend()).toEqual(TOGETHER)
  expect((await house.run('people', 'doubtful')).out).toContain('No join is in doubt')
})

test.each([
  [['ada@corp.test', 'ada@corp.test'], 'the same identifier'],
  [['ada@corp.test', 'nobody'], 'second identifier is not known'],
  [['nobody@corp.test', 'ada-lovelace'], 'first identifier is not known'],
])('%s cannot be joined', async (pair, why) => {
  await using house = await started()
  const { code, err } = await house.run('people', 'join', ...pair, '--yes')
  expect([code, err]).toEqual([2, expect.stringContaining(why)])
  expect(err).not.toContain('nobody@')
})

test('nothing that was typed is kept but by alias, and every act is in the audit trail', async () => {
  await using house = await started()
  await house.run('people', 'join', 'ada@corp.test', 'ada-lovelace')
  await house.run('people', 'join', 'ada@corp.test', 'ada-lovelace', '--yes')
  await house.run('people', 'join', 'ada@corp.test', 'nobody')
  const rows = await all<{ row: string }>(
    house.store,
    `select command || ' ' || outcome as row from audit where action = 'people' order by at, outcome`,
  )
  expect(rows.map(({ row }) => row)).toEqual([
    'people join answered',
    'people join done',
    'people join failed',
  ])
  expect(await everything(house.store)).not.toMatch(/ada|lovelace|nobody|corp\.test/)
})
