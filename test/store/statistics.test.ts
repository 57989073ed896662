import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { rows } from '#store/rows.ts'
import { usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'

describe.each(stores())('in $kind', ({ open }) => {
  test('what answers are read from is measured for the planner once days were counted', async () => {
    await using store = await open()
    await importUsage(store, [usageEvent({ at: '2026-11-02T09:00:00Z', account: 'ann' })])
    expect(
      await rows(
        store.db,
        'read statistics',
        sql`select relname as name, reltuples::int as rows from pg_class
          where relname in ('rollup_unit_day', 'active_bits', 'covered_day') order by 1`,
      ),
    ).toEqual([
      { name: 'active_bits', rows: 1 },
      { name: 'covered_day', rows: 1 },
      { name: 'rollup_unit_day', rows: 1 },
    ])
  })
})
