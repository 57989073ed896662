import { setTimeout as sleep } from 'node:timers/promises'

import { describe, expect, test } from 'vitest'

import type { Connector, CursorStream, GovernanceEvent } from '#collect.ts'
import type { PullFacts, Reach } from '#collection.ts'
import type { SyncProgress } from '#core/collect/outcome.ts'
import { day } from '#core/time/day.ts'
import { ACME } from '#test/support/example-connector.ts'
import { NOW, streamOf } from '#test/support/vendors/connector-call.ts'

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

describe('a stream with a cursor', () => {
  test('stores pages with the cursor of the last, several at once, and reads on from there', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    expect(await it.run(['audit'])).toMatchObject([{ result: 'pulled', rows: 3 }])
    expect(it.commits).toHaveLength(1)
    it.server.log('d')
    expect(await it.run(['audit'])).toMatchObject([{ result: 'pulled', rows: 1 }])
    expect(it.state('acme', 'audit')).toMatchObject({
      cursor: '4',
      pulledFrom: '2026-10-22',
      pulledThrough: '2026-11-20',
    })
  })

  test('cut short, it keeps its pages, and does not say that its days are known', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    it.server.faults.push({ path: /after=2/, times: 3, answer: { body: 'half' } })
    expect(await it.run(['audit'])).toMatchObject([{ result: 'failed', rows: 2 }])
    expect(it.state('acme', 'audit')).toMatchObject({
      cursor: '2',
      pulledFrom: '2026-10-22',
      pulledThrough: '2026-10-21',
    })
    it.server.faults.length = 0
    expect(await it.run(['audit'])).toMatchObject([{ result: 'pulled', rows: 1 }])
  })

  test('begun with --since and cut short, it never says that days before are known', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    it.server.faults.push({ path: /after=2/, times: 3, answer: { body: 'half' } })
    await it.run(['audit'], { since: day('2026-11-10') })
    it.server.faults.length = 0
    await it.run(['audit'])
    expect(it.state('acme', 'audit')).toMatchObject({
      pulledFrom: '2026-11-10',
      pulledThrough: '2026-11-20',
    })
  })

  test('goes back to --since from its start', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    await it.run(['audit'], { since: day('2026-11-10') })
    expect(await it.run(['audit'], { since: day('2026-10-25') })).toMatchObject([{ rows: 3 }])
    expect(it.state('acme', 'audit')).toMatchObject({ cursor: '3', pulledFrom: '2026-10-25' })
  })

  test('asked for more than the vendor keeps, it knows no day before what the vendor keeps', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    await it.run(['audit'], { since: day('2026-01-01') })
    expect(it.state('acme', 'audit')).toMatchObject({ cursor: '3', pulledFrom: '2026-10-22' })
    expect(it.server.requests[0]?.url.search).toBe('?since=2026-10-22')
  })

  test.each([
    ['which goes further back than a year, from that day on', 500, '2025-07-09'],
    ['which is younger than what was asked for, from a year ago on', 30, '2025-11-21'],
  ])(
    'of a vendor who says nothing of the past, it is known by its oldest entry, %s',
    async (_, ago, from) => {
      await using it = await desk()
      const oldest = { ...ENTRY, atMicros: BigInt(NOW - ago * 86_400_000) * 1000n }
      const audit = streamOf(ACME, 'audit') as CursorStream
      const connector: Connector = {
        ...ACME,
        streams: [
          {
            ...audit,
            historyDays: null,
            async *pull() {
              yield { cursor: '1', governance: [oldest, ENTRY] }
            },
          },
        ],
      }
      await it.run(['audit'], { connector, since: day('2020-01-01') })
      expect(it.state('acme', 'audit')).toMatchObject({ pulledFrom: from })
    },
  )

  test('asked from a day after those it knows, it goes on where it was: no day between is left out', async () => {
    await using it = await desk()
    it.server.log('a')
    it.clock.at -= 10 * 86_400_000
    await it.run(['audit'])
    it.clock.at += 10 * 86_400_000
    it.server.log('b')
    expect(await it.run(['audit'], { since: day('2026-11-19') })).toMatchObject([{ rows: 1 }])
    expect(it.server.requests.at(-2)?.url.search).toBe('?after=1')
    expect(it.state('acme', 'audit')).toMatchObject({ cursor: '2', pulledThrough: '2026-11-20' })
  })
})

const ENTRY: GovernanceEvent = {
  atMicros: BigInt(NOW) * 1000n,
  source: 'acme-audit',
  tool: 'acme',
  type: 'other',
  action: 'a',
  actor: null,
  objectKind: null,
  object: null,
  target: null,
  outcome: null,
  id: '00',
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
