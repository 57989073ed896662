import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const TEXT = 0x81
const CLOSE = 0x88

function frame(opcode: number, text: string): Buffer {
  const body = Buffer.from(text)
  const head = Buffer.from([opcode, 126, 0, 0])
  head.writeUInt16BE(body.length, 2)
  return body.length < 126
    ? Buffer.concat([Buffer.from([opcode, body.length]), body])
    : Buffer.concat([head, body])
}

/** What the client's frames say; a client masks, and ours are short. */
function* texts(chunk: Buffer): Generator<{ opcode: number; text: string }> {
  for (let at = 0; at < chunk.length;) {
    const opcode = chunk[at] ?? 0
    const short = (chunk[at + 1] ?? 0) & 127
    const long = short === 126
    const size = long ? chunk.readUInt16BE(at + 2) : short
    const from = at + (long ? 4 : 2)
    const mask = chunk.subarray(from, from + 4)
    const body = chunk.subarray(from + 4, from + 4 + size)
    yield { opcode, text: Buffer.from(body.map((byte, i) => byte ^ (mask[i % 4] ?? 0))).toString() }
    at = from + 4 + size
  }
}

export type SocketServer = AsyncDisposable & {
  readonly apiUrl: string
  /** Envelope ids the app acknowledged. */
  readonly acknowledged: readonly string[]
  /** How often a connection was asked for, and is open. */
  readonly asked: () => number
  readonly open: () => number
  readonly send: (envelope: Readonly<Record<string, unknown>>) => void
  /** What `apps.connections.open` answers from now on; undefined: a connection. */
  refuse: string | undefined
}

async function passOn(request: IncomingMessage, response: ServerResponse, apiUrl: string) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(Buffer.from(part))
  const { authorization = '', 'content-type': type = '' } = request.headers
  const answer = await fetch(`${apiUrl}${request.url?.replace('/api/', '')}`, {
    method: 'POST',
    headers: { authorization, 'content-type': type },
    body: Buffer.concat(parts),
  })
  response.writeHead(answer.status, { 'content-type': 'application/json' })
  response.end(await answer.text())
}

/** Socket Mode in front of a Slack that has none: the web socket here, all methods there. */
export async function startSocketServer(slackApiUrl: string): Promise<SocketServer> {
  const sockets = new Set<Duplex>()
  const acknowledged: string[] = []
  let asked = 0
  const server = createServer((request, response) => {
    if (request.url !== '/api/apps.connections.open') {
      passOn(request, response, slackApiUrl).catch(() => response.writeHead(502).end())
      return
    }
    asked += 1
    response.writeHead(200, { 'content-type': 'application/json' })
    const { refuse } = made
    response.end(
      JSON.stringify(
        refuse === undefined
          ? { ok: true, url: made.apiUrl.replace('http', 'ws').replace('/api/', '/link') }
          : { ok: false, error: refuse },
      ),
    )
  })
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}${MAGIC}`
    const accept = createHash('sha1').update(key).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => sockets.delete(socket))
    socket.on('data', (chunk: Buffer) => {
      for (const { opcode, text } of texts(chunk)) {
        if (opcode === CLOSE) socket.end(frame(CLOSE, ''))
        if (opcode === TEXT) acknowledged.push(String(JSON.parse(text).envelope_id))
      }
    })
    socket.write(frame(TEXT, JSON.stringify({ type: 'hello', num_connections: 1 })))
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const made: SocketServer = {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    acknowledged,
    asked: () => asked,
    open: () => sockets.size,
    send: (envelope) => {
      for (const socket of sockets) socket.write(frame(TEXT, JSON.stringify(envelope)))
    },
    refuse: undefined,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return made
}
