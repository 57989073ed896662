import { describe, expect, test } from 'vitest'

import type { Connector, CursorStream, GovernanceEvent } from '#collect.ts'
import { day } from '#core/time/day.ts'
import { ACME } from '#test/support/example-connector.ts'
import { NOW, streamOf } from '#test/support/vendors/connector-call.ts'

import { desk } from './sync-desk.ts'

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
  reference: null,
}
