import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { ingest } from '#store/ingest.ts'
import { origins } from '#store/origins.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { batch, member, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'
import { counted, everyRow, importReports, reported, sent, type Use, witnessed } from './truth.ts'

/** A thousand requests of ten people on two days. */
const USES: readonly Use[] = Array.from({ length: 20 }, (_, n) => ({
  account: `person ${n % 10}`,
  day: n < 10 ? '2026-11-02' : '2026-11-03',
  requests: 50,
}))

const DOORS = {
  vendor: (store: Store) => importReports(store, USES.map(reported)),
  otlp: (store: Store) =>
    importUsage(
      store,
      USES.flatMap((use) => sent('otlp', use)),
    ),
  gateway: (store: Store) =>
    importUsage(
      store,
      USES.flatMap((use) => sent('litellm', use)),
    ),
} as const
type Door = keyof typeof DOORS

const ORDERS: readonly (readonly Door[])[] = [
  ['vendor', 'otlp', 'gateway'],
  ['vendor', 'gateway', 'otlp'],
  ['otlp', 'vendor', 'gateway'],
  ['otlp', 'gateway', 'vendor'],
  ['gateway', 'vendor', 'otlp'],
  ['gateway', 'otlp', 'vendor'],
]

const ONCE = {
  messages: 1000,
  requests: 1000,
  sessions: 20,
  vendorSessions: null,
  input: 100_000,
  output: 50_000,
  cost: 300_000,
  sessionRows: 20,
  people: 10,
}

describe.each(stores())('in $kind', { timeout: 120_000 }, ({ open }) => {
  test('a thousand requests through three doors count once, whichever came first', async () => {
    const results = new Set<string>()
    for (const order of ORDERS) {
      await using store = await open()
      for (const door of order) await DOORS[door](store)
      expect(await counted(store)).toEqual(ONCE)
      results.add(JSON.stringify(await everyRow(store)))
    }
    expect(results.size).toBe(1)
  })

  test('what was not believed is kept beside it, and says what it said', async () => {
    await using store = await open()
    for (const door of ['gateway', 'vendor', 'otlp'] as const) await DOORS[door](store)
    expect(await witnessed(store)).toEqual([
      {
        source: 'anthropic-claude-code',
        messages: null,
        requests: null,
        input: null,
        cost: null,
        measures: 'activity',
      },
      {
        source: 'litellm',
        messages: 1000,
        requests: 1000,
        input: 100_000,
        cost: 300_000,
        measures: 'activity cost tokens',
      },
      {
        source: 'otlp',
        messages: null,
        requests: 1000,
        input: 100_000,
        cost: 300_000,
        measures: 'cost tokens',
      },
    ])
    const period = { from: day('2026-11-03'), to: day('2026-11-04') }
    const own = { tool: 'claude-code', covered: 1 }
    const today = day('2026-11-05')
    const asked = { scope: { ids: {}, labels: {} }, period, previous: period, today }
    expect(await origins(store.db, asked)).toMatchObject([
      { ...own, source: 'anthropic-claude-code', rows: 10, days: 1, passedOver: ['activity'] },
      { ...own, source: 'litellm', rows: 0, days: 0, believed: [] },
      { ...own, source: 'otlp', rows: 10, days: 1, believed: ['activity'] },
    ])
  })

  test.each(ORDERS)(
    'taking back what came last, %s, %s and %s, leaves the rest',
    async (...order) => {
      await using store = await open()
      await using without = await open()
      for (const door of order.slice(0, 2)) await DOORS[door](without)
      for (const door of order.slice(0, 2)) await DOORS[door](store)
      const { batch } = await DOORS[order[2] as Door](store)
      await ingest(store).undo(batch ?? 0)
      expect(await everyRow(store)).toEqual(await everyRow(without))
      expect((await counted(store))?.['requests']).toBe(1000)
    },
  )

  test('a person is one person, whichever account a source knows them by', async () => {
    await using store = await open()
    const day = '2026-11-02'
    await importReports(store, [reported({ account: 'ada-github', day, requests: 30 })])
    await importUsage(store, sent('litellm', { account: 'ada', day, requests: 28 }))
    expect((await counted(store))?.['requests']).toBe(58)
    const members = [member('ada', 'Engineering', { aliases: ['ada-github'] })]
    await ingest(store).directory(members, batch({ kind: 'directory' }), {
      merge: false,
      dryRun: false,
    })
    expect(await counted(store)).toMatchObject({ requests: 30, messages: null, people: 1 })
  })

  test('an agent that two sources saw run ran once', async () => {
    await using store = await open()
    const run = { asset: 'scout', assetKind: 'agent', run: 'r1' } as const
    for (const source of ['litellm', 'otlp'] as const) {
      await importUsage(store, [
        usageEvent({ at: '2026-11-02T09:00:00Z', account: 'ada', tool: 'codex', source, ...run }),
      ])
    }
    const found = await rows(
      store.db,
      'read runs',
      sql`select s.name as source, runs from asset_daily join source s on s.id = source_id`,
    )
    expect(found).toEqual([{ source: 'otlp', runs: 1 }])
  })

  test('whom only a later source knows, it is believed for', async () => {
    await using store = await open()
    const day = '2026-11-02'
    await importReports(store, [reported({ account: 'ada', day, requests: 30 })])
    await importUsage(store, [
      ...sent('litellm', { account: 'ada', day, requests: 28 }),
      ...sent('litellm', { account: 'bob', day, requests: 5 }),
    ])
    expect((await counted(store))?.['requests']).toBe(35)
  })

  test('sessions that pass midnight are split from the source that is believed on each day', async () => {
    await using store = await open()
    const late = sent('otlp', { account: 'ada', day: '2026-11-02', requests: 3 }).map((event) => ({
      ...event,
      atMicros: event.atMicros + 57_540_000_000n,
    }))
    const early = sent('litellm', { account: 'ada', day: '2026-11-03', requests: 4 }).map(
      (event) => ({ ...event, atMicros: event.atMicros - 28_500_000_000n }),
    )
    await importUsage(store, early)
    await importUsage(store, late)
    const split = await rows<{ messages: number; day: string }>(
      store.db,
      'read sessions',
      sql`select day::text, messages from session`,
    )
    expect(split).toEqual([{ day: '2026-11-02', messages: 7 }])
    // The gateway saw the evening too: it is passed over there, and the session stays what it was.
    await importUsage(
      store,
      late.map((event) => ({ ...event, source: 'litellm', id: `${event.id}`.replace(/^./, 'f') })),
    )
    expect(
      await rows(store.db, 'read sessions', sql`select day::text, messages from session`),
    ).toEqual(split)
  })
})
