import type { IncomingMessage } from 'node:http'

import { HTTPReceiver, type Logger } from '@slack/bolt'

import { BODY_BYTES, CLOCK_SKEW_MS } from './limits.ts'

/** Where Slack posts to; the request URL of the app's commands, events and buttons. */
const REQUEST_PATH = '/slack/events'

// The wall clock, as Slack signs by it: the house's own may stand still in a demo. Bolt refuses
// what is old, and lets through what is signed for tomorrow.
const fromTheFuture = ({ headers }: IncomingMessage): boolean =>
  Number(headers['x-slack-request-timestamp']) * 1000 > Date.now() + CLOCK_SKEW_MS

export type Listening = { readonly url: string; readonly stop: () => Promise<void> }

export type HttpOptions = {
  readonly signingSecret: string
  readonly logger: Logger
}

/** Takes Slack's signed requests over HTTP. */
export function createHttp({ signingSecret, logger }: HttpOptions) {
  const receiver = new HTTPReceiver({
    signingSecret,
    endpoints: REQUEST_PATH,
    bodyLimit: BODY_BYTES,
    logger,
  })
  const verified = receiver.requestListener
  receiver.requestListener = (request, response) => {
    if (fromTheFuture(request)) {
      logger.warn('A request is signed for the future: check the clocks')
      response.writeHead(401).end()
    } else verified(request, response)
  }
  return {
    receiver,
    async listen(host: string, port: number): Promise<Listening> {
      const server = await receiver.start({ host, port })
      const address = server.address()
      const at = typeof address === 'object' && address !== null ? address.port : port
      return {
        url: `http://${host.includes(':') ? `[${host}]` : host}:${at}`,
        stop: async () => {
          const stopped = receiver.stop()
          server.closeAllConnections()
          await stopped
        },
      }
    },
  }
}
