import { describe, expect, test } from 'vitest'

import type { SyncProgress } from '#core/collect/outcome.ts'
import { day } from '#core/time/day.ts'
import { NOW } from '#test/support/vendors/connector-call.ts'

import { desk } from './sync-desk.ts'

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
    await it.run(['audit'])
    expect(await it.run(['audit'], { since: day('2026-10-01') })).toMatchObject([{ rows: 3 }])
    expect(it.state('acme', 'audit')).toMatchObject({ cursor: '3', pulledFrom: '2026-10-01' })
  })
})

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
