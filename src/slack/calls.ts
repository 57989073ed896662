import type { Logger } from '@slack/bolt'
import { WebClient } from '@slack/web-api'

import { watchCredentials } from '#chat/health.ts'
import { type How, tried } from '#chat/tried.ts'
import type { Log } from '#ports.ts'

import {
  DEAD_TOKEN,
  Limited,
  Lost,
  Refusal,
  refusalOf,
  refusalOfStatus,
  understood,
} from './refusal.ts'

/** Slack as we call it. @throws Refusal, Limited, Lost */
export type Slack = {
  readonly call: <Answer>(how: How, method: (api: WebClient) => Promise<Answer>) => Promise<Answer>
  /** Posts to a response URL. */
  readonly post: (url: string, body: Readonly<Record<string, unknown>>) => Promise<void>
  /** Posts to an upload URL. */
  readonly put: (url: string, bytes: Bytes) => Promise<void>
}

/** A file's content: `read` begins at its beginning each time. */
export type Bytes = {
  readonly bytes: number
  readonly read: () => AsyncIterable<Uint8Array>
}

const TIMEOUT_MS = 8_000
const RETRIES = 2
/** Asked to wait longer, we say so rather than let a person wait. */
const LONGEST_WAIT_MS = 30_000
const FIRST_BACKOFF_MS = 300

function waitBefore(error: unknown, how: How, tries: number): number | undefined {
  if (error instanceof Limited) return error.afterMs <= LONGEST_WAIT_MS ? error.afterMs : undefined
  if (error instanceof Lost && how === 'repeatable') return FIRST_BACKOFF_MS * 2 ** tries
  return undefined
}

/** Up to two more tries: after a 429 always, without an answer only what may be repeated. */
const tryAs = (how: How) => ({ how, retries: RETRIES, waitBefore })

function codeIn(text: string): string | undefined {
  try {
    const reply: unknown = JSON.parse(text)
    if (typeof reply !== 'object' || reply === null || !('ok' in reply) || reply.ok !== false)
      return undefined
    return 'error' in reply && typeof reply.error === 'string' ? reply.error : 'unknown_error'
  } catch {
    return /^[a-z_]{3,60}$/.test(text) && text !== 'ok' ? text : undefined
  }
}

type Posting = Pick<RequestInit, 'headers' | 'body' | 'duplex'> & { readonly withinMs: number }

const asJson = (body: Readonly<Record<string, unknown>>): Posting => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
  withinMs: TIMEOUT_MS,
})

/** As slow as a line may be. */
const BYTES_A_MS = 200

const asFile = ({ bytes, read }: Bytes): Posting => ({
  headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
  body: read(),
  duplex: 'half',
  withinMs: TIMEOUT_MS + Math.ceil(bytes / BYTES_A_MS),
})

async function posted(url: string, { withinMs, ...content }: Posting) {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    ...content,
    signal: AbortSignal.timeout(withinMs),
  }).catch((error: unknown) => {
    throw new Lost(error instanceof Error ? error.name : 'fetch')
  })
  if (response.status === 429)
    throw new Limited(1000 * Number(response.headers.get('retry-after') ?? 1))
  const code = codeIn((await response.text()).trim())
  if (response.status >= 500) throw refusalOfStatus(response.status)
  if (code !== undefined) throw refusalOf(code)
  if (!response.ok) throw refusalOfStatus(response.status)
}

export type SlackOptions = {
  readonly botToken: string
  readonly apiUrl?: string | undefined
  readonly log: Log
  readonly logger: Logger
}

export function createSlack({ botToken, apiUrl, log, logger }: SlackOptions): Slack {
  // Its own retries repeat chat.postMessage after a timeout and pause every call after a 429.
  const api = new WebClient(botToken, {
    ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: TIMEOUT_MS,
    logger,
  })
  const heard = watchCredentials(log, {
    dead: 'Slack refuses the bot token: install the app again',
    well: 'Slack takes the bot token again',
  })
  return {
    post: (url, body) => tried(tryAs('repeatable'), () => posted(url, asJson(body))),
    put: (url, bytes) => tried(tryAs('repeatable'), () => posted(url, asFile(bytes))),
    call: (how, method) =>
      tried(tryAs(how), async () => {
        try {
          const answer = await method(api)
          heard(undefined)
          return answer
        } catch (error) {
          const known = understood(error)
          if (known instanceof Refusal)
            heard(DEAD_TOKEN.has(known.code) ? { slack: known.code } : undefined)
          throw known
        }
      }),
  }
}
