import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { folder } from '#test/connectors/files.ts'
import { billed, byDays, pullDays, report } from '#test/store/collects.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const { service } = pseudonymizer('a key of at least thirty-two letters')

async function started() {
  const store = await openMemoryStore()
  const here = await folder()
  const doors = doorsTo(houseOf(store))
  const run = (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path })
  return {
    store,
    here,
    run,
    costs: async () =>
      (
        await all<{ row: string }>(
          store,
          `select concat_ws(' ', to_char(day, 'DD'), coalesce(u.path, '-'), cost_billed_micros,
             'credits ' || cost_credits_micros) as row
           from rollup_unit_day r left join org_unit u using (unit_id) order by 1`,
        )
      ).map(({ row }) => row),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const days = ['2026-11-10', '2026-11-11'] as const

test('a bill in credits costs what the contract of the day says a credit costs', async () => {
  await using house = await started()
  const stream = byDays({ id: 'costs', source: 'costs', tools: ['chatgpt'] })
  const line = (date: string, amount: string) =>
    billed(date, 0n, {
      source: 'costs',
      costPicos: null,
      amount,
      currency: 'credits',
      basis: 'credits',
    })
  await pullDays(house.store, days, [{ bill: days.map((date) => line(date, '12.5')) }], { stream })
  expect(await house.costs()).toEqual([])
  const listed = await house.run('contract', 'list')
  expect(listed.out).toContain('No contract is known. chatgpt has none today')

  const set = ['contract', 'set', 'chatgpt', '--from', '2026-11-11', '--credit-usd'] as const
  expect((await house.run(...set, '0.04', '--dry-run')).out).toBe(
    'Would be set. Credits of 1 day are priced by it.\n',
  )
  expect(await house.costs()).toEqual([])
  await house.run(...set, '0.04')
  expect(await house.costs()).toEqual(['11 - credits 500000'])
  await house.run(...set, '0.08')
  expect(await house.costs()).toEqual(['11 - credits 1000000'])
  const after = await house.run('contract', 'list')
  expect(after.out).toMatch(/1 contract is known\.\n/)
  expect(after.out).toMatch(/chatgpt +from 11 Nov 2026 .*\$0\.08/)
})

test('credits that a report leaves without a price get it, half to even', async () => {
  await using house = await started()
  const stream = byDays({ id: 'usage', source: 'vendor', tools: ['chatgpt'] })
  const reports = [
    report('2026-11-10', 'ann', { creditsMilli: 1500 }),
    report('2026-11-11', 'ann', { creditsMilli: 1500, costCreditsMicros: 7n }),
  ]
  await pullDays(house.store, days, [{ reports }], { stream })
  await house.run('contract', 'set', 'chatgpt', '--from', '2026-01-01', '--credit-usd', '0.000003')
  expect(await house.costs()).toEqual(['10 - credits 4', '11 - credits 7'])
})

test('contracts are imported, replaced by their first day, and refused where two hold', async () => {
  await using house = await started()
  await house.here.file(
    'contracts.csv',
    `tool,plan,seats,price,currency,from,to,notice,committed,credit_price
chatgpt,enterprise,200,25.00,EUR,2026-01-01,2026-12-31,2026-12-01,60000,
github-copilot,,100,19,USD,2026-01-01,,,,0.01
cursor,,10,x,USD,2026-01-01,,,,
`,
  )
  const first = await house.run('import', 'contracts', 'contracts.csv')
  expect(first.code).toBe(2)
  expect(first.err).toContain("contracts.csv:4: price 'x' is not an amount")
  expect(first.out).toContain('2 new, 0 replaced.')
  expect((await house.run('import', 'contracts', 'contracts.csv')).out).toContain('2 replaced')
  const { out } = await house.run('contract', 'list')
  expect(out).toContain('Notice is to be given by 1 Dec 2026')
  expect(out).toMatch(
    /chatgpt \(enterprise\) +1 Jan 2026 to 31 Dec 2026 +200 +25\.00 EUR +60,000\.00 EUR +– +1 Dec 2026/,
  )
  const set = ['contract', 'set', 'github-copilot', '--from'] as const
  expect((await house.run(...set, '2026-06-01')).err).toContain('Two contracts of github-copilot')
  expect((await house.run('contract', 'set', 'github-copilot')).err).toContain('from is missing')
})

test('a key is given to a team after a preview of what moves', async () => {
  await using house = await started()
  const account = service('vendor:project:proj_9a')
  const stream = byDays({ id: 'usage', source: 'vendor', tools: ['chatgpt'] })
  await pullDays(
    house.store,
    days,
    [
      {
        reports: days.map((date) => ({
          ...report(date, null, { requests: 10, costBilledMicros: 2_000_000n }),
          account,
        })),
        services: [{ account, kind: 'project', label: 'proj_9a (Support bot)' }],
      },
    ],
    { stream },
  )
  const list = await house.run('services', 'list')
  expect(list.out).toMatch(/project +proj_9a \(Support bot\) +vendor +–/)
  const map = ['services', 'map', 'proj_9a', 'Support/Tools', '--from', '2026-11-11'] as const
  expect((await house.run(...map, '--dry-run')).out).toBe(
    '10 requests and $2.00 of proj_9a (Support bot) on 1 day would move to Support/Tools.\nNothing was changed.\n',
  )
  expect(await house.costs()).toEqual(['10 - 2000000', '11 - 2000000'])
  await house.run(...map)
  expect(await house.costs()).toEqual(['10 - 2000000', '11 Support/Tools 2000000'])
  expect((await house.run('services', 'unmap', 'proj_9a')).out).toContain('moved out of its team')
  expect(await house.costs()).toEqual(['10 - 2000000', '11 - 2000000'])
  const unknown = await house.run('services', 'map', 'proj_9b', 'Support')
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('There is no key')])
})
