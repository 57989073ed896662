import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { UNREPORTED } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { billed, byDays, pullDays, report } from './collects.ts'
import { asking, measureBoth, of, values } from './reader-ask.ts'

const week = ['2026-11-16', '2026-11-20'] as const
const before = ['2026-11-09', '2026-11-13'] as const

const bill = byDays({ id: 'cost', source: 'vendor-cost', measures: ['cost'] })
const line = (date: string, picos: bigint, more: Partial<Parameters<typeof billed>[2]> = {}) =>
  billed(date, picos, { source: 'vendor-cost', ...more })

const used = (date: string, account: string, micros: bigint | null = null) =>
  report(date, account, { messages: 3, costEstimatedMicros: micros })

const asked = (store: Store, more: Parameters<typeof asking>[2] = {}) =>
  measureBoth(store, asking(week, before, more))

describe.each(stores())('in $kind', ({ open }) => {
  test('days that only a bill covers have a cost, and nobody knows of messages or tokens', async () => {
    await using store = await open()
    await pullDays(store, week, [{ bill: [line('2026-11-17', 5_000_000n)] }], { stream: bill })
    await pullDays(
      store,
      ['2026-11-16', '2026-11-17'],
      [{ reports: [report('2026-11-16', 'ann', { messages: 4, outputTokens: 9 })] }],
    )
    const measured = await asked(store, { by: 'tool' })
    expect(values(of(measured, 'messages').series)).toEqual([4, 0, null, null, null])
    expect(values(of(measured, 'output_tokens').series)).toEqual([9, 0, null, null, null])
    expect(values(of(measured, 'active_people').series)).toEqual([1, 0, null, null, null])
    expect(values(of(measured, 'spend').series)).toEqual([0, 5, 0, 0, 0])
    expect(of(measured, 'messages').by?.rows).toMatchObject([
      { key: 'chatgpt', now: 4, series: [4, 0, null, null, null] },
    ])
    expect(measured.tools).toMatchObject([{ tool: 'chatgpt', dataThrough: '2026-11-17' }])
    const spend = await asked(store, { metrics: ['spend'] })
    expect(spend.dataThrough).toBe('2026-11-20')
  })

  test('a tool that is only billed says nothing of people, instead of nobody', async () => {
    await using store = await open()
    await pullDays(store, week, [{ bill: [line('2026-11-17', 5_000_000n)] }], { stream: bill })
    const measured = await asked(store)
    expect(of(measured, 'active_people').now).toBe(null)
    expect(of(measured, 'messages').now).toBe(null)
    expect(of(measured, 'spend').now).toBe(5)
  })

  test('what is compared is what both periods know, each measure for itself', async () => {
    await using store = await open()
    const each = { reports: [used('2026-11-10', 'ann'), used('2026-11-16', 'ann')] }
    await pullDays(store, ['2026-11-09', '2026-11-16'], [each])
    await pullDays(
      store,
      ['2026-11-09', '2026-11-20'],
      [{ bill: [line('2026-11-12', 7_000_000n)] }],
      {
        stream: bill,
      },
    )
    const measured = await asked(store)
    expect(of(measured, 'messages').comparable).toMatchObject({ now: 3, before: 0, days: 1 })
    expect(of(measured, 'spend').comparable).toMatchObject({ now: 0, before: 7, days: 5 })
  })

  test('a bill that comes, changes or goes counts its days again', async () => {
    await using store = await open()
    await pullDays(store, week, [{ reports: [used('2026-11-17', 'ann', 10n)] }])
    const spends = async () => of(await asked(store), 'spend').now
    expect(await spends()).toBe(10)
    await pullDays(store, week, [{ bill: [line('2026-11-17', 5_000_000n)] }], { stream: bill })
    expect(await spends()).toBe(5)
    await pullDays(store, week, [{ bill: [line('2026-11-17', 4_000_000n)] }], { stream: bill })
    expect(await spends()).toBe(4)
    await pullDays(store, week, [], { stream: bill })
    expect(await spends()).toBe(10)
  })

  test('a tool that a bill covers later on costs what the bill says of it: nothing', async () => {
    await using store = await open()
    const both = byDays({ tools: ['chatgpt', 'codex'] })
    await pullDays(store, week, [{ reports: [used('2026-11-17', 'ann', 10n), codex()] }], {
      stream: both,
    })
    const lines = [{ bill: [line('2026-11-17', 5_000_000n)] }]
    await pullDays(store, week, lines, { stream: bill })
    const spent = async () =>
      of(await asked(store, { by: 'tool' }), 'spend').by?.rows.map(({ key, now }) => [key, now])
    expect(await spent()).toEqual([
      ['codex', 20],
      ['chatgpt', 5],
    ])
    await pullDays(store, week, lines, { stream: { ...bill, tools: ['chatgpt', 'codex'] } })
    expect(await spent()).toEqual([
      ['chatgpt', 5],
      ['codex', 0],
    ])
    // The import that covered it is taken back.
    const [last] = await ingest(store).list()
    await ingest(store).undo(last?.batch ?? 0)
    expect(await spent()).toEqual([
      ['codex', 20],
      ['chatgpt', 5],
    ])
  })

  test('credits that a vendor gives by person and as lines of a bill are priced once', async () => {
    await using store = await open()
    const costs = byDays({ id: 'costs', tools: ['chatgpt', 'codex'], measures: ['tokens', 'cost'] })
    const credits = (account: string, micros: bigint) => ({
      ...report('2026-11-17', account, { creditsMilli: 2000, costCreditsMicros: micros }),
      active: false,
      passive: true,
    })
    const lineOf = (account: string, picos: bigint | null) =>
      billed('2026-11-17', picos, {
        account: pseudonym(account),
        amount: '2',
        currency: 'credits',
        basis: 'credits',
      })
    const pull = (ann: bigint | null, bob: bigint | null) =>
      pullDays(
        store,
        week,
        [
          {
            reports: [credits('ann', 80n), credits('bob', 40n)],
            bill: [lineOf('ann', ann), lineOf('bob', bob)],
          },
        ],
        { stream: costs },
      )
    const spends = async () => of(await asked(store, { by: 'user' }), 'spend')
    await pull(80_000_000n, 40_000_000n)
    expect(await spends()).toMatchObject({
      now: 120,
      byBasis: { billed: 0, estimated: 0, credits: 120 },
      by: { rows: [{ now: 80 }, { now: 40 }] },
    })
    // One line without a rate: what the reports say stands, of everybody and once.
    await pull(80_000_000n, null)
    expect(await spends()).toMatchObject({ now: 120, byBasis: { credits: 120 } })
    // Another report of the same use, of another product's own.
    await pullDays(store, week, [{ reports: [{ ...credits('ann', 80n), source: 'zz' }] }], {
      stream: byDays({ id: 'other', source: 'zz' }),
    })
    expect(await spends()).toMatchObject({ now: 120, byBasis: { credits: 120 } })
  })

  test('a contract prices credits that come both ways once', async () => {
    await using store = await open()
    await rows(
      store.db,
      'agree on credits',
      sql`insert into contract (tool, valid_from, credit_picos, "by")
        values ('chatgpt', '2026-01-01', 40000000, 'test')`,
    )
    const used = report('2026-11-17', 'ann', { creditsMilli: 2000 })
    const more = { account: pseudonym('ann'), amount: '2', currency: 'credits' }
    const lines = [billed('2026-11-17', null, { ...more, basis: 'credits' })]
    await pullDays(store, week, [{ reports: [used], bill: lines }])
    expect(of(await asked(store), 'spend')).toMatchObject({ now: 80, byBasis: { credits: 80 } })
  })

  test('a key that was taken for someone counts for itself, also where it only bore witness', async () => {
    await using store = await open()
    const login = { account: pseudonym('ann'), alias: pseudonym('key'), sure: 'verified' } as const
    await pullDays(store, week, [{ reports: [used('2026-11-17', 'ann')], logins: [login] }])
    await pullDays(store, week, [{ reports: [{ ...used('2026-11-17', 'key'), source: 'zz' }] }], {
      stream: byDays({ id: 'other', source: 'zz' }),
    })
    expect(of(await asked(store), 'messages').now).toBe(3)
    const services = [{ account: pseudonym('key'), kind: 'key', label: 'sk-1 (bot)' }] as const
    await pullDays(store, ['2026-11-20', '2026-11-20'], [{ services }], { stream: bill })
    expect(of(await asked(store), 'messages').now).toBe(6)
    expect(of(await asked(store), 'active_people').now).toBe(1)
  })
})

const codex = () => ({
  ...UNREPORTED,
  ...used('2026-11-17', 'ann', 20n),
  tool: 'codex',
})
