import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { workspace } from '#store/workspace.ts'
import { batch, pseudonym, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'

const at = (hour: number, date = '2026-11-02') => `${date}T${String(hour).padStart(2, '0')}:00:00Z`
const lines = (n: number, date?: string) =>
  Array.from({ length: n }, (_, hour) => usageEvent({ at: at(hour, date), account: 'ann' }))

const messages = async (store: Store) => {
  const [found] = await rows<{ n: number }>(
    store.db,
    'count messages',
    sql`select coalesce(sum(messages), 0)::int as n from usage_daily`,
  )
  return found?.n
}

const covered = (store: Store) =>
  rows<{ tool: string; source: string; days: string }>(
    store.db,
    'read coverage',
    sql`select t.name as tool, s.name as source,
        string_agg(distinct to_char(day, 'DD'), ' ' order by to_char(day, 'DD')) as days
      from covered_day c join tool t on t.id = c.tool_id join source s on s.id = c.source_id
      group by 1, 2 order by 1, 2`,
  )

const known = (n: number) => usageEvent({ at: at(n), account: 'ann', id: `request ${n}` })

const report = (account: string, number: number | null): UsageReport => ({
  day: day('2026-11-02'),
  account: pseudonym(account),
  tool: 'github-copilot',
  source: 'github',
  model: null,
  feature: null,
  active: number !== 0,
  passive: number === 0,
  ...UNREPORTED,
  messages: number,
  vendorSessions: 2,
  codeGenerations: 4,
  creditsMilli: 1500,
  costCreditsMicros: 60_000n,
})

describe.each(stores())('in $kind', ({ open }) => {
  test('a plan says what an import would change, and changes nothing', async () => {
    await using store = await open()
    await importUsage(store, lines(10))
    {
      await using stage = await ingest(store).stageUsage(batch())
      for (const line of [...lines(7), ...lines(2, '2026-11-03')]) await stage.add(line)
      expect(await stage.plan({ replace: false })).toEqual({
        lines: 9,
        firstDay: '2026-11-02',
        lastDay: '2026-11-03',
        changedDays: 2,
        unchangedDays: 0,
        added: 2,
        replaced: 0,
        removed: 3,
        shrinks: [{ source: 'export', day: '2026-11-02', before: 10, after: 7 }],
      })
    }
    expect(await messages(store)).toBe(10)
    expect(await ingest(store).list()).toHaveLength(1)
  })

  test('two identical lines without ids are two messages; the same file again changes nothing', async () => {
    await using store = await open()
    const twice = [...lines(1), ...lines(1)]
    await importUsage(store, twice)
    expect(await messages(store)).toBe(2)
    expect(await importUsage(store, twice)).toMatchObject({
      batch: null,
      plan: { changedDays: 0, unchangedDays: 1 },
    })
    expect(await messages(store)).toBe(2)
  })

  test('a line with an id is brought up to date, also when it moved to another day', async () => {
    await using store = await open()
    const line = { account: 'ann', id: 'request 1' }
    await importUsage(store, [usageEvent({ ...line, at: at(9), outputTokens: 5 })])
    const { plan } = await importUsage(store, [
      usageEvent({ ...line, at: at(9, '2026-11-03'), outputTokens: 7 }),
    ])
    expect(plan).toMatchObject({ added: 1, replaced: 0, removed: 1, changedDays: 2 })
    expect(
      await rows(store.db, 'read', sql`select day::text, output_tokens::int as n from usage_daily`),
    ).toEqual([{ day: '2026-11-03', n: 7 }])
  })

  test('of several states of one line the fullest counts, whatever their order', async () => {
    await using store = await open()
    const states = [3, 9, 6].map((outputTokens) =>
      usageEvent({ at: at(9), account: 'ann', id: 'request 1', outputTokens }),
    )
    await importUsage(store, states)
    expect(
      await rows(
        store.db,
        'read',
        sql`select requests::int, output_tokens::int as n from usage_daily`,
      ),
    ).toEqual([{ requests: 1, n: 9 }])
  })

  test.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['the middle last', [0, 2, 1]],
    ['the middle first', [1, 0, 2]],
  ])('a session over midnight is one, with days imported %s', async (_, order) => {
    await using store = await open()
    const files = [
      ['2026-11-02T23:50:00Z'],
      ['2026-11-03T00:10:00Z', '2026-11-03T23:45:00Z'],
      ['2026-11-04T00:15:00Z'],
    ].map((file) => file.map((at) => usageEvent({ at, account: 'ann' })))
    const sessions = () =>
      rows<{ day: string; n: number }>(
        store.db,
        'count sessions',
        sql`select day::text, sessions::int as n from usage_daily order by day`,
      ).then((found) => found.map(({ day, n }) => `${day} ${n}`))
    for (const n of order) await importUsage(store, files[n] ?? [])
    expect(await sessions()).toEqual(['2026-11-02 1', '2026-11-03 1', '2026-11-04 0'])
    const middle = order.indexOf(1) + 1
    await ingest(store).undo(middle)
    expect(await sessions()).toEqual(['2026-11-02 1', '2026-11-04 1'])
  })

  test('with replace a file of ids is the whole of its days', async () => {
    await using store = await open()
    await importUsage(store, [known(1), known(2)])
    await importUsage(store, [known(3)])
    expect(await messages(store)).toBe(3)
    await importUsage(store, [known(3)], { replace: true })
    expect(await messages(store)).toBe(1)
  })

  test('an import is undone from the newest on, and can be done again', async () => {
    await using store = await open()
    const imports = ingest(store)
    await importUsage(store, lines(3))
    await importUsage(store, lines(5))
    await expect(imports.undo(1)).rejects.toMatchObject({
      message: 'Import 2 came after import 1 and covers the same days',
      fix: 'Undo import 2 first: ai-usage imports undo 2',
    })
    expect(await imports.undo(2)).toEqual({ days: 1 })
    expect(await messages(store)).toBe(3)
    await expect(imports.undo(2)).rejects.toThrow('Import 2 is undone already')
    await expect(imports.undo(9)).rejects.toThrow('There is no import 9')
    await importUsage(store, lines(5))
    expect(await messages(store)).toBe(5)
    expect((await imports.list()).map(({ state }) => state)).toEqual([
      'applied',
      'undone',
      'applied',
    ])
  })

  test('a day is covered for every tool of a file when it lies within the file, and had ended', async () => {
    await using store = await open()
    const two = [
      usageEvent({ at: at(9, '2026-11-02'), account: 'ann' }),
      usageEvent({ at: at(9, '2026-11-05'), account: 'ann' }),
      usageEvent({ at: at(9, '2026-11-04'), account: 'ann', tool: 'claude' }),
      usageEvent({ at: at(9, '2026-11-06'), account: 'ann', tool: 'claude' }),
    ]
    await importUsage(store, two, { batch: { at: Date.parse('2026-11-06T12:00:00Z') } })
    expect(await covered(store)).toEqual([
      { tool: 'chatgpt', source: 'export', days: '02 03 04 05' },
      { tool: 'claude', source: 'export', days: '02 03 04 05' },
    ])
    // The same file a day later: nothing new but that the sixth has ended.
    const again = await importUsage(store, two, {
      batch: { at: Date.parse('2026-11-09T12:00:00Z'), through: day('2026-11-07') },
    })
    expect(again).toMatchObject({ batch: 2, plan: { changedDays: 0 } })
    expect(await covered(store)).toEqual([
      { tool: 'chatgpt', source: 'export', days: '02 03 04 05 06 07' },
      { tool: 'claude', source: 'export', days: '02 03 04 05 06 07' },
    ])
    await ingest(store).undo(2)
    expect((await covered(store)).map(({ days }) => days)).toEqual(['02 03 04 05', '02 03 04 05'])
    expect(await messages(store)).toBe(4)
  })

  test("a vendor's report is the whole of its days, and its sessions stay apart", async () => {
    await using store = await open()
    const load = async (reports: readonly UsageReport[]) => {
      await using stage = await ingest(store).stageReports(batch({ kind: 'github-copilot' }))
      for (const row of reports) await stage.add(row)
      return await stage.apply({ replace: false })
    }
    await load([report('ann', 3), report('bob', 0), report('bob', 0)])
    const stored = () =>
      rows(
        store.db,
        'read',
        sql`select encode(a.pseudonym, 'hex') as account, messages::int, sessions::int,
            vendor_sessions::int as vendor, requests::int, active, passive,
            cost_credits_micros::text as cost
          from usage_daily d join account a using (account_id) order by messages`,
      )
    const shared = { sessions: null, vendor: 2, requests: null, cost: '60000' }
    expect(await stored()).toEqual([
      { account: pseudonym('bob'), messages: 0, active: false, passive: true, ...shared },
      { account: pseudonym('ann'), messages: 3, active: true, passive: false, ...shared },
    ])
    expect(await load([report('ann', 3), report('bob', 0)])).toMatchObject({ batch: null })
    expect(await load([report('ann', 4)])).toMatchObject({
      plan: { added: 0, replaced: 1, removed: 1 },
    })
    expect(await messages(store)).toBe(4)
    await ingest(store).undo(2)
    expect(await messages(store)).toBe(3)
  })

  test('use that nobody owns is kept, and is nobody', async () => {
    await using store = await open()
    await importUsage(store, [usageEvent({ at: at(9), costPicos: 7n, costBasis: 'billed' })])
    expect(
      await rows(
        store.db,
        'read',
        sql`select account_id::int as account, person_id::int as person, unit_id::int as unit,
            messages::int, sessions::int,
            (select count(*)::int from active_bits where bit_count(bits) > 0) as people
          from usage_daily`,
      ),
    ).toEqual([{ account: 0, person: 0, unit: 0, messages: 1, sessions: null, people: 0 }])
  })

  test('the first usage fixes the time zone', async () => {
    await using store = await open()
    const space = workspace(store.db)
    expect(await space.zone()).toBe('UTC')
    await space.fixZone('Europe/Paris')
    await space.fixZone('Europe/Berlin')
    await importUsage(store, lines(1), { batch: { bucketZone: 'Europe/Berlin' } })
    await space.fixZone('Europe/Berlin')
    await expect(space.fixZone('UTC')).rejects.toMatchObject({
      message: 'The days of this store are counted in Europe/Berlin, not UTC',
      fix: expect.stringContaining('AI_USAGE_TIME_ZONE=Europe/Berlin'),
    })
    expect(await space.zone()).toBe('Europe/Berlin')
  })
})
