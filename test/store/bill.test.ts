import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { pseudonym, usageEvent } from '#test/support/events.ts'
import { type Line, type Row, shared } from '#test/support/reference-bill.ts'
import { stores } from '#test/support/store.ts'

import { bill, costs, cover } from './bill.ts'
import { importUsage } from './imports.ts'

const DAY = '2026-11-02'

const use = (account: string | null, model: string, picos: bigint | null, id: string) =>
  usageEvent({
    at: `${DAY}T10:00:00Z`,
    account,
    model,
    tool: 'claude-code',
    source: 'litellm',
    id,
    inputTokens: 10,
    costPicos: picos,
    costBasis: picos === null ? null : 'estimated',
  })

const whole = async (store: Store) => {
  const [found] = await rows<Record<string, string | null>>(
    store.db,
    'read the whole',
    sql`select sum(cost_billed_micros)::text as billed, sum(cost_estimated_micros)::text as estimated,
        sum(cost_credits_micros)::text as credits, (select sum(cost_billed_micros)::text
          from rollup_unit_day) as units,
        (select sum(cost_micros)::text from usage_witness where 'estimate' = any(measures)) as said
      from usage_daily`,
  )
  return found
}

describe.each(stores())('in $kind', { timeout: 180_000 }, ({ open }) => {
  test('a bill without names goes to people in proportion to their estimates, to the micro-dollar', async () => {
    await using store = await open()
    await importUsage(store, [
      use('ada', 'opus', 2_000_000n, '1'),
      use('bob', 'opus', 1_000_000n, '2'),
      use(null, 'opus', 1_000_000n, '3'),
    ])
    await bill(store, [{ day: DAY, picos: 10_000_000n }])
    expect((await costs(store, DAY)).map(({ billed, estimated }) => [billed, estimated])).toEqual(
      expect.arrayContaining([
        ['5', null],
        ['3', null],
        ['2', null],
      ]),
    )
    expect(await whole(store)).toMatchObject({
      billed: '10',
      estimated: null,
      units: '10',
      said: '4',
    })
  })

  test('what nobody can be billed for is unattributed, and a day without bill keeps its estimates', async () => {
    await using store = await open()
    await importUsage(store, [use('ada', 'opus', null, '1')])
    await importUsage(store, [
      {
        ...use('ada', 'opus', 7_000_000n, '2'),
        day: '2026-11-03' as ReturnType<typeof use>['day'],
      },
    ])
    await bill(store, [{ day: DAY, picos: 9_000_000n }])
    expect(await costs(store, DAY)).toEqual([
      { account: null, model: null, source: 'anthropic-cost', billed: '9', estimated: null },
      {
        account: pseudonym('ada'),
        model: 'opus',
        source: 'litellm',
        billed: null,
        estimated: null,
      },
    ])
    expect(await costs(store, '2026-11-03')).toMatchObject([{ billed: null, estimated: '7' }])
  })

  test('a line in a currency without a rate leaves the estimates of its day', async () => {
    await using store = await open()
    await importUsage(store, [use('ada', 'opus', 7_000_000n, '1')])
    await bill(store, [
      { day: DAY, picos: 9_000_000n },
      { day: DAY, picos: null },
    ])
    expect(await whole(store)).toMatchObject({ billed: null, estimated: '7' })
  })

  test('a tool that a bill covers and does not list cost nothing that day', async () => {
    await using store = await open()
    await importUsage(store, [use('ada', 'opus', 7_000_000n, '1')])
    await cover(store, DAY)
    await bill(store, [{ day: DAY, tool: 'anthropic-api', picos: 5_000_000n }])
    expect(await whole(store)).toMatchObject({ billed: '5', estimated: null, said: '7' })
    expect(await costs(store, DAY)).toContainEqual({
      account: pseudonym('ada'),
      model: 'opus',
      source: 'litellm',
      billed: '0',
      estimated: null,
    })
  })

  test('credits at the contract rate stay credits', async () => {
    await using store = await open()
    await importUsage(store, [use('ada', 'opus', 7_000_000n, '1')])
    await bill(store, [{ day: DAY, picos: 5_000_000n, basis: 'credits' }])
    expect(await whole(store)).toMatchObject({ billed: null, estimated: null, credits: '5' })
  })

  test('of two bills the first in the order is the cost', async () => {
    await using store = await open()
    await bill(store, [
      { day: DAY, source: 'openrouter-bill', picos: 8_000_000n },
      { day: DAY, picos: 5_000_000n },
    ])
    expect(await whole(store)).toMatchObject({ billed: '5' })
  })

  test('any bill comes out whole, as fractions say it should, whatever order it came in', async () => {
    const people = fc.constantFrom('ada', 'bob', '')
    const models = fc.constantFrom('opus', 'haiku')
    const row = fc.record({
      account: people,
      model: models,
      micros: fc.option(fc.bigInt({ min: 0n, max: 7n }), { nil: null, freq: 5 }),
    })
    const line = fc.record({
      account: people,
      model: fc.constantFrom('opus', 'sonnet', ''),
      picos: fc.bigInt({ min: -4_000_000n, max: 20_000_000n }),
    })
    await using store = await open()
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { maxLength: 5, selector: (it) => `${it.account} ${it.model}` }),
        fc.array(line, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (uses, lines, billFirst) => {
          round += 1
          const day = new Date(Date.UTC(2026, 0, round)).toISOString().slice(0, 10)
          const events = uses.map(({ account, model, micros }, n) => ({
            ...use(
              account || null,
              model,
              micros === null ? null : micros * 1_000_000n,
              `${round} ${n}`,
            ),
            day: day as ReturnType<typeof use>['day'],
          }))
          const billed = lines.map(({ account, model, picos }) => ({
            day,
            picos,
            ...(account && { account }),
            ...(model && { model }),
          }))
          if (billFirst) await bill(store, billed.toReversed())
          await importUsage(store, events)
          if (!billFirst) await bill(store, billed)
          const expected = expectedCosts(uses, lines)
          const found = (await costs(store, day))
            .filter((cost) => cost.billed !== null)
            .map(({ account, model, source, billed }) =>
              [account ?? '', model ?? '', source, billed].join(' '),
            )
          expect(found.toSorted()).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })
})

const hashed = (account: string) => (account === '' ? '' : pseudonym(account))

function expectedCosts(
  uses: readonly { account: string; model: string; micros: bigint | null }[],
  lines: readonly Line[],
): string[] {
  const given: Row[] = uses.map(({ account, model, micros }) => ({
    account: hashed(account),
    model,
    source: 'litellm',
    estimate: micros,
  }))
  const named = lines.map((line) => ({ ...line, account: hashed(line.account) }))
  const sums = new Map<string, bigint>()
  for (const { account, model, source, estimate } of given)
    if (estimate !== null) sums.set([account, model, source].join(' '), 0n)
  for (const { account, model, source, micros } of shared(given, named, 'anthropic-cost')) {
    const key = [account, model, source].join(' ')
    sums.set(key, (sums.get(key) ?? 0n) + micros)
  }
  return [...sums].map(([key, micros]) => `${key} ${micros}`).toSorted()
}
