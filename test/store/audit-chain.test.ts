import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'
import { assert, asyncProperty, dictionary, double, integer, oneof, string } from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Anchor } from '#core/audit/anchor.ts'
import type { AuditRow } from '#ports.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import { migrate } from '#store/migrate.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore, stores } from '#test/support/store.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

const asked = (over: Partial<AuditRow> = {}): AuditRow => ({
  at: NOW,
  viewer: 'slack:T1/U1',
  place: 'slack:dm/D1',
  action: 'ask',
  command: 'team:eng 30d',
  outcome: 'answered',
  detail: { from: '2026-10-22', to: '2026-11-20', rows: 3, empty: null },
  ...over,
})

async function filled(store: Store, count = 6): Promise<void> {
  for (let n = 1; n <= count; n++) await audit(store.db).record(asked({ command: `${n}d` }))
}

const look = (store: Store, anchors: readonly Anchor[] = []) =>
  auditTrail(store.db).verify({ anchors, isSigned: () => true })

/** A head as it was signed at some time; signatures have their own tests. */
const anchored = async (store: Store): Promise<Anchor> => ({
  kind: 'head',
  at: '2026-11-21T12:00:00Z',
  keyId: 'k',
  signature: 's',
  ...(await look(store)).head,
})

const run = (store: Store, statement: string) => rows(store.db, 'tamper', sql.raw(statement))

/** Chains the rows anew from `seq` on, as someone with all rights on the store could. */
async function chainAnew(store: Store, seq: number): Promise<void> {
  const lines: string[] = []
  for await (const line of auditTrail(store.db).lines()) lines.push(line)
  let previous = ''
  for (const line of lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)) {
    const at = Number(line['seq'])
    if (previous === '') previous = String(line['previous'])
    const hash = at < seq ? String(line['hash']) : recomputed({ ...line, previous, seq: at })
    await run(store, `update audit set hash = '${hash}' where seq = ${at}`)
    previous = hash
  }
  await run(store, `update audit_head set hash = '${previous}', seq = ${lines.length}`)
}

/** Written from docs/audit.md, sharing no code: sorted keys, no spaces, SHA-256. */
function recomputed({ entry, previous, seq, tenant }: Readonly<Record<string, unknown>>): string {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, it]) => [key, sorted(it)]),
        )
      : value
  const text = JSON.stringify(sorted({ entry, previous, seq, tenant }))
  return createHash('sha256').update(text).digest('hex')
}

describe.each(stores())('in $kind', ({ open }) => {
  test('rows form a chain that anyone can compute again from an export', async () => {
    await using store = await open()
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 0 })
    await filled(store)
    let previous = '0'.repeat(64)
    let seq = 0
    for await (const line of auditTrail(store.db).lines()) {
      const read = JSON.parse(line) as Readonly<Record<string, unknown>>
      seq += 1
      expect(read).toMatchObject({ seq, previous, entry: { command: `${seq}d` } })
      expect(read['hash']).toBe(recomputed(read))
      previous = String(read['hash'])
    }
    expect(seq).toBe(6)
    expect(await look(store)).toEqual({
      fault: undefined,
      rows: 6,
      head: { tenant: 1, seq: 6, hash: previous },
    })
  })

  test('writers in several replicas take turns: no gap, no fork', async () => {
    await using store = await open()
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        audit(store.db).record(asked({ command: `${n}d`, at: NOW + n })),
      ),
    )
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 60, head: { seq: 60 } })
  })

  test('a row that is taken back with its transaction leaves no gap', async () => {
    await using store = await open()
    await filled(store, 2)
    await expect(
      audit(store.db).record(asked({ detail: { text: 'no \u0000 in a store' } })),
    ).rejects.toThrow('record audit row')
    await filled(store, 1)
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 3 })
  })

  test.each([
    ['what was asked', `update audit set command = 'user:p-7k2fqa 30d' where seq = 3`],
    ['who asked', `update audit set viewer = 'slack:T1/U9' where seq = 3`],
    ['where', `update audit set place = 'terminal' where seq = 3`],
    ['when, by a millionth', `update audit set at = at + interval '1 microsecond' where seq = 3`],
    ['what came of it', `update audit set outcome = 'refused' where seq = 3`],
    ['what kind of act it was', `update audit set action = 'csv' where seq = 3`],
    ['a detail', `update audit set detail = detail || '{"rows": 4}' where seq = 3`],
    ['its hash', `update audit set hash = repeat('a', 64) where seq = 3`],
  ])('an edit of %s is found', async (_, statement) => {
    await using store = await open()
    await filled(store)
    await run(store, statement)
    expect((await look(store)).fault).toMatchObject({ kind: 'changed', seq: 3 })
  })

  test('an edit whose own hash was mended is found at the next row', async () => {
    await using store = await open()
    await filled(store)
    const lines: string[] = []
    for await (const line of auditTrail(store.db).lines()) lines.push(line)
    const third = JSON.parse(lines[2] ?? '') as { entry: object } & Record<string, unknown>
    const hash = recomputed({ ...third, entry: { ...third.entry, command: '9d' } })
    await run(store, `update audit set command = '9d', hash = '${hash}' where seq = 3`)
    expect((await look(store)).fault).toMatchObject({ kind: 'changed', seq: 4 })
  })

  test('a deleted row is found, also when later rows are moved up', async () => {
    await using store = await open()
    await filled(store)
    await run(store, 'delete from audit where seq = 3')
    expect((await look(store)).fault).toMatchObject({ kind: 'missing', seq: 3 })
    await run(store, 'update audit set seq = -seq where seq > 3')
    await run(store, 'update audit set seq = -seq - 1 where seq < 0')
    expect((await look(store)).fault).toMatchObject({ kind: 'changed', seq: 3 })
  })

  test('a deleted first row is found', async () => {
    await using store = await open()
    await filled(store)
    await run(store, 'delete from audit where seq = 1')
    expect((await look(store)).fault).toMatchObject({ kind: 'missing', seq: 1 })
  })

  test('two rows that changed places are found', async () => {
    await using store = await open()
    await filled(store)
    await run(store, 'update audit set seq = -seq where seq in (3, 4)')
    await run(store, 'update audit set seq = 7 + seq where seq < 0')
    expect((await look(store)).fault).toMatchObject({ kind: 'changed', seq: 3 })
  })

  test('a cut tail is found by the head, and by an anchor where the head was cut too', async () => {
    await using store = await open()
    await filled(store)
    const anchor = await anchored(store)
    await run(store, 'delete from audit where seq > 4')
    expect((await look(store)).fault).toMatchObject({ kind: 'cut', seq: 5 })
    await run(store, 'update audit_head set seq = 4, hash = (select hash from audit where seq = 4)')
    expect((await look(store)).fault).toBeUndefined()
    expect((await look(store, [anchor])).fault).toMatchObject({ kind: 'cut', seq: 5 })
    await filled(store, 5)
    expect((await look(store)).fault).toBeUndefined()
    expect((await look(store, [anchor])).fault).toMatchObject({ kind: 'rebuilt', seq: 1 })
  })

  test('a trail written anew from some row on is found by any anchor after it', async () => {
    await using store = await open()
    await filled(store, 4)
    const early = await anchored(store)
    await filled(store, 4)
    const late = await anchored(store)
    await run(store, `update audit set viewer = 'slack:T1/U9' where seq = 6`)
    await chainAnew(store, 6)
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 8 })
    expect((await look(store, [early])).fault).toBeUndefined()
    expect((await look(store, [early, late])).fault).toMatchObject({ kind: 'rebuilt', seq: 5 })
    await chainAnew(store, 1)
    expect((await look(store, [late])).fault).toMatchObject({ kind: 'rebuilt', seq: 1 })
  })

  test('rows beside the chain and a head that was moved are found', async () => {
    await using store = await open()
    await filled(store, 2)
    await run(
      store,
      `insert into audit (at, viewer, place, action, command, outcome, detail)
        values (now(), 'slack:T1/U9', 'terminal', 'ask', '30d', 'answered', '{}')`,
    )
    expect((await look(store)).fault).toMatchObject({ kind: 'outside' })
    await migrate(store)
    expect((await look(store)).fault).toMatchObject({ kind: 'outside' })
    await run(store, `update audit_head set hash = repeat('a', 64)`)
    expect((await look(store)).fault).toMatchObject({ kind: 'head' })
    await run(store, 'delete from audit_head')
    expect((await look(store)).fault).toMatchObject({ kind: 'head', seq: 2 })
    await migrate(store)
    await expect(audit(store.db).record(asked())).rejects.toThrow('head of the audit chain')
  })

  test('rows from before the chain are chained as they stand, once', async () => {
    await using store = await open()
    await run(store, 'delete from audit_head')
    await run(
      store,
      `insert into audit (at, viewer, place, action, command, outcome, detail)
        select '2026-01-01T00:00:00.123456Z'::timestamptz, 'operator', 'terminal', 'ask', n || 'd', 'answered',
          '{"b": 1.50, "a": "ü\\n"}' from generate_series(1, 2500) n`,
    )
    await migrate(store)
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 2500 })
    await filled(store, 2)
    await migrate(store)
    expect(await look(store)).toMatchObject({ fault: undefined, rows: 2502, head: { seq: 2502 } })
    await run(store, `update audit set command = 'x' where seq = 17`)
    expect((await look(store)).fault).toMatchObject({ kind: 'changed', seq: 17 })
  })
})

test('whatever a row holds, it is read back as it was hashed', async () => {
  await using store = await openMemoryStore()
  const word = string({ unit: 'grapheme', maxLength: 12 }).map((text) =>
    text.replaceAll('\u0000', '').toWellFormed(),
  )
  const value = oneof(word, integer(), double({ noNaN: true, noDefaultInfinity: true }))
  await assert(
    asyncProperty(word, dictionary(word, value, { maxKeys: 4 }), async (command, detail) => {
      await audit(store.db).record(asked({ command, detail }))
      expect((await look(store)).fault).toBeUndefined()
      await run(store, 'delete from audit')
      await run(store, `update audit_head set seq = 0, hash = repeat('0', 64)`)
    }),
    { numRuns: 150 },
  )
})
