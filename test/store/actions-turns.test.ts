import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import type { AuditRow } from '#ports.ts'
import { actionBook } from '#store/actions.ts'
import { chain } from '#store/audit.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { hasServer, stores } from '#test/support/store.ts'

const WEEK = day('2026-11-16')
const row: AuditRow = {
  at: Date.parse('2026-11-23T09:00:00Z'),
  viewer: 'slack:T1/U1',
  place: 'terminal',
  action: 'action',
  command: 'actions draw',
  outcome: 'answered',
  detail: {},
}
const found = (unit: string) => ({
  key: `depth:${unit}`,
  view: 'depth',
  unit,
  says: `${unit} asks once and leaves`,
  action: 'Show them how to follow up.',
  watched: null,
  week: WEEK,
})

/** There, whoever has a place in the trail and waits for an action stops all who would write into it. */
describe.runIf(hasServer())('many actions changed at once, on a server', () => {
  let store: Store
  beforeAll(async () => {
    store = await stores().at(-1)!.open()
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const someoneWaits = async () => {
    const [waiting] = await rows<{ readonly some: boolean }>(
      store.db,
      'who waits',
      sql`select exists (select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock') as some`,
    )
    return waiting?.some === true
  }

  test('wait for somebody who changes one of them, and nobody waits for them meanwhile', async () => {
    const book = actionBook(store.db)
    const both = await book.propose([found('team 1'), found('team 2')], row.at)
    const to = { state: { kind: 'done', owner: 'slack:T1/U1', on: WEEK } } as const
    let all: Promise<boolean> | undefined
    await store.db.transaction(async (tx) => {
      await rows(
        tx,
        'take one',
        sql`select from action where action_id = ${both[1]!.id} for update`,
      )
      all = book.changeAll(both.map((read) => ({ read, to: { ...read, ...to }, row })))
      all.catch(() => {})
      while (!(await someoneWaits()));
      await chain(tx, row)
    })
    expect(await all).toBe(true)
    expect((await book.list()).map(({ state }) => state.kind)).toEqual(['done', 'done'])
  })
})
