import type { Client, Context, Middleware, ResponseType } from '@microsoft/microsoft-graph-client'
import { z } from 'zod'

import type { Call } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { answerFault, faultOf, formFault, retryAfterMs } from '#connectors/api/fault.ts'
import { guardedFetch, LONGEST_WAIT_MS } from '#connectors/api/guarded-fetch.ts'

import { doorOf, type Right } from './fault.ts'
import { type Token, tokenOf } from './token.ts'

const GRAPH = 'https://graph.microsoft.com'
/** The report of a large tenant is one file. */
const MOST_BYTES = 256 << 20
const MOST_TRIES = 2
/** The client's word for an answer as it came; its enum would have to be loaded for it. */
const RAW = 'raw' as ResponseType.RAW

type Question = {
  /** As faults name it: `GET /v1.0/users`. Ids in it are `{…}`, filled from `path`. */
  readonly call: `${'GET' | 'POST'} /${'v1.0' | 'beta'}/${string}`
  readonly path?: Readonly<Record<string, string>>
  readonly right: Right
  readonly query?: Readonly<Record<string, string>>
}
export type Graph = {
  /** The answer as text; undefined where Graph has no such place. @throws UserError, RetryLater */
  readonly text: (question: Question) => Promise<string | undefined>
  /** The answer to what is posted, parsed and unread; undefined where there is no such place. @throws UserError, RetryLater */
  readonly post: (question: Question, json: object) => Promise<unknown>
  /** Rows of all pages, by the links Graph gives. @throws UserError, RetryLater */
  readonly pages: (question: Question) => AsyncGenerator<readonly unknown[]>
}

const page = z.looseObject({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
})

/** Microsoft's client over the connector's guarded fetch. */
export function graphOf(call: Call, token: Token = tokenOf(call)): Graph {
  // The client words errors of the fetch anew and drops their cause.
  let thrown: unknown
  const send: Middleware = {
    execute: async (context: Context) => {
      try {
        context.response = await guardedFetch(call.fetch, {
          door: doorOf('reports'),
          now: call.now,
          signal: call.signal,
          mostBytes: MOST_BYTES,
        })(context.request, context.options)
      } catch (error) {
        thrown = error
        throw error
      }
    },
  }
  // Its package is loaded by the first pull.
  const clientOf = async (): Promise<Client> => {
    const { AuthenticationHandler, Client, RetryHandler, RetryHandlerOptions } =
      await import('@microsoft/microsoft-graph-client')
    const authentication = new AuthenticationHandler({
      getAccessToken: async () => {
        try {
          return await token(GRAPH)
        } catch (error) {
          thrown = error
          throw error
        }
      },
    })
    const retry = new RetryHandler(
      new RetryHandlerOptions(
        1,
        MOST_TRIES,
        (_, __, ___, ____, response) =>
          (retryAfterMs(response?.headers ?? new Headers(), call.now()) ?? 0) <= LONGEST_WAIT_MS,
      ),
    )
    authentication.setNext(retry)
    retry.setNext(send)
    return Client.initWithMiddleware({ baseUrl: GRAPH, middleware: authentication })
  }
  let client: ReturnType<typeof clientOf> | undefined

  const ask = async (
    question: Question,
    { next, json }: { readonly next?: string | undefined; readonly json?: object } = {},
  ): Promise<Response> => {
    const where = { door: doorOf(question.right), call: question.call, now: call.now() }
    thrown = undefined
    try {
      const request = (await (client ??= clientOf()))
        .api(next ?? placeOf(question))
        .query(next === undefined ? { ...question.query } : {})
        .responseType(RAW)
      return (await (json ? request.post(json) : request.get())) as Response
    } catch (error) {
      throw faultOf(thrown ?? error, where)
    }
  }
  const good = async (answer: Response, { call: name, right }: Question): Promise<string> => {
    const text = await answer.text()
    if (answer.ok) return text
    const { status, headers } = answer
    const said = { status, headers, body: jsonOf(text), now: call.now() }
    throw answerFault(doorOf(right), name, said)
  }
  return {
    text: async (question) => {
      const answer = await ask(question)
      return answer.status === 404 ? undefined : good(answer, question)
    },
    post: async (question, json) => {
      const answer = await ask(question, { json })
      if (answer.status === 404) return undefined
      const value = jsonOf(await good(answer, question))
      if (value !== undefined) return value
      throw formFault(doorOf(question.right), question.call, 'JSON that is cut off or broken')
    },
    async *pages(question) {
      const where = { door: doorOf(question.right), call: question.call }
      const seen = new Set<string>()
      let next: string | undefined
      do {
        const value = jsonOf(await good(await ask(question, { next }), question))
        if (value === undefined)
          throw formFault(where.door, where.call, 'JSON that is cut off or broken')
        const body = shaped(value, page, where)
        yield body.value
        next = body['@odata.nextLink'] ?? undefined
        if (next !== undefined && seen.has(next))
          throw formFault(where.door, where.call, 'a page that leads to itself')
        if (next !== undefined) seen.add(next)
      } while (next !== undefined)
    },
  }
}

/** `…/v1.0/groups/{id}/transitiveMembers` with its id. */
function placeOf({ call, path = {} }: Question): string {
  return `${GRAPH}${call.slice(call.indexOf(' ') + 1)}`.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(path[name] ?? ''),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
