/**
 * Records a second from the store to each kind of sink in each format. The floor, in the same run: reading
 * the same records from the store in the same batches and sending them nowhere. And the one number that
 * must hold: 1,000 a second to every sink, so that what piled up in a day is gone in minutes.
 *
 *   node bench/siem.ts [--records N]
 *   DATABASE_URL=postgres://… node bench/siem.ts
 */
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer as createHttp } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

import { sql } from 'drizzle-orm'

import { readAddress } from '#core/siem/address.ts'
import { FORMATS } from '#core/siem/format.ts'
import type { Sink, SinkSetting } from '#forwarding.ts'
import { forward } from '#jobs/forward.ts'
import { openSink } from '#siem/open-sink.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'
import { siemBook } from '#store/siem.ts'

const { values } = parseArgs({ options: { records: { type: 'string', default: '10000' } } })
const RECORDS = Number(values.records)
const LEAST = 1_000

const folder = await mkdtemp(join(tmpdir(), 'ai-usage-siem-bench-'))
const databaseUrl = process.env['DATABASE_URL']
const store = await openStore({ databaseUrl, dataDir: join(folder, 'data') })
await migrate(store)
const { db } = store
const book = siemBook(db)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
await db.execute(
  sql`insert into source (id, name) values (901, 'bench-log') on conflict do nothing`,
)
await db.execute(sql`insert into tool (id, name) values (901, 'bench-tool') on conflict do nothing`)
await db.execute(sql`
  insert into governance_event (source_id, event_id, at, tool_id, type, action, actor_id, object_kind, object, outcome)
  select 901, substring(sha256(n::text::bytea) for 16), now() - n * interval '1 second', 901,
    'data_access', 'file_viewed', 0, 'file', decode(${hash('object')}, 'hex'), 0
  from generate_series(1, ${RECORDS}) n`)

const http = createHttp((request, response) => {
  request.resume().on('end', () => response.writeHead(200).end('{"code":0}'))
})
const tcp = createTcp((socket) => socket.resume().on('error', () => undefined))
const portOf = (server: typeof http | typeof tcp) =>
  new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
const [hook, syslog] = [await portOf(http), await portOf(tcp)]
const udp = createSocket('udp4').on('message', () => undefined)
await new Promise<void>((resolve) => udp.bind(syslog, '127.0.0.1', resolve))
const SECRET = 'what the webhook is signed with'
const KINDS: Readonly<Record<string, (format: string) => string>> = {
  file: (format) => `file://${folder}/out.${format}?format=${format}`,
  webhook: (format) => `http://127.0.0.1:${hook}/in?format=${format}`,
  splunk: (format) => `splunk+http://127.0.0.1:${hook}?format=${format}`,
  'syslog tcp': (format) => `syslog+tcp://127.0.0.1:${syslog}?format=${format}`,
  'syslog udp': (format) => `syslog+udp://127.0.0.1:${syslog}?format=${format}`,
}

/** Seconds until the sink has all of them. */
async function timed(address: string, open: (setting: SinkSetting) => Sink): Promise<number> {
  const read = readAddress(address)
  if (typeof read === 'string') throw new Error(read)
  const setting: SinkSetting = { number: 1, address: read, secret: SECRET }
  await db.execute(sql`delete from siem_sink`)
  await db.execute(sql`delete from siem_cursor`)
  await book.register([setting], { from: 0, at: Date.now() })
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const stop = new AbortController()
  const begun = performance.now()
  let seconds = 0
  const ports = {
    book,
    open,
    by: 'bench',
    clock: { now: () => Date.now() },
    log,
    chance: Math.random,
    // It waits only once there is nothing more.
    wait: async () => {
      seconds = (performance.now() - begun) / 1000
      stop.abort()
    },
  }
  await forward([setting], ports, stop.signal)
  const [{ sent, failed } = { sent: 0, failed: 1 }] = await book.status(Date.now())
  if (failed > 0 || sent < RECORDS) throw new Error(`${address}: ${sent} sent, ${failed} failed`)
  return seconds
}

const nowhere = (): Sink => ({ send: () => Promise.resolve(), close: () => Promise.resolve() })
const real = (setting: SinkSetting) =>
  openSink(setting, { version: '0', host: 'bench' }, () => Date.now())
const rate = (seconds: number) => Math.round(RECORDS / seconds)

await timed('file:///nowhere', nowhere)
const floor = rate(await timed('file:///nowhere', nowhere))
process.stdout.write(`${RECORDS} records, ${store.kind} store; read and sent nowhere: ${floor}/s\n`)
let slowest = Infinity
for (const [kind, address] of Object.entries(KINDS))
  for (const format of FORMATS) {
    const found = rate(await timed(address(format), real))
    slowest = Math.min(slowest, found)
    const share = (found / floor).toFixed(2)
    process.stdout.write(
      `${kind.padEnd(11)} ${format.padEnd(5)} ${found}/s, ${share} of the floor\n`,
    )
  }
process.stdout.write(`slowest ${slowest}/s, needed ${LEAST}/s\n`)
http.close()
http.closeAllConnections()
tcp.close()
udp.close()
await store[Symbol.asyncDispose]()
await rm(folder, { recursive: true })
if (slowest < LEAST) process.exitCode = 1
