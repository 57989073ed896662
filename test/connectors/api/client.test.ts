import { gzipSync } from 'node:zlib'

import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import type { Call } from '#collect.ts'
import { client, type ClientOptions } from '#connectors/api/client.ts'
import { RetryLater } from '#connectors/api/fault.ts'
import { jsonLines } from '#connectors/api/json-lines.ts'
import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { UserError } from '#core/errors.ts'
import {
  type VendorAnswer,
  type VendorServer,
  vendorServer,
} from '#test/support/vendors/vendor-server.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const DOOR = {
  title: 'Vendor',
  keyFix: 'Make another key and put it in VENDOR_KEY.',
  rightFix: 'Give the key the right to read usage.',
}
const ROWS = z.looseObject({ rows: z.array(z.number()) })

const vendor = (answer: () => VendorAnswer = () => ({ body: { rows: [1], added_later: true } })) =>
  vendorServer('api.vendor.test', {
    routes: { 'GET /v1/of/{id}': answer, 'POST /v1/query': answer, 'GET /v1/file': answer },
  })

function asking(server: VendorServer, options: Partial<ClientOptions> = {}) {
  const egress = [
    { host: 'api.vendor.test', method: 'GET', path: '/v1/{rest*}' },
    { host: 'api.vendor.test', method: 'POST', path: '/v1/query' },
  ] as const
  const call: Pick<Call, 'fetch' | 'signal' | 'now'> = {
    fetch: egressFetch(
      { id: 'vendor', egress },
      { setting: () => undefined, via: new Map([[server.host, server.origin]]) },
    ),
    signal: AbortSignal.timeout(20_000),
    now: () => NOW,
  }
  return client(call as Call, { door: DOOR, origin: 'https://api.vendor.test', ...options })
}

const ask = (server: VendorServer, options: Partial<ClientOptions> = {}) =>
  asking(server, options).ask(
    {
      call: 'GET /v1/of/{id}',
      path: { id: 'a b' },
      query: { 'by[]': ['x', 'y'], page: undefined },
    },
    ROWS,
  )

const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}

describe('a question', () => {
  test('is put with its path and lists spelt out, and unknown fields are let pass', async () => {
    await using server = await vendor()
    const { body } = await ask(server)
    expect(body.rows).toEqual([1])
    expect(server.requests[0]?.url.href).toContain('/v1/of/a%20b?by%5B%5D=x&by%5B%5D=y')
  }, 10_000)
})

describe('a vendor in trouble', () => {
  test.each([429, 500, 503])('is asked again after %i', async (status) => {
    await using server = await vendor()
    server.faults.push({ path: /./, answer: { status, headers: { 'retry-after': '0' } } })
    expect((await ask(server)).body.rows).toEqual([1])
    expect(server.requests).toHaveLength(2)
  })

  test('that cut its answer off is asked again', async () => {
    await using server = await vendor()
    server.faults.push({ path: /./, answer: 'cut' })
    expect((await ask(server)).body.rows).toEqual([1])
  })

  test('that cuts every answer off is named with the call', async () => {
    await using server = await vendor()
    server.faults.push({ path: /./, times: 3, answer: 'cut' })
    expect((await failure(ask(server))).message).toBe(
      'Vendor cut its answer to GET /v1/of/{id} off half way',
    )
    expect(server.requests).toHaveLength(3)
  })

  test('that asks to wait longer than a pull may is left at once, until then', async () => {
    await using server = await vendor()
    server.faults.push({ path: /./, answer: { status: 429, headers: { 'retry-after': '3600' } } })
    const fault = await failure(ask(server))
    expect(fault).toBeInstanceOf(RetryLater)
    expect((fault as RetryLater).retryAt).toBe(NOW + 3_600_000)
    expect(server.requests).toHaveLength(1)
  })

  test('that stays in trouble is given up after the third time', async () => {
    await using server = await vendor(() => ({ status: 500, body: {} }))
    const fault = await failure(ask(server))
    expect(fault.message).toBe('Vendor answered GET /v1/of/{id} with 500: the vendor has trouble')
    expect(server.requests).toHaveLength(3)
  })

  test('that is silent is given up', async () => {
    await using server = await vendor(() => new Promise<never>(() => {}) as unknown as VendorAnswer)
    const fault = await failure(ask(server, { timeoutMs: 50 }))
    expect(fault.message).toBe('Vendor did not answer GET /v1/of/{id} in time')
  })

  test('that cannot be reached is named', async () => {
    const server = await vendor()
    await server[Symbol.asyncDispose]()
    expect((await failure(ask(server))).message).toBe(
      'Vendor could not be reached for GET /v1/of/{id} (ECONNREFUSED)',
    )
  })
})

describe('a refusal says what is wrong and how to mend it', () => {
  test.each([
    [401, 'the key is wrong, revoked or expired', DOOR.keyFix],
    [403, 'the key lacks the right for this', DOOR.rightFix],
    [404, 'there is no such place, or the key may not see it', DOOR.rightFix],
  ])('%i', async (status, meaning, fix) => {
    await using server = await vendor(() => ({
      status,
      body: { error: { message: 'ada@corp.test may not', code: 'no_way' } },
    }))
    const fault = await failure(ask(server))
    expect(fault.message).toBe(
      `Vendor answered GET /v1/of/{id} with ${status} (no_way): ${meaning}`,
    )
    expect(fault.fix).toBe(fix)
    expect(server.requests).toHaveLength(1)
  })
})

describe('an answer that is none', () => {
  test.each([
    ['HTML', { body: '<!doctype html><p>Sign in</p>' }, 'HTML, not JSON'],
    ['cut JSON', { body: '{"rows": [1' }, 'JSON that is cut off or broken'],
    ['nothing', { body: '' }, 'nothing'],
    [
      'another form',
      { body: { rows: [1, 'ada@corp.test'] } },
      'another form than it documents, at rows.1 (invalid_type)',
    ],
  ])('%s is named', async (_, answer, why) => {
    await using server = await vendor(() => answer)
    expect((await failure(ask(server))).message).toBe(`Vendor answered GET /v1/of/{id} with ${why}`)
  })

  test('a small answer that unpacks to a huge one is not read to its end', async () => {
    const bomb = gzipSync(`{"rows": [${'1,'.repeat(2 << 20)}1]}`)
    expect(bomb.byteLength).toBeLessThan(20_000)
    await using server = await vendor(() => ({
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/json' },
      body: bomb,
    }))
    const fault = await failure(ask(server, { mostBytes: 1 << 20 }))
    expect(fault.message).toBe('Vendor answered GET /v1/of/{id} with more than 1 MiB')
    expect((await ask(server)).body.rows).toHaveLength((2 << 20) + 1)
  })
})

test('a call that is not declared is refused, once', async () => {
  await using server = await vendor()
  const calling = asking(server).ask({ call: 'POST /v1/users', json: {} }, ROWS)
  expect(await failure(calling)).toBeInstanceOf(EgressRefused)
  expect(server.requests).toHaveLength(0)
})

test('calls wait for their turn where a vendor counts them', async () => {
  await using server = await vendor()
  const turns: number[] = []
  const turn = () => Promise.resolve(void turns.push(server.requests.length))
  server.faults.push({ path: /./, answer: { status: 429, headers: { 'retry-after': '0' } } })
  await ask(server, { turn })
  expect(turns).toEqual([0, 1])
})

describe('lines of JSON', () => {
  const where = { door: DOOR, call: 'GET /v1/file', now: () => NOW }
  async function lines(answer: VendorAnswer) {
    await using server = await vendor(() => answer)
    const body = await asking(server).stream({ call: 'GET /v1/file' })
    const all = []
    for await (const batch of jsonLines(body, where)) all.push(...batch)
    return all
  }

  test('come one by one; a bad one in the middle is named and loses no other', async () => {
    expect(await lines({ body: '{"a":1}\n\nhello\n{"a":"é"}' })).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 3, value: undefined, fault: 'is not JSON' },
      { line: 4, value: { a: 'é' } },
    ])
  })

  test.each([
    ['a file cut within a line', '{"a":1}\n{"a":', 'lines of JSON that end within line 2'],
    ['a sign-in page', '<!DOCTYPE html>\n<p>hi</p>\n', 'HTML, not lines of JSON'],
  ])('%s is not whole', async (_, body, why) => {
    expect((await failure(lines({ body }))).message).toBe(
      `Vendor answered GET /v1/file with ${why}`,
    )
  })

  test('a file whose connection breaks is not whole', async () => {
    await using server = await vendor()
    server.faults.push({ path: /./, answer: 'cut' })
    const body = await asking(server).stream({ call: 'GET /v1/file' })
    const reading = async () => {
      for await (const batch of jsonLines(body, where)) expect(batch).toEqual([])
    }
    expect((await failure(reading())).message).toMatch(/cut its answer to GET \/v1\/file off/)
  })
})
