import { setTimeout as sleep } from 'node:timers/promises'

import { describe, expect, test } from 'vitest'

import type { PullFacts, Reach } from '#collection.ts'
import type { SyncProgress } from '#core/collect/outcome.ts'
import { day } from '#core/time/day.ts'
import { streamStatuses } from '#jobs/status.ts'
import { ACME } from '#test/support/example-connector.ts'
import { NOW } from '#test/support/vendors/connector-call.ts'

import { acmeWith, desk } from './sync-desk.ts'

describe('a stream of days', () => {
  test('is pulled from its newest days to its oldest, each window stored on its own', async () => {
    await using it = await desk()
    it.server.restate('2026-11-20', { ada: 7 })
    expect(await it.run(['usage'])).toMatchObject([{ result: 'pulled', rows: 1 }])
    expect(it.said('usage')).toEqual([
      '2026-11-17..2026-11-20 → 2026-11-17..2026-11-20',
      '2026-11-13..2026-11-16 → 2026-11-13..2026-11-20',
      '2026-11-11..2026-11-12 → 2026-11-11..2026-11-20',
    ])
    expect(it.expected).toEqual([{ connector: 'acme', stream: 'usage' }])
    expect(it.commits.map(({ reach }) => reach.more)).toEqual([true, true, false])
  })

  test('asks for a window while the one before is stored', async () => {
    await using it = await desk()
    const { asked, commits } = slowly(it)
    await it.run(['usage'])
    expect(commits).toEqual(['2026-11-17', '2026-11-13', '2026-11-11'])
    // The first is stored when the second was asked for, and so on; nothing follows the last.
    expect(asked).toEqual([2, 3, 3])
  })

  test('a store that fails while the next window is on its way ends both', async () => {
    await using it = await desk()
    const ended: string[] = []
    const connector = acmeWith(async function* ({ from }, call) {
      if (from === '2026-11-17') return yield {}
      // A vendor that takes its time, until it is told that nobody waits.
      await new Promise((_, reject) => {
        call.signal.addEventListener('abort', () => reject(new Error('aborted')))
      }).finally(() => ended.push(from))
    })
    const { collection } = it.ports
    const before = { ...collection }
    Object.assign(collection, {
      open: async (facts: PullFacts) => ({
        ...(await before.open(facts)),
        commit: () => Promise.reject(new Error('the store is full')),
      }),
    })
    expect(await it.run(['usage'], { connector })).toMatchObject([{ result: 'failed', rows: 0 }])
    expect(ended).toEqual(['2026-11-13'])
  })

  test('says how many rows its last pull gave, not its last window', async () => {
    await using it = await desk()
    it.server.restate('2026-11-20', { ada: 7, bob: 1 })
    it.server.restate('2026-11-12', { ada: 7 })
    await it.run(['usage'])
    const wanted = { connector: ACME, missing: [] }
    const all = await streamStatuses([wanted], it.ports.collection, NOW)
    expect(all[0]).toMatchObject({ stream: 'usage', rows: 3 })
  })

  test('that is cut short keeps what it has, says why, and goes on there the next time', async () => {
    await using it = await desk()
    it.server.faults.push({ path: /from=2026-11-13/, times: 3, answer: { body: '<html>' } })
    const [failed] = await it.run(['usage'])
    expect(failed).toMatchObject({
      result: 'failed',
      fault: { what: expect.stringContaining('Acme AI answered GET /v1/usage with') },
    })
    expect(it.state('acme', 'usage')).toMatchObject({
      pulledFrom: '2026-11-17',
      pulledThrough: '2026-11-20',
      failingSince: NOW,
      failures: 1,
    })
    it.server.faults.length = 0
    expect(await it.run(['usage'])).toMatchObject([{ result: 'pulled' }])
    expect(it.said('usage').slice(1)).toEqual([
      '2026-11-18..2026-11-20 → 2026-11-17..2026-11-20',
      '2026-11-13..2026-11-16 → 2026-11-13..2026-11-20',
      '2026-11-11..2026-11-12 → 2026-11-11..2026-11-20',
    ])
    expect(it.state('acme', 'usage')).toMatchObject({ failingSince: null, fault: null })
  })

  test('goes back to --since, and tells how far it is', async () => {
    await using it = await desk()
    const seen: SyncProgress[] = []
    await it.run(['usage'], { since: day('2026-11-18'), onProgress: (now) => seen.push(now) })
    expect(it.said('usage')).toEqual(['2026-11-18..2026-11-20 → 2026-11-18..2026-11-20'])
    expect(seen).toEqual([{ connector: 'acme', stream: 'usage', rows: 0, done: 1, of: 1 }])
  })
})

/** Each commit waits a moment for the vendor to be asked again; how often it was asked until then. */
function slowly(it: Awaited<ReturnType<typeof desk>>) {
  const asked: number[] = []
  const commits: string[] = []
  const { collection } = it.ports
  const before = { ...collection }
  Object.assign(collection, {
    open: async (facts: PullFacts) => {
      const collecting = await before.open(facts)
      return {
        ...collecting,
        commit: async (reach: Reach) => {
          const most = Math.min(3, commits.length + 2)
          for (let n = 0; n < 100 && it.server.requests.length < most; n++) await sleep(10)
          asked.push(it.server.requests.length)
          commits.push(facts.window?.from ?? '')
          return collecting.commit(reach)
        },
      }
    },
  })
  return { asked, commits }
}

test('a snapshot is stored when it was read to its end', async () => {
  await using it = await desk()
  it.server.faults.push({ path: /members/, times: 3, answer: 'cut' })
  expect(await it.run(['seats'])).toMatchObject([{ result: 'failed', rows: 0 }])
  expect(it.commits).toEqual([])
  it.server.faults.length = 0
  expect(await it.run(['seats'])).toMatchObject([{ result: 'pulled', rows: 1 }])
})

test('told to stop, it stops between two windows, and that is no fault', async () => {
  await using it = await desk()
  const stop = new AbortController()
  const outcomes = await it.run(['usage', 'seats'], {
    signal: stop.signal,
    onProgress: () => stop.abort(),
  })
  expect(outcomes).toMatchObject([{ result: 'stopped' }, { result: 'stopped' }])
  expect(it.said('usage').length).toBe(1)
  expect(it.state('acme', 'usage')).toMatchObject({ fault: null, failures: 0 })
})
