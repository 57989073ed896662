import { expect, test } from 'vitest'

import { day } from '#core/time/day.ts'
import { collection } from '#store/collect.ts'
import { decidedPeriods } from '#store/publish-cells.ts'
import { publishClosed } from '#store/publish.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { byDays, connector, pullDays } from './collects.ts'
import { company, rule, TODAY } from './publish-company.ts'

const usage = { connector, stream: 'usage' }
const at = (date: string) => Date.parse(`${date}T12:00:00Z`)
const WINDOW = ['2026-11-12', '2026-11-20'] as const

async function awaiting() {
  const store = await openMemoryStore()
  await company(store, { publish: false })
  const closed = async () => {
    await publishClosed(store.db, { today: TODAY, rule })
    const all = await decidedPeriods(store.db, 'sums', { from: day('2026-11-01'), to: TODAY })
    return all.map(({ to }) => to.slice(8)).toSorted()
  }
  return {
    store,
    closed,
    collect: collection(store),
    [Symbol.asyncDispose]: store[Symbol.asyncDispose],
  }
}

const ALL = ['08', '15']

test('nothing is closed while days before it are still being pulled', async () => {
  await using it = await awaiting()
  await it.collect.expect([usage], at('2026-11-21'))
  expect(await it.closed()).toEqual([])
  await pullDays(it.store, WINDOW, [], { at: at('2026-11-21'), reach: { more: true } })
  expect(await it.closed()).toEqual([])
  await pullDays(it.store, WINDOW, [], { at: at('2026-11-21') })
  expect(await it.closed()).toEqual(ALL)
})

test('a stream that fails for days, or gives no end for weeks, holds nothing up', async () => {
  await using it = await awaiting()
  const fault = { what: 'The vendor refused the key', fix: 'Set another.' }
  await it.collect.expect([usage], at('2026-11-10'))
  await it.collect.failed(usage, fault, at('2026-11-20'))
  expect(await it.closed()).toEqual([])
  await it.collect.expect([{ ...usage, stream: 'other' }], at('2026-11-06'))
  await pullDays(it.store, WINDOW, [], { at: at('2026-11-18'), reach: { more: true } })
  await it.collect.failed(usage, fault, at('2026-11-18'))
  expect(await it.closed()).toEqual(ALL)
})

test('a week is not closed before a stream that runs has reached its end', async () => {
  await using it = await awaiting()
  const stream = byDays()
  await pullDays(it.store, ['2026-10-01', '2026-11-12'], [], { stream, at: at('2026-11-13') })
  expect(await it.closed()).toEqual(ALL.slice(0, 1))
  await pullDays(it.store, ['2026-11-10', '2026-11-19'], [], { stream, at: at('2026-11-20') })
  expect(await it.closed()).toEqual(ALL)
})
