import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { collection } from '#store/collect.ts'
import { stores } from '#test/support/store.ts'

import { AT, byDays, connector, report } from './collects.ts'

describe.each(stores())('in $kind', ({ open }) => {
  test('windows of one pull are one run, with the rows of all of them', async () => {
    await using store = await open()
    const collect = collection(store)
    const pull = async (from: string, to: string, rows: number, run?: number) => {
      const window = { from: day(from), to: day(to) }
      const facts = { connector, stream: byDays(), window, at: AT, ...(run && { run }) }
      await using pulling = await collect.open(facts)
      const people = Array.from({ length: rows }, (_, n) => report(from, `p${n}`, { messages: 1 }))
      await pulling.add({ reports: people })
      await pulling.commit(window)
      return pulling.run
    }
    const run = await pull('2026-11-09', '2026-11-15', 3)
    expect(await pull('2026-11-02', '2026-11-08', 4, run)).toBe(run)
    expect(await collect.runs(5)).toMatchObject([{ outcome: 'ok', rows: 7 }])
    await pull('2026-11-16', '2026-11-22', 1)
    expect(await collect.runs(5)).toMatchObject([{ rows: 1 }, { rows: 7 }])
  })
})
