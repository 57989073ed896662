import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { rows } from '#store/rows.ts'
import { usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'

describe.each(stores())('in $kind', ({ open }) => {
  test('the database knows the months that were counted, so that it finds a quick way to answer', async () => {
    await using store = await open()
    await importUsage(store, [
      usageEvent({ at: '2026-09-30T10:00:00Z', account: 'ann' }),
      usageEvent({ at: '2026-10-01T10:00:00Z', account: 'ann' }),
    ])
    const known = await rows<{ readonly month: string }>(
      store.db,
      'what is analysed',
      sql`select distinct tablename as month from pg_stats
        where starts_with(tablename, 'usage_daily') and attname = 'person_id' order by 1`,
    )
    expect(known.map(({ month }) => month)).toEqual(['usage_daily_2026_09', 'usage_daily_2026_10'])
  })
})
