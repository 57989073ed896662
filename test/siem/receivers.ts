import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Receiver = AsyncDisposable & {
  readonly url: string
  /** In the order in which they were accepted. */
  readonly accepted: Readonly<Record<string, unknown>>[]
  /** What was answered, one per request. */
  readonly answers: number[]
  /** While set, a request is handled in this way instead. */
  trouble: 'none' | 'die in the middle' | 'die after' | 503
}

type Asked = {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Takes what `read` gives; what it refuses by a number is answered so. */
async function receiver(read: (asked: Asked) => readonly unknown[] | number): Promise<Receiver> {
  const state: Pick<Receiver, 'accepted' | 'answers' | 'trouble'> = {
    accepted: [],
    answers: [],
    trouble: 'none',
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('error', () => undefined)
    request.on('data', (part: Buffer) => {
      parts.push(part)
      if (state.trouble === 'die in the middle') request.socket.destroy()
    })
    request.on('end', () => {
      const found = read({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') })
      if (typeof state.trouble === 'number' || typeof found === 'number') {
        const status = typeof found === 'number' ? found : Number(state.trouble)
        state.answers.push(status)
        response.writeHead(status).end()
        return
      }
      state.accepted.push(...(found as Receiver['accepted']))
      if (state.trouble === 'die after') {
        request.socket.destroy()
        return
      }
      state.answers.push(200)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"code":0}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

const FIVE_MINUTES = 300

/** Standard Webhooks, as its specification says to verify: https://www.standardwebhooks.com */
export const webhookReceiver = (secret: string, now: () => number): Promise<Receiver> =>
  receiver(({ headers, body }) => {
    const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signed } = headers
    if (Math.abs(now() / 1000 - Number(at)) > FIVE_MINUTES) return 401
    const right = createHmac('sha256', Buffer.from(secret, 'utf8'))
      .update(`${String(id)}.${String(at)}.${body}`)
      .digest('base64')
    return signed === `v1,${right}` ? (JSON.parse(body) as unknown[]) : 401
  })

/** As strict as Splunk's: a known token, a channel, events that have an event. */
export const splunkReceiver = (token: string): Promise<Receiver> =>
  receiver(({ headers, body }) => {
    if (headers['authorization'] !== `Splunk ${token}`) return 403
    if (headers['x-splunk-request-channel'] === undefined) return 400
    const events = body.split('\n').map((line) => JSON.parse(line) as { readonly event?: unknown })
    return events.every(({ event }) => event !== undefined) ? events : 400
  })
