import { describe, expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { stores } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const HEADER =
  'cadence,period_start,period_end,name,email,user_status,created_or_invited_date,messages,model_to_messages,last_day_active'
const line = (name: string, messages: string, over: { week?: string; status?: string } = {}) => {
  const [from, to] = (over.week ?? '2026-11-02 2026-11-08').split(' ')
  const models = `"{'gpt-4o': ${messages || 0}}"`
  const { status = 'enabled' } = over
  return `weekly,${from},${to},${name} Doe,${name}@corp.com,${status},2026-01-15,${messages},${models},2026-11-05`
}
const NEXT = '2026-11-09 2026-11-15'
const csv = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`

describe.each(stores())('in $kind', ({ open }) => {
  async function started() {
    const store = await open()
    const here = await folder()
    const doors = doorsTo(houseOf(store))
    const seats = async () => {
      const found = await all<{ from: string; to: string; n: number }>(
        store,
        `select valid_from::text as "from", valid_to::text as "to", count(*)::int as n
        from seat_assignment group by 1, 2 order by 1, 2`,
      )
      return found.map(({ from, to, n }) => `${n} from ${from} to ${to}`)
    }
    return {
      store,
      seats,
      async run(content: string, ...options: readonly string[]) {
        await here.file('users.csv', content)
        const argv = ['import', 'chatgpt-workspace', 'users.csv', ...options]
        return await typed(argv, doors, { cwd: here.path })
      },
      periods: () =>
        all<Record<string, unknown>>(
          store,
          `select from_day::text as "from", to_day::text as "to", messages::int as messages,
            last_activity::text as last, enabled from period_use
          order by from_day, messages nulls first`,
        ),
      undo: (batch: number) => typed(['imports', 'undo', String(batch)], doors),
      async [Symbol.asyncDispose]() {
        await store[Symbol.asyncDispose]()
        await here[Symbol.asyncDispose]()
      },
    }
  }

  test('an export is what people did in a period and who holds a seat, never days', async () => {
    await using house = await started()
    const done = await house.run(csv(line('ada', '37'), line('bob', '')))
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toBe(
      'Imported 2 lines from 2026-11-02 to 2026-11-08.\n' +
        '  2 lines are new or changed.\n  2 seats assigned in 1 pool.\n' +
        '  They tell of whole periods: answers by day leave them out. Messages by model are not kept.\n',
    )
    const week = { from: '2026-11-02', to: '2026-11-08', last: '2026-11-05', enabled: true }
    expect(await house.periods()).toEqual([
      { ...week, messages: null },
      { ...week, messages: 37 },
    ])
    expect(await house.seats()).toEqual(['2 from 2026-01-15 to 9999-12-31'])
    expect(await all(house.store, 'select 1 from covered_day')).toEqual([])
    expect(await all(house.store, 'select 1 from usage_daily')).toEqual([])
    expect(JSON.stringify(await all(house.store, 'select * from audit'))).not.toContain('corp.com')
  })

  test('the same export again changes nothing; a corrected one takes its place', async () => {
    await using house = await started()
    await house.run(csv(line('ada', '37'), line('bob', '5')))
    expect((await house.run(csv(line('ada', '37'), line('bob', '5')))).out).toContain(
      '0 lines are new or changed.',
    )
    await house.run(csv(line('ada', '36')))
    expect(await house.periods()).toMatchObject([{ messages: 36 }])
    expect(await house.seats()).toEqual([
      '1 from 2026-01-15 to 2026-11-20',
      '1 from 2026-01-15 to 9999-12-31',
    ])
  })

  test('an older export adds its period, and says nothing of who holds a seat now', async () => {
    await using house = await started()
    await house.run(csv(line('ada', '3', { week: NEXT }), line('bob', '4', { week: NEXT })))
    const older = await house.run(csv(line('cyd', '9')))
    expect(older.out).toContain('Seats stand as a newer export says.')
    expect(await house.periods()).toMatchObject([
      { from: '2026-11-02', messages: 9 },
      { from: '2026-11-09', messages: 3 },
      { from: '2026-11-09', messages: 4 },
    ])
    expect(await house.seats()).toEqual(['2 from 2026-01-15 to 9999-12-31'])
  })

  test('someone disabled holds no seat', async () => {
    await using house = await started()
    await house.run(csv(line('ada', '3'), line('bob', '4', { status: 'disabled' })))
    expect(await house.seats()).toEqual(['1 from 2026-01-15 to 9999-12-31'])
  })

  test('a bad line is told and the others land; a dry run and --strict write nothing', async () => {
    await using house = await started()
    const bad = csv(line('ada', '3'), line('bob', 'many'))
    const strict = await house.run(bad, '--strict')
    expect(strict).toMatchObject({ code: 2, out: '' })
    expect(strict.err).toContain('users.csv:3: model_to_messages')
    const dry = await house.run(bad, '--dry-run')
    expect(dry.out).toContain('Would import 1 line from 2026-11-02 to 2026-11-08')
    expect(await house.periods()).toEqual([])
    expect(await house.seats()).toEqual([])
    expect(await house.run(bad)).toMatchObject({ code: 2 })
    expect(await house.periods()).toHaveLength(1)
    // Whoever is missing may be on the line that was refused.
    await house.run(csv(line('ada', '3'), line('bob', '4')))
    await house.run(bad)
    expect(await house.seats()).toEqual(['2 from 2026-01-15 to 9999-12-31'])
  })

  test('it is put right by another export, not by undoing', async () => {
    await using house = await started()
    await house.run(csv(line('ada', '37')))
    const undone = await house.undo(1)
    expect(undone.code).not.toBe(0)
    expect(undone.err).toContain('Import the chatgpt-workspace file that was right')
    expect(await house.periods()).toHaveLength(1)
  })
})
