import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { collection } from '#store/collect.ts'
import { ingest } from '#store/ingest.ts'
import { rows } from '#store/rows.ts'
import { pseudonym, usageEvent } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import {
  asSnapshot,
  AT,
  byCursor,
  byDays,
  connector,
  entry,
  everything,
  messages,
  pullDays,
  pullLog,
  pullNow,
  report,
} from './collects.ts'

const MINUTE = 60_000
const name = { connector, stream: 'usage' }
const week = ['2026-11-02', '2026-11-08'] as const
const said = (date: string, account: string, n: number) => report(date, account, { messages: n })

const gc = (): void => {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
}

describe.each(stores())('in $kind', ({ open }) => {
  test('one replica at a time holds a stream, until it lets go or its time is up', async () => {
    await using store = await open()
    const collect = collection(store)
    const at = (minutes: number) => ({ now: AT + minutes * MINUTE, forMs: 5 * MINUTE })
    const both = await Promise.all(['a', 'b'].map((by) => collect.lease(name, by, at(0))))
    expect(both.filter(Boolean)).toEqual([true])
    const [holder, other] = both[0] ? ['a', 'b'] : ['b', 'a']
    if (!holder || !other) throw new Error('two replicas')
    expect(await collect.lease(name, holder, at(4))).toBe(true)
    expect(await collect.lease(name, other, at(6))).toBe(false)
    expect(await collect.lease({ ...name, stream: 'else' }, other, at(6))).toBe(true)
    await collect.release(name, other)
    expect(await collect.lease(name, other, at(8))).toBe(false)
    expect(await collect.lease(name, other, at(9))).toBe(true)
    await collect.release(name, other)
    expect(await collect.lease(name, holder, at(9))).toBe(true)
    // A lease alone is no run.
    expect(await collect.states()).toEqual([])
  })

  test('a failing stream counts its failures from the first until a success', async () => {
    await using store = await open()
    const collect = collection(store)
    await pullDays(store, week, [{ reports: [said('2026-11-02', 'ann', 1)] }])
    const fault = { what: 'The key was refused', fix: 'Make a new key.' }
    const good = {
      ...name,
      cursor: null,
      pulledFrom: week[0],
      pulledThrough: week[1],
      startedAt: AT,
      succeededAt: AT,
      failingSince: null,
      failures: 0,
      fault: null,
    }
    expect(await collect.states()).toEqual([good])
    const retryAt = AT + 9 * MINUTE
    await collect.failed(name, { ...fault, retryAt }, AT + MINUTE)
    const failed = await collect.failed(name, fault, AT + 2 * MINUTE)
    expect(failed).toEqual({ ...good, failingSince: AT + MINUTE, failures: 2, fault })
    {
      await using pull = await collect.open({
        connector,
        stream: byDays(),
        window: { from: day(week[0]), to: day(week[1]) },
        at: AT + 3 * MINUTE,
      })
      await pull.add({ reports: [said('2026-11-02', 'ann', 2)] })
    }
    await collect.failed(name, { ...fault, retryAt }, AT + 4 * MINUTE)
    expect(await collect.states()).toMatchObject([{ failures: 3, fault: { retryAt } }])
    const ran = await collect.runs(3)
    expect(ran.map(({ outcome, startedAt }) => [outcome, (startedAt - AT) / MINUTE])).toEqual([
      ['failed', 3],
      ['failed', 2],
      ['failed', 1],
    ])
    await pullDays(store, week, [], { at: AT + 5 * MINUTE })
    const at = AT + 5 * MINUTE
    expect(await collect.states()).toEqual([{ ...good, startedAt: at, succeededAt: at }])
    expect(await collect.runs(1)).toMatchObject([{ outcome: 'ok', rows: 0 }])
  })

  test('days are known from the first to the last without a gap', async () => {
    await using store = await open()
    const reach = async (...window: [string, string]) => {
      await pullDays(store, window, [])
      const [state] = await collection(store).states()
      return [state?.pulledFrom?.slice(5), state?.pulledThrough?.slice(5)]
    }
    expect(await reach('2026-11-20', '2026-11-30')).toEqual(['11-20', '11-30'])
    expect(await reach('2026-11-10', '2026-11-19')).toEqual(['11-10', '11-30'])
    expect(await reach('2026-10-01', '2026-10-31')).toEqual(['11-10', '11-30'])
    expect(await reach('2026-10-25', '2026-11-12')).toEqual(['10-25', '11-30'])
  })

  test('a run says what was newest in it, and what it could not read', async () => {
    await using store = await open()
    const happenedAt = Date.parse('2026-11-02T10:00:00Z')
    await pullLog(store, [
      { governance: [entry('one')], publishedAt: happenedAt + MINUTE, cursor: '1' },
      {
        governance: [entry('two', { atMicros: BigInt(happenedAt - MINUTE) * 1000n })],
        refused: [{ where: 'line', why: 'no time', count: 3 }],
        cursor: '2',
      },
    ])
    expect(await collection(store).runs(5)).toEqual([
      {
        connector,
        stream: 'log',
        startedAt: AT,
        endedAt: expect.any(Number) as number,
        outcome: 'ok',
        rows: 2,
        refused: 3,
        happenedAt,
        publishedAt: happenedAt + MINUTE,
      },
    ])
  })

  test('consent is asked once and can be withdrawn', async () => {
    await using store = await open()
    const collect = collection(store)
    await collect.consent(name, 'ada', AT)
    await collect.consent(name, 'bob', AT + 1)
    expect(await collect.consents()).toEqual([{ ...name, by: 'ada', at: AT }])
    await collect.withdraw(name, AT + 2)
    expect(await collect.consents()).toEqual([])
    await collect.consent(name, 'bob', AT + 3)
    expect(await collect.consents()).toEqual([{ ...name, by: 'bob', at: AT + 3 }])
  })

  test('an audit entry seen twice is one; a period is replaced as a whole', async () => {
    await using store = await open()
    const reach = { from: day('2026-11-01'), through: day('2026-11-02') }
    await pullLog(store, [{ governance: [entry('one')], cursor: '0' }], reach)
    // Audits say nothing about use: no day is covered by them, and there is nothing to take back.
    expect(await everything(store, 'covered_day', 'import_batch')).not.toContain('{')
    await pullLog(store, [
      { governance: [entry('one'), entry('two')], cursor: '1' },
      { governance: [entry('two', { outcome: 'denied' }), entry('two')], cursor: '2' },
    ])
    const count = async (table: string) => {
      const [found] = await rows<{ n: number }>(
        store.db,
        'count',
        sql`select count(*)::int as n from ${sql.identifier(table)}`,
      )
      return found?.n
    }
    expect(await count('governance_event')).toBe(2)
    const period = (account: string, from = '2026-11-01') => ({
      source: 'vendor-people',
      tool: 'chatgpt',
      account: pseudonym(account),
      from: day(from),
      to: day('2026-11-30'),
      lastActivity: day('2026-11-20'),
      activeDays: 5,
      messages: 20,
      enabled: true,
    })
    await pullNow(store, [{ periods: [period('ann'), period('bob'), period('ann', '2026-10-01')] }])
    const before = await everything(store, 'period_use', 'import_batch')
    await pullNow(store, [{ periods: [period('bob'), period('ann')] }])
    expect(await everything(store, 'period_use', 'import_batch')).toBe(before)
    await pullNow(store, [{ periods: [period('ann')] }])
    expect(await count('period_use')).toBe(2)
  })

  test('events at the edge of a vendor day belong to the pull of that day', async () => {
    await using store = await open()
    // Los Angeles begins its day at 08:00 UTC.
    const stream = byDays({ bucketZone: 'America/Los_Angeles' })
    const at = (time: string) => usageEvent({ at: time, account: 'ann', source: 'vendor' })
    const early = at('2026-11-03T07:59:00Z')
    const late = at('2026-11-03T08:00:00Z')
    await pullDays(store, ['2026-11-02', '2026-11-02'], [{ events: [early, late] }], { stream })
    await pullDays(store, ['2026-11-03', '2026-11-03'], [{ events: [late] }], { stream })
    expect(await messages(store)).toEqual({ '11-03': 2 })
    expect(await collection(store).runs(2)).toMatchObject([{ refused: 0 }, { refused: 1 }])
    await pullDays(store, ['2026-11-02', '2026-11-02'], [], { stream })
    expect(await messages(store)).toEqual({ '11-03': 1 })
  })

  test('a pull is taken back like any import, newest first', async () => {
    await using store = await open()
    await pullDays(store, week, [{ reports: [said('2026-11-02', 'ann', 1)] }])
    await pullDays(store, week, [{ reports: [said('2026-11-02', 'ann', 2)] }])
    await pullNow(store, [
      {
        people: [],
        logins: [{ account: pseudonym('ann'), alias: pseudonym('x'), sure: 'verified' }],
      },
    ])
    await expect(ingest(store).undo(1)).rejects.toThrow('Import 2 came after import 1')
    await expect(ingest(store).undo(3)).rejects.toThrow('true now')
    await ingest(store).undo(2)
    expect(await messages(store)).toEqual({ '11-02': 1 })
  })

  test('a source that may not say a thing, or says it of others, is a bug', async () => {
    await using store = await open()
    const from = { source: 'other' }
    await expect(
      pullDays(store, week, [{ reports: [{ ...said(week[0], 'ann', 1), ...from }] }]),
    ).rejects.toThrow("its source is 'other'")
    await expect(
      pullLog(store, [
        { events: [usageEvent({ at: '2026-11-02T10:00:00Z', source: 'vendor-log' })], cursor: '1' },
      ]),
    ).rejects.toThrow('has no id')
    await expect(
      pullNow(store, [{ reports: [said(week[0], 'ann', 1)] }], { stream: asSnapshot() }),
    ).rejects.toThrow('gives reports')
  })

  test(
    'thirty thousand rows pass through without staying in memory',
    { timeout: 120_000 },
    async () => {
      await using store = await open()
      const collect = collection(store)
      await using pull = await collect.open({ connector, stream: byCursor(), at: AT })
      const held = () => {
        gc()
        return process.memoryUsage().heapUsed / 1e6
      }
      let before = 0
      for (let page = 0; page < 30; page += 1) {
        // Buffers have filled once by now.
        if (page === 10) before = held()
        const ids = Array.from({ length: 1000 }, (_, n) => `${page} ${n}`)
        const at = '2026-11-02T10:00:00Z'
        await pull.add({
          events: ids.map((id) => usageEvent({ at, id, account: id, source: 'vendor-log' })),
          governance: ids.map((id) => entry(id, { actor: null, target: null })),
        })
      }
      expect(held() - before).toBeLessThan(12)
      expect(await pull.commit({ cursor: 'end' })).toEqual({ rows: 60_000, changedDays: 1 })
      await collect.rebuild()
      expect(await messages(store)).toEqual({ '11-02': 30_000 })
    },
  )
})
