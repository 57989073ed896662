import { createServer } from 'node:http'

import { type AppOptions, ExpressAdapter, type IPlugin } from '@microsoft/teams.apps'
import type { ErrorRequestHandler } from 'express'

import type { Log } from '#ports.ts'

import type { Guard } from './guard.ts'
import { type Hosting, PICTURES_PATH } from './hosting.ts'
import { sdkLogger } from './logger.ts'
import { nameOf } from './refusal.ts'

type Adapter = NonNullable<AppOptions<IPlugin>['httpServerAdapter']>
type Headers = Parameters<Parameters<Adapter['registerRoute']>[2]>[0]['headers']

/** Where Teams posts to: the messaging endpoint of the bot registration. */
export const MESSAGES_PATH = '/api/messages'

export type Listening = { readonly url: string; readonly stop: () => Promise<void> }

/** More than one is nobody's honest request. */
function authorizationIn({ authorization }: Headers): string | undefined {
  return typeof authorization === 'string' ? authorization : undefined
}

/** A body that is too long or no JSON: said in a word, without the stack Express would show. */
const unreadable: ErrorRequestHandler = (
  error: { readonly status?: number },
  _,
  response,
  next,
) => {
  if (response.headersSent) next(error)
  else response.status(error.status ?? 500).json({ error: 'unreadable request' })
}

/** No cache keeps a picture, and no search engine finds it: what is revoked is gone. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow, noarchive',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; sandbox",
}

/** Takes Teams' requests over HTTP; none reaches the SDK that the guard has not let in. */
export function createHttp(guard: Guard, log: Log) {
  const server = createServer()
  const express = new ExpressAdapter(server, { logger: sdkLogger(log) })
  const adapter: Adapter = {
    registerRoute: (method, path, handle) => {
      express.registerRoute(method, path, async (request) => {
        const refused = await guard(authorizationIn(request.headers), request.body)
        if (refused === undefined) return handle(request)
        log.warn({ refusal: refused.why }, 'A request to Teams’ door was refused')
        return { status: refused.status, body: { error: 'unauthorized' } }
      })
    },
  }
  return {
    adapter,
    /** Whoever knows the address of a picture is given it; anything else is not there. */
    pictures(fetched: Hosting['fetched']): void {
      express.get(`${PICTURES_PATH}/:id`, async ({ params }, response) => {
        response.set(HEADERS)
        try {
          const bytes = await fetched(params['id'])
          if (bytes === undefined) response.status(404).end()
          else response.type('png').send(Buffer.from(bytes))
        } catch (error) {
          log.error({ error: nameOf(error) }, 'A picture could not be served')
          response.status(503).end()
        }
      })
    },
    async listen(host: string, port: number): Promise<Listening> {
      express.use(unreadable)
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, resolve)
      })
      const address = server.address()
      const at = typeof address === 'object' && address !== null ? address.port : port
      return {
        url: `http://${host.includes(':') ? `[${host}]` : host}:${at}`,
        stop: async () => {
          const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
          server.closeIdleConnections()
          server.closeAllConnections()
          await closed
        },
      }
    },
  }
}
