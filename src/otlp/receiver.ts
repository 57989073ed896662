import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'

import { UserError } from '#core/errors.ts'
import type { UsageEvent } from '#ingest.ts'
import type { Log } from '#ports.ts'

import { understand } from './events.ts'
import { Full, gathering } from './gather.ts'
import { read, type Signal, Unreadable } from './read.ts'
import { type SignalKind, SIGNALS } from './schema.ts'
import type { Making } from './usage.ts'

/** As sent, and unpacked: a small body may not unpack into a large one. */
const BODY_BYTES = 8 * 1024 * 1024
const UNPACKED_BYTES = 32 * 1024 * 1024
/** Events in memory before senders are told to wait. */
const MOST_WAITING = 50_000
/** Bodies in memory before senders are told to wait. */
const MOST_REQUESTS = 64
const RETRY_SECONDS = 2

export type OtlpOptions = {
  readonly host: string
  readonly port: number
  /** What senders present as `Authorization: Bearer …`. */
  readonly token: string
}

export type OtlpHouse = Making & {
  /** Resolves once the events survive the end of this process. */
  readonly append: (events: readonly UsageEvent[]) => Promise<void>
  readonly log: Log
  /** True while nothing may be collected; senders keep what they have. */
  readonly locked: () => boolean
}

export type Otlp = { readonly url: string; readonly stop: () => Promise<void> }

type Format = 'json' | 'protobuf'
const FORMATS: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/x-protobuf': 'protobuf',
}
const ROUTES: Readonly<Record<string, SignalKind>> = Object.fromEntries(
  SIGNALS.map((kind) => [`/v1/${kind}`, kind]),
)

/** An answer that ends the request, with what its sender can do. */
class Refused extends Error {
  readonly status: number
  readonly retry: boolean

  constructor(status: number, says: string, retry = false) {
    super(says)
    this.status = status
    this.retry = retry
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function authorize(request: IncomingMessage, token: Buffer): void {
  const [, given = ''] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (timingSafeEqual(digest(given), token)) return
  throw new Refused(
    401,
    'Send the token of this receiver: OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20TOKEN".',
  )
}

function formatOf(request: IncomingMessage): Format {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const format = FORMATS[type]
  if (format) return format
  throw new Refused(
    415,
    `Content-Type must be ${Object.keys(FORMATS).join(' or ')}: set OTEL_EXPORTER_OTLP_PROTOCOL to http/json or http/protobuf.`,
  )
}

const unzip = promisify(gunzip)

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_BYTES) throw new Refused(413, `A body may have ${BODY_BYTES} bytes.`)
    chunks.push(chunk)
  }
  const body = Buffer.concat(chunks)
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return body
  if (encoding !== 'gzip') throw new Refused(415, 'Content-Encoding must be gzip or none.')
  try {
    return await unzip(body, { maxOutputLength: UNPACKED_BYTES })
  } catch {
    throw new Refused(400, `The body is no gzip of at most ${UNPACKED_BYTES} bytes unpacked.`)
  }
}

function signalsOf(kind: SignalKind, format: Format, body: Uint8Array): readonly Signal[] {
  try {
    return read(kind, format, body)
  } catch (error) {
    if (error instanceof Unreadable) throw new Refused(400, `${error.message}.`)
    throw error
  }
}

/** OTLP's answer in the sender's format: protobuf's empty message is no bytes at all. */
function accept(response: ServerResponse, format: Format, rejected: Rejected): void {
  const type = Object.entries(FORMATS).find(([, name]) => name === format)?.[0] ?? ''
  response.writeHead(200, { 'content-type': type })
  if (format === 'protobuf') response.end(rejected.count === 0 ? undefined : partial(rejected))
  else {
    const partialSuccess = {
      [`rejected${rejected.kind}`]: String(rejected.count),
      errorMessage: rejected.says,
    }
    response.end(JSON.stringify(rejected.count === 0 ? {} : { partialSuccess }))
  }
}

type Rejected = { readonly kind: string; readonly count: number; readonly says: string }

const NOUN = {
  traces: 'Spans',
  logs: 'LogRecords',
  metrics: 'DataPoints',
} as const satisfies Record<SignalKind, string>

/** ExportPartialSuccess: field 1 the count, field 2 the message, within field 1 of the response. */
function partial({ count, says }: Rejected): Buffer {
  const message = Buffer.from(says)
  const inner = Buffer.concat([
    Buffer.from([0x08, ...varint(count)]),
    Buffer.from([0x12, ...varint(message.length)]),
    message,
  ])
  return Buffer.concat([Buffer.from([0x0a, ...varint(inner.length)]), inner])
}

function varint(value: number): number[] {
  const bytes: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) | 128)
  }
}

function refuseLocked({ locked }: OtlpHouse): void {
  if (locked()) throw new Refused(503, 'AI Usage is locked.', true)
}

function refuse(response: ServerResponse, { status, message, retry }: Refused): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retry && { 'retry-after': String(RETRY_SECONDS) }),
  })
  response.end(JSON.stringify({ code: status, message }))
}

/**
 * Listens for OTLP over HTTP: strips, stores, then says 200. What can't be stored is answered 429 or
 * 503 with Retry-After, and its sender keeps it.
 */
export async function startOtlp(options: OtlpOptions, house: OtlpHouse): Promise<Otlp> {
  const token = digest(options.token)
  const gathered = gathering(house.append, { most: MOST_WAITING })
  let requests = 0

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://receiver')
    const kind = ROUTES[pathname]
    if (kind === undefined || request.method !== 'POST')
      throw new Refused(404, `POST to ${Object.keys(ROUTES).join(', ')}.`)
    authorize(request, token)
    refuseLocked(house)
    const format = formatOf(request)
    if (requests > MOST_REQUESTS) throw new Refused(429, 'Too many requests at once.', true)
    const body = await bodyOf(request)
    // A body may come slowly, and a lock fall meanwhile.
    refuseLocked(house)
    const { events, rejected } = understand(signalsOf(kind, format, body), house)
    try {
      await gathered.add(events)
    } catch (error) {
      if (error instanceof Full) throw new Refused(429, 'Too much waits to be stored.', true)
      if (error instanceof UserError) throw new Refused(403, `${error.message}. ${error.fix}`)
      house.log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'OTLP not stored')
      throw new Refused(503, 'The store cannot be reached.', true)
    }
    accept(response, format, { kind: NOUN[kind], ...rejected })
  }

  const server = createServer((request, response) => {
    requests += 1
    take(request, response)
      .catch((error: unknown) => {
        const refused =
          error instanceof Refused ? error : new Refused(400, 'The request ended early.')
        if (!response.headersSent) refuse(response, refused)
        // What is left of a body that was not read must not be taken for the next request.
        if (!request.complete) request.destroy()
      })
      .finally(() => {
        requests -= 1
      })
  })
  const url = await listen(server, options)
  return {
    url,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await gathered.idle()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, { host, port }: OtlpOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${at}`
}
