import { setImmediate as turn } from 'node:timers/promises'

import { describe, expect, test } from 'vitest'

import type { Pulled } from '#collect.ts'
import { day } from '#core/time/day.ts'
import { UNREPORTED } from '#ingest.ts'
import { readAhead } from '#jobs/read-ahead.ts'

const REPORT = {
  ...UNREPORTED,
  day: day('2026-11-20'),
  account: null,
  tool: 'acme',
  source: 'acme-usage',
  model: null,
  feature: null,
  active: true,
  passive: false,
}
const page = (rows: number): Pulled => ({ reports: Array.from({ length: rows }, () => REPORT) })

/** A vendor with so many pages, and how far it was read. */
function vendor(pages: number, rows: number, ends: () => Promise<void> = () => Promise.resolve()) {
  const read = { pages: 0, closed: false }
  const pull = async function* () {
    try {
      for (; read.pages < pages; read.pages++) yield page(rows)
      await ends()
    } finally {
      read.closed = true
    }
  }
  return { read, pages: pull() }
}

const idle = async () => {
  for (let n = 0; n < 50; n++) await turn()
}

describe('reading ahead', () => {
  test('gives every page in the order it came', async () => {
    const pages = Array.from({ length: 40 }, (_, n) => page(n % 7))
    const given: Pulled[] = []
    for await (const one of readAhead(toPages(pages), new AbortController())) given.push(one)
    expect(given).toEqual(pages)
  })

  test('goes on while what came is dealt with, and holds no more than a window of rows', async () => {
    const { read, pages } = vendor(1_000, 5_000)
    const ahead = readAhead(pages, new AbortController())
    await ahead.next()
    await idle()
    // Ten pages are 50,000 rows; another may be on its way.
    expect(read.pages).toBeGreaterThan(8)
    expect(read.pages).toBeLessThan(13)
    await ahead.return(undefined)
  })

  test('reads one window ahead, and not the one after it', async () => {
    const read = { windows: 0 }
    const windows = async function* () {
      for (; read.windows < 9; read.windows++) {
        yield page(1)
        yield undefined
      }
    }
    const ahead = readAhead(windows(), new AbortController())
    await ahead.next()
    await idle()
    expect(read.windows).toBe(0)
    // Its end is taken when all of it is: now it is stored, and the next may come.
    expect(await ahead.next()).toEqual({ done: false, value: undefined })
    await idle()
    expect(read.windows).toBe(1)
    await ahead.return(undefined)
  })

  test('does not run away over pages without a row', async () => {
    const { read, pages } = vendor(1_000_000, 0)
    const ahead = readAhead(pages, new AbortController())
    await ahead.next()
    await idle()
    expect(read.pages).toBeLessThan(60_000)
    await ahead.return(undefined)
  })

  test('what came before a fault is given before the fault is', async () => {
    const { pages } = vendor(3, 1, () => Promise.reject(new Error('the vendor hung up')))
    const ahead = readAhead(pages, new AbortController())
    await ahead.next()
    await idle()
    expect(await ahead.next()).toEqual({ done: false, value: page(1) })
    expect(await ahead.next()).toEqual({ done: false, value: page(1) })
    await expect(ahead.next()).rejects.toThrow('the vendor hung up')
  })

  test('whoever stops taking pages tells the vendor to stop, and leaves when it has', async () => {
    const halt = new AbortController()
    const aborted = () =>
      new Promise<void>((_, reject) => {
        halt.signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    const { read, pages } = vendor(2, 1, aborted)
    const taking = async () => {
      for await (const one of readAhead(pages, halt)) {
        await idle()
        if (one) throw new Error('the store is down')
      }
    }
    await expect(taking()).rejects.toThrow('the store is down')
    expect(halt.signal.aborted).toBe(true)
    expect(read.closed).toBe(true)
  })
})

async function* toPages(pages: readonly Pulled[]): AsyncGenerator<Pulled> {
  yield* pages
}
