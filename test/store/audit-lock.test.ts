import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { measured } from '#test/support/measured.ts'
import { stores } from '#test/support/store.ts'

/** The embedded store has one connection: nobody else can hold anything in it. */
const server = stores().filter(({ kind }) => kind !== 'the embedded store')

/** Holds what `statement` locks until it is disposed. */
async function held(store: Store, statement: string): Promise<AsyncDisposable> {
  const connection = await store.connect()
  await rows(connection.db, 'begin', sql`begin`)
  await rows(connection.db, 'hold', sql.raw(statement))
  return connection
}

const verdict = (store: Store) =>
  auditTrail(store.db).verify({ anchors: [], isSigned: () => false })

describe.each(server)('in $kind', ({ open }) => {
  test.each([
    ['the head of the chain', 'select from audit_head for update'],
    ['the whole trail', 'lock table audit in access exclusive mode'],
  ])(
    'a question is refused, not kept waiting, while something holds %s',
    async (_what, statement) => {
      await using store = await open()
      const house = { ...memoryHouse({ measured: measured(four()) }), audit: audit(store.db) }
      const ask = answerCommand(house)
      {
        await using _ = await held(store, statement)
        const start = performance.now()
        const { outcome, message, report } = await ask(asks('30d'))
        expect(performance.now() - start).toBeLessThan(2_500)
        expect({ outcome, report }).toEqual({ outcome: 'refused', report: undefined })
        expect(plain(message)).toContain('could not be written to the audit log')
        expect(JSON.stringify(house.logged)).toContain('55P03')
      }
      expect(await ask(asks('30d'))).toMatchObject({ outcome: 'answered' })
      expect(await verdict(store)).toMatchObject({ fault: undefined, rows: 1 })
    },
  )

  test('patience is for the audit trail alone: other work still waits for its turn', async () => {
    await using store = await open()
    await audit(store.db).record({
      at: 0,
      viewer: 'operator',
      place: 'terminal',
      action: 'ask',
      command: '30d',
      outcome: 'answered',
      detail: {},
    })
    const [set] = await rows<{ lock_timeout: string }>(store.db, 'read', sql`show lock_timeout`)
    expect(set).toEqual({ lock_timeout: '0' })
  })

  test('without its head nothing is written, so nothing is answered', async () => {
    await using store = await open()
    await rows(store.db, 'tamper', sql`delete from audit_head`)
    const house = { ...memoryHouse({ measured: measured(four()) }), audit: audit(store.db) }
    expect(await answerCommand(house)(asks('30d'))).toMatchObject({ outcome: 'refused' })
    expect(await rows(store.db, 'count', sql`select 1 as one from audit`)).toEqual([])
  })
})
