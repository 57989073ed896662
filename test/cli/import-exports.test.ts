import { describe, expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { stores } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

const GEMINI = 'Email,Overall usage,Active days,Gmail,Gemini app'
const gemini = (...lines: readonly string[]) =>
  `${[GEMINI, ...lines.map((line) => `${line},1,2`)].join('\n')}\n`

const COPILOT =
  'Report Refresh Date,User Principal Name,Display Name,Last Activity Date,Word Copilot Last Activity Date,Report Period'
const copilot = (...lines: readonly (readonly [string, string, string?])[]) =>
  `\u{FEFF}${[
    COPILOT,
    ...lines.map(
      ([name, last, refreshed = '2026-11-19']) =>
        `${refreshed},${name},"Doe, ${name}",${last},2026-11-18,30`,
    ),
  ].join('\r\n')}\r\n`

describe.each(stores())('in $kind', ({ open }) => {
  async function started(kind: string) {
    const store = await open()
    const here = await folder()
    const doors = doorsTo(houseOf(store))
    return {
      store,
      async run(content: string, ...options: readonly string[]) {
        await here.file('report.csv', content)
        return await typed(['import', kind, 'report.csv', ...options], doors, { cwd: here.path })
      },
      type: (...argv: readonly string[]) => typed(argv, doors),
      periods: () =>
        all<Record<string, unknown>>(
          store,
          `select s.name as source, t.name as tool, from_day::text as "from", to_day::text as "to",
            last_activity::text as last, active_days as active
          from period_use p join source s on s.id = p.source_id join tool t on t.id = p.tool_id
          order by from_day, last_activity nulls first, active_days nulls first`,
        ),
      seats: async () => {
        const found = await all<{ plan: string; to: string; n: number }>(
          store,
          `select plan, valid_to::text as "to", count(*)::int as n
          from seat_assignment group by 1, 2 order by 1, 2`,
        )
        return found.map(({ plan, to, n }) => `${n} ${plan} to ${to}`)
      },
      async [Symbol.asyncDispose]() {
        await store[Symbol.asyncDispose]()
        await here[Symbol.asyncDispose]()
      },
    }
  }

  test("Gemini's report of the Admin console is 28 days of each person, told their last day", async () => {
    await using house = await started('gemini-console')
    const file = gemini('ada@corp.com,High,12', 'bob@corp.com,None,0')
    const unsaid = await house.run(file)
    expect(unsaid).toMatchObject({ code: 2, out: '' })
    expect(unsaid.err).toContain('does not say which 28 days')
    expect(unsaid.err).toContain('--through')
    const unfinished = await house.run(file, '--through', '2026-11-21')
    expect(unfinished.err).toContain('2026-11-21 is not over')

    const planned = await house.run(file, '--through', '2026-11-19', '--dry-run')
    expect(planned.out).toContain('Would import 2 lines from 2026-10-23 to 2026-11-19')
    expect(await house.periods()).toEqual([])

    const done = await house.run(file, '--through', '2026-11-19')
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toBe(
      'Imported 2 lines from 2026-10-23 to 2026-11-19.\n' +
        '  2 lines are new or changed.\n' +
        '  They tell of whole periods: answers by day leave them out. Use by app is not kept.\n',
    )
    const period = {
      source: 'gemini-console',
      tool: 'gemini-workspace',
      from: '2026-10-23',
      to: '2026-11-19',
      last: null,
    }
    expect(await house.periods()).toEqual([
      { ...period, active: 0 },
      { ...period, active: 12 },
    ])
    expect(await house.seats()).toEqual([])
    expect(await all(house.store, 'select 1 from covered_day')).toEqual([])
    expect((await house.run(file, '--through', '2026-11-19')).out).toContain(
      '0 lines are new or changed.',
    )
    const stored = await all(house.store, 'select * from audit')
    expect(JSON.stringify(stored)).not.toContain('corp.com')
    expect((await house.type('imports', 'list')).out).toContain('gemini-console')
  })

  test("Microsoft's report of Copilot says who holds a licence and was last active when", async () => {
    await using house = await started('microsoft-copilot')
    const file = copilot(['ada@corp.com', '2026-11-18'], ['bob@corp.com', ''])
    const planned = await house.run(file, '--dry-run')
    expect(planned.out).toContain('Would import 2 lines from 2026-10-21 to 2026-11-19')
    expect(await house.periods()).toEqual([])
    const done = await house.run(file)
    expect(done).toMatchObject({ code: 0, err: '' })
    expect(done.out).toBe(
      'Imported 2 lines from 2026-10-21 to 2026-11-19.\n' +
        '  2 lines are new or changed.\n  2 seats assigned in 1 pool.\n' +
        '  They tell of whole periods: answers by day leave them out. Last activity by app is not kept.\n',
    )
    const period = {
      source: 'm365-copilot-report',
      tool: 'm365-copilot',
      from: '2026-10-21',
      to: '2026-11-19',
      active: null,
    }
    expect(await house.periods()).toEqual([
      { ...period, last: null },
      { ...period, last: '2026-11-18' },
    ])
    expect(await house.seats()).toEqual(['2 Microsoft_365_Copilot to 9999-12-31'])
    expect((await house.run(file)).out).toContain('0 lines are new or changed.')
    const stored = JSON.stringify([
      await all(house.store, 'select * from audit'),
      await all(house.store, 'select * from import_batch'),
    ])
    expect(stored).not.toMatch(/corp\.com|doe/i)
  })

  test('a report of the week before says nothing of who holds a licence now', async () => {
    await using house = await started('microsoft-copilot')
    await house.run(copilot(['ada@corp.com', '2026-11-18']))
    const older = await house.run(copilot(['bob@corp.com', '2026-11-10', '2026-11-12']))
    expect(older.out).toContain('Seats stand as a newer export says.')
    expect(await house.periods()).toHaveLength(2)
    expect(await house.seats()).toEqual(['1 Microsoft_365_Copilot to 9999-12-31'])
  })

  test('names that the tenant conceals are refused, with the setting that shows them', async () => {
    await using house = await started('microsoft-copilot')
    const hidden = 'A1B2C3D4A1B2C3D4A1B2C3D4A1B2C3D4'
    const all = await house.run(copilot([hidden, '2026-11-18']))
    expect(all).toMatchObject({ code: 2, out: '' })
    expect(all.err).toContain('conceals the names in its reports (1 person)')
    expect(all.err).toContain('Display concealed user, group, and site names')
    const some = await house.run(copilot(['ada@corp.com', ''], [hidden, ''], ['bob', 'today']))
    expect(some.code).toBe(2)
    expect(some.err).toContain('report.csv:3: user principal name')
    expect(some.err).toContain('report.csv:4: last activity date')
    expect(some.err).not.toContain(hidden)
    expect(await house.periods()).toHaveLength(1)
    // Someone may hold a licence in a line that was refused.
    expect(await house.seats()).toEqual([])
  })

  test.each(['gemini-console', 'microsoft-copilot'])(
    '%s is put right by another export, not by undoing',
    async (kind) => {
      await using house = await started(kind)
      const through = kind === 'gemini-console' ? ['--through', '2026-11-19'] : []
      const file =
        kind === 'gemini-console' ? gemini('ada@corp.com,High,3') : copilot(['ada@corp.com', ''])
      expect((await house.run(file, ...through)).code).toBe(0)
      const undone = await house.type('imports', 'undo', '1')
      expect(undone.code).not.toBe(0)
      expect(undone.err).toContain(`Import the ${kind} file that was right`)
      const other = await house.run('person,team\nada,Eng\n', ...through)
      expect(other.err).toMatch(/report\.csv has no column '.+': it is no .*report/)
    },
  )
})
