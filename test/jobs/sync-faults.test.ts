import { describe, expect, test } from 'vitest'

import type { Connector } from '#collect.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { sync } from '#jobs/sync.ts'
import { ACME } from '#test/support/example-connector.ts'
import { ACME_KEY } from '#test/support/vendors/acme.ts'
import { NOW, streamOf } from '#test/support/vendors/connector-call.ts'

import { acmeWith, desk, throwing, USAGE } from './sync-desk.ts'

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
    const connector = acmeWith((window, call) => {
      it.day.down = true
      return USAGE.pull(window, call)
    })
    expect(await it.run(['usage'], { connector })).toMatchObject([{ result: 'failed' }])
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

  test('nor does one process, for its schedule and for a command that it was sent', async () => {
    await using it = await desk()
    const second: unknown[] = []
    let pulls = 0
    const connector = acmeWith(async function* (window, call) {
      pulls += 1
      if (pulls === 1) second.push(...(await it.run(['usage'], { connector })))
      yield* USAGE.pull(window, call)
    })
    expect(await it.run(['usage'], { connector })).toMatchObject([{ result: 'pulled' }])
    expect(second).toMatchObject([{ result: 'busy', rows: 0 }])
    expect(it.said('usage')).toHaveLength(3)
    expect(await it.run(['usage'])).toMatchObject([{ result: 'pulled' }])
  })

  test('a stream is let go of when it is pulled, and when it fails', async () => {
    await using it = await desk()
    await it.run(['seats'])
    await it.run(['usage'], { key: 'ak-wrong' })
    expect([...it.leases]).toEqual([])
  })
})
