import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'

import { addDays, day as dayOf } from '#core/time/day.ts'
import { ingest } from '#store/ingest.ts'
import { privacy } from '#store/privacy.ts'
import { publishClosed } from '#store/publish.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, member, pseudonym, usageEvent } from '#test/support/events.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { importUsage } from './imports.ts'

const MONDAY = dayOf('2026-11-02')
const TODAY = dayOf('2026-11-12')
const rule = () => Promise.resolve({ floor: 5, known: 3 })
const PEOPLE = Array.from({ length: 12 }, (_, n) => `person-${n}`)

const cells = ({ db }: Store) =>
  rows(db, 'cells', sql`select * from published_cell order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11`)

test('who is forgotten stays in what was told, and is in nothing that it was told from', async () => {
  await using store = await openMemoryStore()
  await ingest(store).directory(
    PEOPLE.map((person) => member(person, 'Sales')),
    batch({ kind: 'directory' }),
    { merge: false, dryRun: false },
  )
  await importUsage(
    store,
    PEOPLE.flatMap((account) =>
      [0, 1, 2, 3, 4].map((n) =>
        usageEvent({ account, at: `${addDays(MONDAY, n)}T09:00:00Z`, id: `${account} ${n}` }),
      ),
    ),
  )
  expect(await publishClosed(store.db, { today: TODAY, rule })).toMatchObject({ periods: 2 })
  const before = await cells(store)
  expect(before).not.toEqual([])
  const uses = async () =>
    (
      await rows<{ n: number }>(
        store.db,
        'uses of nobody',
        sql`select count(*) filter (where person_id = 0)::int as n from published_basis`,
      )
    )[0]?.n
  const desk = privacy(store.db, pseudonym)
  expect((await desk.export('person-3')).tables['published_basis']).toHaveLength(5)
  expect(await uses()).toBe(0)

  await desk.forget('person-3', { dryRun: true })
  expect(await uses()).toBe(0)
  await desk.forget('person-3', { dryRun: false })
  expect(await uses()).toBe(5)
  await expect(desk.export('person-3')).rejects.toThrow('knows nobody by that name')
  await publishClosed(store.db, { today: TODAY, rule })
  expect(await cells(store)).toEqual(before)
})
