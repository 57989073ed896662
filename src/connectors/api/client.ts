import ky, { isHTTPError, type Options } from 'ky'
import type { z } from 'zod'

import type { Call } from '#collect.ts'

import { type CallName, type Door, faultOf, formFault, retryAfterMs } from './fault.ts'
import { guardedFetch, LONGEST_WAIT_MS } from './guarded-fetch.ts'

type Param = string | number | boolean
type Question = {
  /** `GET /v1/users/{id}`: faults show it as it stands here. */
  readonly call: `${'GET' | 'POST'} /${string}`
  readonly path?: Readonly<Record<string, string>>
  /** A list is repeated: `group_by[]=a&group_by[]=b`. Undefined is left out. */
  readonly query?: Readonly<Record<string, Param | readonly Param[] | undefined>>
  readonly json?: unknown
}

export type Answer<Body> = { readonly body: Body; readonly headers: Headers }

export type Client = {
  /** Asks and parses. @throws UserError, RetryLater */
  readonly ask: <Body>(question: Question, schema: z.ZodType<Body>) => Promise<Answer<Body>>
  /** The bytes of a file, as they come: for lines too many to hold. @throws UserError, RetryLater */
  readonly stream: (question: Question) => Promise<ReadableStream<Uint8Array>>
}

export type ClientOptions = {
  readonly door: Door
  /** `https://api.cursor.com`; a path in it is kept. */
  readonly origin: string
  readonly headers?: Readonly<Record<string, string>>
  readonly mostBytes?: number
  /** Of one attempt; a minute unless said. */
  readonly timeoutMs?: number
  /** Waits for its turn before each attempt, where a vendor counts calls. */
  readonly turn?: (signal: AbortSignal) => Promise<void>
}

const AGAIN = [408, 429, 500, 502, 503, 504]

/** For vendors without an SDK: ky over the connector's guarded fetch, with two more tries. */
export function client(call: Call, options: ClientOptions): Client {
  const { door, origin, headers, mostBytes, turn, timeoutMs = 60_000 } = options
  const base = origin.endsWith('/') ? origin.slice(0, -1) : origin

  const send = async (question: Question, fetch: typeof globalThis.fetch): Promise<Response> => {
    const [method = 'GET', template = '/'] = question.call.split(' ')
    const asked: Options = {
      method,
      headers: { accept: 'application/json', ...headers },
      ...(question.json === undefined ? {} : { json: question.json }),
      searchParams: parameters(question.query),
      fetch: async (input, init) => {
        await turn?.(call.signal)
        return fetch(input, init)
      },
      signal: call.signal,
      timeout: timeoutMs,
      redirect: 'manual',
      retry: {
        limit: 2,
        // The posts among our calls are questions too.
        methods: ['get', 'post', 'head'],
        statusCodes: AGAIN,
        afterStatusCodes: AGAIN,
        maxRetryAfter: LONGEST_WAIT_MS,
        retryOnTimeout: true,
        shouldRetry: ({ error }) =>
          isHTTPError(error) &&
          (retryAfterMs(error.response.headers, call.now()) ?? 0) > LONGEST_WAIT_MS
            ? false
            : undefined,
      },
    }
    try {
      return await ky(base + filled(template, question.path), asked)
    } catch (error) {
      throw faultOf(error, { door, call: question.call, now: call.now() })
    }
  }

  return {
    ask: async (question, schema) => {
      const guard = { door, name: () => question.call, now: call.now }
      const answer = await send(
        question,
        guardedFetch(call.fetch, { ...guard, ...(mostBytes === undefined ? {} : { mostBytes }) }),
      )
      return {
        body: parsed(await answer.text(), schema, { door, call: question.call }),
        headers: answer.headers,
      }
    },
    stream: async (question) => {
      const { body } = await send(question, call.fetch)
      if (!body) throw formFault(door, question.call, 'nothing')
      return body
    },
  }
}

function parsed<Body>(
  text: string,
  schema: z.ZodType<Body>,
  { door, call }: { readonly door: Door; readonly call: CallName },
): Body {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw formFault(door, call, text === '' ? 'nothing' : 'JSON that is cut off or broken')
  }
  return shaped(value, schema, { door, call })
}

/** Parses what an SDK or `JSON.parse` gave. The fault names the place, never the value. */
export function shaped<Body>(
  value: unknown,
  schema: z.ZodType<Body>,
  { door, call }: { readonly door: Door; readonly call: CallName },
): Body {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const at = issue?.path.map(String).join('.') ?? ''
  throw formFault(
    door,
    call,
    `another form than it documents, at ${at === '' ? 'its top' : at} (${issue?.code ?? 'unknown'})`,
  )
}

function parameters(query: Question['query'] = {}): URLSearchParams {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const each of Array.isArray(value) ? (value as readonly Param[]) : [value as Param])
      if (each !== undefined) all.append(name, String(each))
  return all
}

function filled(template: string, path: Question['path'] = {}): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = path[name]
    if (value === undefined || value === '') throw new Error(`no ${name} for ${template}`)
    return encodeURIComponent(value)
  })
}
