import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'

import type { Log } from '#ports.ts'

export type GaugesOptions = {
  readonly host: string
  readonly port: number
  /** Whoever asks says it: `Authorization: Bearer …`. */
  readonly token: string
}

export type Gauges = { readonly url: string; readonly stop: () => Promise<void> }

const TYPE = 'text/plain; version=0.0.4; charset=utf-8'
const digest = (text: string) => createHash('sha256').update(text).digest()

/** Answers GET /metrics to who knows the token, and nothing else to anyone. */
export async function serveGauges(
  { host, port, token }: GaugesOptions,
  read: () => Promise<string>,
  log: Log,
): Promise<Gauges> {
  const wanted = digest(`Bearer ${token}`)
  const isKnown = ({ headers }: IncomingMessage) =>
    timingSafeEqual(digest(headers.authorization ?? ''), wanted)
  let reading: Promise<string> | undefined

  async function answer(request: IncomingMessage): Promise<readonly [number, string]> {
    const [path] = (request.url ?? '').split('?')
    if (request.method !== 'GET' || path !== '/metrics') return [404, 'GET /metrics\n']
    if (!isKnown(request)) return [401, 'Send the token of AI_USAGE_METRICS_TOKEN.\n']
    try {
      // Several that ask at once are told the same.
      reading ??= read().finally(() => (reading = undefined))
      return [200, await reading]
    } catch (error) {
      log.error(
        { error: error instanceof Error ? error.name : 'unknown' },
        'No metrics could be read',
      )
      return [503, 'The store cannot be reached.\n']
    }
  }

  const server = createServer((request, response) => {
    void answer(request).then(([status, text]) => {
      response.writeHead(status, { 'content-type': status === 200 ? TYPE : 'text/plain' })
      response.end(text)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const at = typeof address === 'object' && address !== null ? address.port : port
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${at}/metrics`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
