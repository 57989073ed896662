import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { billAgainstEstimate } from '#core/reconcile/reasons.ts'
import { day } from '#core/time/day.ts'
import { precedence } from '#store/precedence.ts'
import { reconciler } from '#store/reconcile.ts'
import { rows } from '#store/rows.ts'
import { services } from '#store/services.ts'
import { pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { bill } from './bill.ts'
import { importUsage } from './imports.ts'
import { counted, importReports, reported, sent } from './truth.ts'

const DAY = '2026-11-02'
const PERIOD = { from: day('2026-11-01'), to: day('2026-11-30') }
const ada = { account: 'ada', day: DAY, requests: 30 }

describe.each(stores())('in $kind', { timeout: 120_000 }, ({ open }) => {
  test('what each source says stands beside what is counted', async () => {
    await using store = await open()
    await importReports(store, [reported(ada)])
    await importUsage(store, sent('litellm', { ...ada, requests: 28 }))
    await bill(store, [{ day: DAY, picos: 8_000_000_000n }])
    const { tools } = await reconciler(store.db)({ period: PERIOD })
    const [facts] = tools
    expect(tools.map(({ tool }) => tool)).toEqual(['claude-code'])
    const tokens = facts?.measures.find(({ measure }) => measure === 'tokens')
    expect(tokens).toEqual({
      measure: 'tokens',
      counted: 6000,
      days: 1,
      sources: [
        {
          source: 'anthropic-claude-code',
          says: 6000,
          counted: 6000,
          countedThen: 6000,
          days: 1,
          rows: 1,
        },
        { source: 'litellm', says: 5600, counted: null, countedThen: 6000, days: 1, rows: 1 },
      ],
    })
    const cost = facts?.measures.find(({ measure }) => measure === 'cost')
    expect(cost?.sources.map(({ source, says, counted }) => [source, says, counted])).toEqual([
      ['anthropic-claude-code', 9000, null],
      ['anthropic-cost', 8000, 8000],
      ['litellm', 8400, null],
    ])
    if (!facts?.bill) throw new Error('there is a bill')
    expect(billAgainstEstimate(facts.bill)).toEqual({ days: 1, bill: 8000, estimate: 9000 })
    expect(facts.bill).toMatchObject({ sources: ['anthropic-cost'], rows: 1, withoutEstimate: 0 })
  })

  test('a source that bills what it also reckons says its bill, once', async () => {
    await using store = await open()
    await importReports(store, [reported(ada)])
    const source = 'anthropic-claude-code'
    await bill(store, [{ day: DAY, source, picos: 8_000_000_000n }])
    const { tools } = await reconciler(store.db)({ period: PERIOD })
    const cost = tools[0]?.measures.find(({ measure }) => measure === 'cost')
    expect(cost?.sources.map(({ source, says, counted }) => [source, says, counted])).toEqual([
      [source, 8000, 8000],
    ])
  })

  test('other days and tools are not in it', async () => {
    await using store = await open()
    await importReports(store, [reported(ada)])
    const december = { from: day('2026-12-01'), to: day('2026-12-31') }
    expect(await reconciler(store.db)({ period: december })).toEqual({ tools: [] })
    expect(await reconciler(store.db)({ period: PERIOD, tools: [] })).toEqual({ tools: [] })
  })

  test('an order that is set is believed from its day on, and set back leaves no trace', async () => {
    await using store = await open()
    const order = precedence(store.db)
    const later = { ...ada, day: '2026-11-05' }
    await importReports(store, [reported(ada), reported(later)])
    await importUsage(
      store,
      [ada, later].flatMap((use) => sent('litellm', { ...use, requests: 20 })),
    )
    const requests = async () => (await counted(store))?.['requests']
    expect(await requests()).toBe(60)
    const set = { tool: 'claude-code', measure: 'tokens', by: 'operator' } as const
    const from = day('2026-11-03')
    expect(await order.set({ ...set, sources: ['litellm'], from })).toEqual({
      before: null,
      days: 1,
    })
    expect(await requests()).toBe(50)
    expect(await order.set({ ...set, sources: ['litellm'] })).toEqual({ before: null, days: 2 })
    expect(await requests()).toBe(40)
    expect((await order.list()).filter(({ measure }) => measure === 'tokens')).toEqual([
      {
        tool: 'claude-code',
        measure: 'tokens',
        from: '0001-01-01',
        sources: ['litellm'],
        by: 'operator',
      },
      {
        tool: 'claude-code',
        measure: 'tokens',
        from: '2026-11-03',
        sources: ['litellm'],
        by: 'operator',
      },
    ])
    await order.set({ ...set, sources: null, from })
    expect(await order.set({ ...set, sources: null })).toEqual({ before: ['litellm'], days: 2 })
    expect(await requests()).toBe(60)
    await expect(order.set({ ...set, sources: ['litelm'] })).rejects.toThrow("no source 'litelm'")
    await expect(order.set({ ...set, tool: 'claud-code', sources: null })).rejects.toThrow(
      'no tool',
    )
  })

  test('a key is nobody, and the unit it is mapped to pays for it on those days', async () => {
    await using store = await open()
    await importUsage(store, [
      ...sent('litellm', { account: 'key', day: DAY, requests: 3 }),
      ...sent('litellm', { account: 'key', day: '2026-11-05', requests: 4 }),
    ])
    await rows(
      store.db,
      'it is a key',
      sql`insert into service_account (account_id, source, kind, label)
        select account_id, 'litellm', 'key', 'Support bot' from account
        where pseudonym = decode(${pseudonym('key')}, 'hex')`,
    )
    await rows(
      store.db,
      'mark days',
      sql`insert into dirty_day (day) values (${DAY}::date), ('2026-11-05')`,
    )
    const keys = services(store.db)
    const [key] = await keys.list()
    if (!key) throw new Error('there is a key')
    expect(key).toMatchObject({ label: 'Support bot', unit: null, from: null })
    const { account } = key
    const by = 'operator'
    const map = { account, unit: 'Support/EMEA', from: day('2026-11-04') }
    const units = () =>
      rows(
        store.db,
        'read units',
        sql`select r.day::text, u.path as unit, r.requests::int, r.sessions::int as sessions,
            (select count(*)::int from active_bits b where b.day = r.day) as active
          from rollup_unit_day r left join org_unit u using (unit_id) order by 1`,
      )
    // Mapping rebuilds the marked days as well: from here on the key is no person.
    await keys.map({ ...map, unit: 'Other', from: day('2027-01-01') }, { by, dryRun: false })
    const nobody = { sessions: null, active: 0, unit: null }
    expect(await units()).toEqual([
      { day: DAY, requests: 3, ...nobody },
      { day: '2026-11-05', requests: 4, ...nobody },
    ])
    const move = { requests: 4, micros: 1200n, days: 1 }
    expect(await keys.map(map, { by, dryRun: true })).toEqual(move)
    expect(await units()).toMatchObject([{ unit: null }, { unit: null }])
    expect(await keys.map(map, { by, dryRun: false })).toEqual(move)
    expect(await units()).toMatchObject([{ unit: null }, { unit: 'Support/EMEA', requests: 4 }])
    const until = { account, from: day('2026-11-05'), to: day('2026-11-05') }
    expect(await keys.unmap(until, { by, dryRun: false })).toEqual(move)
    expect(await units()).toMatchObject([{ unit: null }, { unit: null }])
    expect((await keys.list()).map(({ from, to, unit }) => [from, to, unit])).toEqual([
      ['2026-11-04', '2026-11-04', 'Support/EMEA'],
      ['2026-11-06', null, 'Support/EMEA'],
    ])
    await expect(keys.unmap({ account: 99 }, { by, dryRun: true })).rejects.toThrow('no key')
  })
})
