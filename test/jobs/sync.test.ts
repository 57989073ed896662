import { describe, expect, test } from 'vitest'

import type { Connector, DayStream, Pulled } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { redactSecrets } from '#core/setting/redact-secrets.ts'
import { day } from '#core/time/day.ts'
import { sync, type SyncPorts, type SyncProgress, type SyncRequest } from '#jobs/sync.ts'
import { ACME } from '#test/support/example-connector.ts'
import { memoryCollection } from '#test/support/memory-collection.ts'
import { ACME_KEY, acmeServer } from '#test/support/vendors/acme.ts'
import { connectorCall, NOW, streamOf } from '#test/support/vendors/connector-call.ts'

/** A sync of Acme over HTTP into a store in memory, by one replica. */
async function desk(by = 'replica-1') {
  const server = await acmeServer()
  const kept = memoryCollection()
  const clock = { at: NOW }
  const logged: unknown[] = []
  const waited: number[] = []
  const log = (facts: unknown, what: string) => logged.push({ facts, what })
  const ports: SyncPorts = {
    collection: kept.collection,
    clock: { now: () => clock.at },
    log: { info: log, warn: log, error: log },
    by,
    redact: redactSecrets([ACME_KEY]),
    wait: async (ms) => {
      waited.push(ms)
      clock.at += ms
    },
  }
  const source = (connector: Connector = ACME, key = ACME_KEY) => ({
    connector,
    call: (signal: AbortSignal) => ({
      ...connectorCall(connector, { settings: { ACME_KEY: key }, servers: [server] }),
      signal,
      now: () => clock.at,
    }),
  })
  const run = (
    ids: readonly string[],
    {
      connector = ACME,
      key = ACME_KEY,
      ...over
    }: Partial<SyncRequest> & {
      readonly connector?: Connector
      readonly key?: string
    } = {},
  ) =>
    sync(
      {
        jobs: [
          { source: source(connector, key), streams: ids.map((id) => streamOf(connector, id)) },
        ],
        signal: new AbortController().signal,
        ...over,
      },
      ports,
    )
  return {
    ...kept,
    server,
    ports,
    source,
    clock,
    logged,
    waited,
    run,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const USAGE = streamOf(ACME, 'usage') as DayStream

/** Acme whose usage is pulled in another way. */
function acmeWith(pull: DayStream['pull']): Connector {
  return {
    ...ACME,
    streams: ACME.streams.map((it) => (it.id === 'usage' ? { ...USAGE, pull } : it)),
  }
}

/** A pull that gives nothing but this error. */
async function* throwing(error: Error): AsyncGenerator<Pulled> {
  yield {}
  throw error
}

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
  test('stores each page with its cursor and reads on from there', async () => {
    await using it = await desk()
    it.server.log('a', 'b', 'c')
    expect(await it.run(['audit'])).toMatchObject([{ result: 'pulled', rows: 3 }])
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
    expect(it.state('acme', 'audit')).toMatchObject({ cursor: '2', pulledThrough: null })
    it.server.faults.length = 0
    expect(await it.run(['audit'])).toMatchObject([{ result: 'pulled', rows: 1 }])
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

describe('what goes wrong', () => {
  test('in one stream stops no other of its connector, and no other connector', async () => {
    await using it = await desk()
    it.server.faults.push({ path: /usage/, times: 9, answer: { status: 403, body: {} } })
    const other: Connector = { ...ACME, id: 'bcme' }
    const streams = (...ids: string[]) => ids.map((id) => streamOf(ACME, id))
    const outcomes = await sync(
      {
        jobs: [
          { source: it.source(), streams: streams('usage', 'seats') },
          { source: it.source(other), streams: streams('usage', 'seats') },
        ],
        signal: new AbortController().signal,
      },
      it.ports,
    )
    expect(outcomes.map(({ connector, stream, result }) => [connector, stream, result])).toEqual([
      ['acme', 'usage', 'failed'],
      ['acme', 'seats', 'pulled'],
      ['bcme', 'usage', 'failed'],
      ['bcme', 'seats', 'pulled'],
    ])
  })

  test('names connector, call and fix', async () => {
    await using it = await desk()
    const [outcome] = await it.run(['usage'], { key: 'ak-wrong' })
    expect(outcome?.fault).toEqual({
      what: 'Acme AI answered GET /v1/usage with 401 (invalid_api_key): the key is wrong, revoked or expired',
      fix: 'Make a key under Settings → Keys and put it in ACME_KEY.',
    })
    expect(it.state('acme', 'usage')?.cursor).toBeNull()
  })

  test('a bug is logged by its kind and place, told plainly, and never with what it held', async () => {
    await using it = await desk()
    const connector = acmeWith(() =>
      throwing(new TypeError('cannot read ada@corp.test of undefined')),
    )
    const [outcome] = await it.run(['usage'], { connector })
    expect(outcome?.fault?.what).toBe(
      'Acme AI: usage could not be read for a reason AI Usage does not know',
    )
    expect(it.logged).toMatchObject([
      { facts: { connector: 'acme', stream: 'usage', error: 'TypeError' } },
    ])
    expect(JSON.stringify([it.logged, outcome])).not.toContain('ada@')
  })

  test('no fault repeats a secret', async () => {
    await using it = await desk()
    const connector = acmeWith(() =>
      throwing(new RetryLater(`Acme AI said no to ${ACME_KEY}`, NOW + 3_600_000)),
    )
    const [outcome] = await it.run(['usage'], { connector })
    expect(outcome).toMatchObject({
      result: 'later',
      fault: { what: 'Acme AI said no to [secret]', retryAt: NOW + 3_600_000 },
    })
  })

  test('a store that is gone is told, and nobody hangs', async () => {
    await using it = await desk()
    const { lease } = it.ports.collection
    it.ports.collection.lease = async (...asked) => {
      const held = await lease(...asked)
      it.day.down = true
      return held
    }
    expect(await it.run(['usage'])).toMatchObject([{ result: 'failed' }])
    expect(JSON.stringify(it.logged)).toContain('could not be stored')
  })
})

describe('a vendor that asks to wait', () => {
  test('for a minute is waited for, and the pull goes on where it was', async () => {
    await using it = await desk()
    it.server.faults.push({
      path: /from=2026-11-13/,
      answer: { status: 429, headers: { 'retry-after': '100' } },
    })
    expect(await it.run(['usage'])).toMatchObject([{ result: 'pulled' }])
    expect(it.waited).toEqual([100_000])
    expect(it.state('acme', 'usage')?.pulledFrom).toBe('2026-11-11')
  })

  test('for an hour is asked again then; other streams go on meanwhile', async () => {
    await using it = await desk()
    it.server.faults.push({
      path: /usage/,
      answer: { status: 429, headers: { 'retry-after': '3600' } },
    })
    expect(await it.run(['usage', 'seats'])).toMatchObject([
      { result: 'later', fault: { retryAt: NOW + 3_600_000 } },
      { result: 'pulled' },
    ])
    expect(it.waited).toEqual([])
  })

  test('again and again is not waited for without end', async () => {
    await using it = await desk()
    it.server.faults.push({
      path: /usage/,
      times: 99,
      answer: { status: 429, headers: { 'retry-after': '100' } },
    })
    expect(await it.run(['usage'])).toMatchObject([{ result: 'later' }])
    expect(it.waited.length).toBe(5)
  })
})

describe('two replicas', () => {
  test('never pull one stream at the same time', async () => {
    await using it = await desk()
    await it.ports.collection.lease({ connector: 'acme', stream: 'usage' }, 'replica-2', {
      now: NOW,
      forMs: 60_000,
    })
    expect(await it.run(['usage', 'seats'])).toMatchObject([
      { result: 'busy' },
      { result: 'pulled' },
    ])
    expect(it.server.requests.map(({ url }) => url.pathname)).toEqual(['/v1/members'])
  })

  test('one that lost its stream while it pulled writes nothing', async () => {
    await using it = await desk()
    const connector = acmeWith((window, call) => {
      it.leases.set('acme/usage', { by: 'replica-2', until: NOW + 600_000 })
      return USAGE.pull(window, call)
    })
    expect(await it.run(['usage'], { connector })).toMatchObject([{ result: 'busy', rows: 0 }])
    expect(it.commits).toEqual([])
    expect(it.leases.get('acme/usage')?.by).toBe('replica-2')
  })

  test('a stream is let go of when it is pulled, and when it fails', async () => {
    await using it = await desk()
    await it.run(['seats'])
    await it.run(['usage'], { key: 'ak-wrong' })
    expect([...it.leases]).toEqual([])
  })
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
