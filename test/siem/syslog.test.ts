import { sql } from 'drizzle-orm'
import { array, assert, integer, property, string } from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

import type { SiemRecord } from '#core/siem/record.ts'
import { octetCounted } from '#siem/framing.ts'
import { openSink } from '#siem/open-sink.ts'
import type { Store } from '#store/store.ts'
import { entry, pullLog } from '#test/store/collects.ts'
import { ocsfFaults } from '#test/support/ocsf.ts'
import { anEvent, aRow, SENDER } from '#test/support/siem.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { deskOn, sinkAt, START } from './desk.ts'
import { hasRsyslog, rsyslog } from './rsyslog.ts'

/** RFC 6587, as a receiver reads it, in whatever pieces it comes. */
function readFrames(pieces: readonly Buffer[]): readonly string[] {
  const messages: string[] = []
  let rest = Buffer.alloc(0)
  for (const piece of pieces) {
    rest = Buffer.concat([rest, piece])
    for (;;) {
      const space = rest.indexOf(0x20)
      const length = Number(rest.subarray(0, Math.max(space, 0)).toString('ascii'))
      if (space < 0 || rest.length < space + 1 + length) break
      messages.push(rest.subarray(space + 1, space + 1 + length).toString('utf8'))
      rest = rest.subarray(space + 1 + length)
    }
  }
  return rest.length === 0 ? messages : [...messages, `left: ${rest.toString('hex')}`]
}

test('framed messages come apart again, whatever is in them and wherever the stream is cut', () => {
  const some = array(string({ unit: 'binary', minLength: 1, maxLength: 20 }), { maxLength: 8 })
  const cuts = array(integer({ min: 0, max: 200 }), { maxLength: 8 })
  assert(
    property(some, cuts, (messages, cuts) => {
      const stream = Buffer.concat(messages.map(octetCounted))
      const at = [
        0,
        ...cuts.map((cut) => Math.min(cut, stream.length)).toSorted((a, b) => a - b),
        stream.length,
      ]
      const pieces = at.slice(1).map((end, n) => stream.subarray(at[n], end))
      expect(readFrames(pieces)).toEqual(messages)
    }),
    { numRuns: 40 },
  )
})

const RECORDS: readonly SiemRecord[] = [
  anEvent({ type: 'injection_flag', action: 'é=|\\ flagged' }),
  aRow({ command: `team:${'x'.repeat(20_000)}` }),
]

describe.runIf(hasRsyslog())('rsyslog', () => {
  let server: Awaited<ReturnType<typeof rsyslog>>
  let store: Store
  beforeAll(async () => {
    ;[server, store] = await Promise.all([rsyslog(), openMemoryStore()])
  }, 60_000)
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await store.db.execute(sql`truncate governance_event, siem_sink, siem_cursor restart identity`)
  })

  /** What came after this was called. */
  const from = () => {
    const before = server.received().length
    return () => server.received().slice(before)
  }

  test.each(['tls', 'tcp', 'udp'] as const)(
    'reads what comes over %s: facility, severity, time, sender, kind, and OCSF as it was written',
    async (transport) => {
      const received = from()
      const option = transport === 'tls' ? `?ca=${server.ca}` : ''
      const sink = openSink(sinkAt(1, `${server[transport]}${option}`), SENDER, () => START)
      await sink.send(RECORDS)
      await expect.poll(() => received().length, { timeout: 10_000 }).toBe(RECORDS.length)
      expect(received().map(({ pri, at, host, app, id }) => [pri, at, host, app, id])).toEqual([
        ['107', '2026-11-20T10:00:00.123Z', 'collector-1', 'ai-usage', 'event'],
        ['110', '2026-11-20T12:00:00.000Z', 'collector-1', 'ai-usage', 'audit'],
      ])
      const events = received().map(({ text }) => JSON.parse(text) as { metadata: { uid: string } })
      expect(events.map(({ metadata }) => metadata.uid)).toEqual(RECORDS.map(({ id }) => id))
      expect(events.flatMap(ocsfFaults)).toEqual([])
    },
  )

  test('whose certificate is not of an authority we know is sent nothing', async () => {
    const received = from()
    const sink = openSink(sinkAt(1, server.tls), SENDER, () => START)
    await expect(sink.send(RECORDS)).rejects.toMatchObject({
      kind: expect.stringMatching(/CERT|SELF_SIGNED|VERIFY/) as string,
    })
    expect(received()).toEqual([])
  })

  test('that expects TLS and gets none has nothing of it, and it does not count as sent', async () => {
    const received = from()
    const sink = openSink(sinkAt(1, server.tls.replace('+tls', '+tcp')), SENDER, () => START)
    await expect(sink.send(RECORDS)).rejects.toMatchObject({
      kind: expect.stringMatching(/closed early|ECONNRESET|EPIPE/) as string,
    })
    expect(received()).toEqual([])
  })

  test('killed in the middle loses nothing: all is there, in order, and what came twice has the same id', async () => {
    const received = from()
    const desk = deskOn(store)
    const sink = sinkAt(1, `${server.tcp}?format=json`)
    await desk.set([sink])
    const wanted = Array.from({ length: 2_000 }, (_, at) => at)
    await pullLog(store, [
      {
        governance: wanted.map((at) =>
          entry(`event ${at}`, { atMicros: BigInt(START - 5_000_000 + at) * 1000n, object: null }),
        ),
        cursor: '1',
      },
    ])
    let kills = 0
    await desk.until([sink], async () => {
      const [status] = await desk.ports.book.status(START)
      if (kills < 2 && received().length > 100 + kills * 900) {
        kills += 1
        await server.die()
        await server.start()
      }
      return kills === 2 && status?.waiting === 0
    })
    const ids = () =>
      new Map(
        received().flatMap(({ id, text }) => {
          if (id !== 'event') return []
          const event = JSON.parse(text) as { id: string; sequence: number }
          return [[event.id, event.sequence] as const]
        }),
      )
    expect(kills).toBe(2)
    // It has read the last of them, and writes them yet.
    await expect.poll(() => ids().size, { timeout: 10_000 }).toBe(wanted.length)
    expect([...ids().values()]).toEqual(wanted.map((at) => at + 1))
  }, 60_000)
})
