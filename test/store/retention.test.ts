import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { Retention } from '#books.ts'
import { day } from '#core/time/day.ts'
import { keepWithinDaily } from '#jobs/retention.ts'
import { audit } from '#store/audit.ts'
import { claims } from '#store/claims.ts'
import { ingest } from '#store/ingest.ts'
import { policyBook } from '#store/policy.ts'
import { rebuildDirtyDays } from '#store/rebuild.ts'
import { retention } from '#store/retention.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { workspace } from '#store/workspace.ts'
import { batch, member, pseudonym, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'
import { budgetsLeft, pauseBudget, reachedBudget } from './person-budgets.ts'

const at = (day: string) =>
  usageEvent({ account: 'ann', at: `${day}T09:00:00Z`, id: day, inputTokens: 5 })
const DAYS = ['2026-08-15', '2026-09-30', '2026-10-09', '2026-10-10', '2026-11-20']
const today = day('2026-11-21')
/** The first day that stays is 2026-10-10. */
const factDays = 42

const daysOf = async (store: Store, table: string) =>
  (
    await rows<{ day: string }>(
      store.db,
      'days',
      sql`select distinct day::text as day from ${sql.identifier(table)} order by 1`,
    )
  ).map((it) => it.day)

const months = async (store: Store) =>
  (
    await rows<{ name: string }>(
      store.db,
      'months',
      sql`select relname as name from pg_class where relispartition and relkind = 'r'
        and relname ~ '^usage_(event|daily)_2' order by 1`,
    )
  ).map(({ name }) => name)

const TABLES = [
  'usage_event',
  'usage_daily',
  'session',
  'rollup_unit_day',
  'rollup_department_day',
  'rollup_day',
  'active_bits',
  'active_day',
  'covered_day',
]

describe.each(stores())('in $kind', { timeout: 120_000 }, ({ open }) => {
  test('what is past its time goes with all that was made of it, months as a whole', async () => {
    await using store = await open()
    await importUsage(store, DAYS.map(at))
    const prune = (options: Parameters<Retention['prune']>[0]) => retention(store.db).prune(options)
    const leaves = ['2026-10-07', '2026-10-10'].map((to) => ({
      from: day(to),
      to: day(to),
    }))
    await ingest(store).directory(
      [member('ann', 'Eng', { leaves })],
      batch({ kind: 'directory' }),
      {
        merge: false,
        dryRun: false,
      },
    )
    const kept = await months(store)
    expect(await prune({ today, factDays: undefined, dryRun: false })).toEqual([])
    const said = await prune({ today, factDays, dryRun: true })
    expect(said).toContainEqual({ table: 'usage_event', rows: 3 })
    expect(said).toContainEqual({ table: 'leave', rows: 1 })
    expect(await months(store)).toEqual(kept)
    expect(await daysOf(store, 'usage_event')).toEqual(DAYS)

    expect(await prune({ today, factDays, dryRun: false })).toEqual(said)
    for (const table of TABLES) {
      const [first = ''] = await daysOf(store, table)
      expect([table, first]).toEqual([table, '2026-10-10'])
    }
    expect(await months(store)).toEqual([
      'usage_daily_2026_10',
      'usage_daily_2026_11',
      'usage_event_2026_10',
      'usage_event_2026_11',
    ])
    expect(await prune({ today, factDays, dryRun: false })).toEqual([])
    // Nothing that is gone is missed when a day is counted again, and a month can be filled anew.
    await rows(store.db, 'mark', sql`insert into dirty_day (day) values ('2026-10-10')`)
    await rebuildDirtyDays(store.db)
    await importUsage(store, [at('2026-08-16')])
    expect(await daysOf(store, 'usage_daily')).toEqual(['2026-08-16', '2026-10-10', '2026-11-20'])
  })

  test('a budget that ended is kept for 90 days, what an import replaced for 35; after that it is not undone by half', async () => {
    await using store = await open()
    await importUsage(store, [at('2026-11-20')])
    const taken = Date.parse('2026-11-21T12:00:00Z')
    const { batch } = await importUsage(
      store,
      [usageEvent({ account: 'ann', at: '2026-11-20T10:00:00Z', id: '2026-11-20' })],
      { batch: { at: taken } },
    )
    const prune = (options: Parameters<Retention['prune']>[0]) => retention(store.db).prune(options)
    const ended = await reachedBudget(store, pseudonym('ann'), Date.parse('2026-09-01'))
    await pauseBudget(store, ended, Date.parse('2026-09-02'))
    const lives = await reachedBudget(store, pseudonym('ann'), Date.parse('2026-09-01'))
    const inTime = { factDays: undefined, dryRun: false }
    await prune({ today: day('2026-11-30'), ...inTime })
    expect(await budgetsLeft(store)).toHaveLength(4)
    await prune({ today: day('2026-12-26'), ...inTime })
    expect(await budgetsLeft(store)).toEqual([`budget ${lives}`, `reached ${lives}`])
    expect(await daysOf(store, 'usage_event_replaced')).toEqual(['2026-11-20'])
    await prune({ today: day('2026-12-27'), ...inTime })
    expect(await daysOf(store, 'usage_event_replaced')).toEqual([])
    await expect(ingest(store).undo(batch ?? 0)).rejects.toThrow(
      `Import ${batch} is settled: what it replaced is no longer kept`,
    )
  })

  test('it is done once a day, whoever comes first, and the trail has the numbers', async () => {
    await using store = await open()
    await importUsage(store, DAYS.map(at))
    const house = {
      retention: retention(store.db),
      workspace: workspace(store.db, 'UTC'),
      clock: { now: () => Date.parse('2026-11-21T12:00:00Z') },
      audit: audit(store.db),
      claims: claims(store.db),
      policies: policyBook(store.db),
      factDays,
    }
    const both = await Promise.all([keepWithinDaily(house), keepWithinDaily(house)])
    expect(both.filter((pruned) => pruned.length > 0)).toHaveLength(1)
    const trail = await rows(
      store.db,
      'trail',
      sql`select viewer, action, outcome, detail -> 'days' as days, detail -> 'usage_event' as events
        from audit`,
    )
    expect(trail).toEqual([
      { viewer: 'schedule', action: 'retention', outcome: 'done', days: 42, events: 3 },
    ])
  })
})
