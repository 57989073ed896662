import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { governance } from '#store/governance.ts'
import { stores } from '#test/support/store.ts'

import { entry, pullLog } from './collects.ts'

/** Three pages. */
const ENTRIES = 12_345
const NOVEMBER = { from: day('2026-11-01'), to: day('2026-11-30') }
const ASKED = { period: NOVEMBER, previous: NOVEMBER, zone: 'UTC', by: 'type' } as const

describe.each(stores())('in $kind', { timeout: 60_000 }, ({ open }) => {
  test('a file has every entry of its days once, newest first, however many happened at one instant', async () => {
    await using store = await open()
    await pullLog(store, [
      { cursor: '1', governance: [entry('first', { actor: null, target: null })] },
    ])
    // As many microseconds as entries, and two thirds of all in one of them: pages begin and end within it.
    await store.db.execute(sql`
      insert into governance_event overriding user value
      select (jsonb_populate_record(e, jsonb_build_object('event_id', '\\x' || encode(sha256(n::text::bytea), 'hex'),
        'at', case when n % 3 = 0 then e.at + n * interval '1 microsecond' else e.at + interval '5 ms' end))).*
      from governance_event e, generate_series(1, ${ENTRIES - 1}::int) n`)
    const found = governance(store.db)
    const pages = await Array.fromAsync(found.pages(ASKED))
    const { latest } = await found.search(ASKED, ENTRIES + 1)
    expect(pages.map(({ length }) => length)).toEqual([5_000, 5_000, 2_345])
    expect(pages.flat()).toEqual(latest)
    expect(new Set(latest.map(({ event }) => event)).size).toBe(ENTRIES)
  })

  test('where nothing happened there is no page', async () => {
    await using store = await open()
    expect(await Array.fromAsync(governance(store.db).pages(ASKED))).toEqual([])
  })
})
