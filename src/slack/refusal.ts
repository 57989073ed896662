import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'

import { AskedToWait } from '#core/errors.ts'

/** Slack said no, with its own code. The code is all that is kept: never what was sent. */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string) {
    super(`Slack refused: ${code}`)
    this.name = 'Refusal'
    this.code = code
  }
}

/** Slack said: later. Nothing was done. */
export class Limited extends AskedToWait {
  declare readonly afterMs: number

  constructor(afterMs: number) {
    super('Slack asked to wait', afterMs)
    this.name = 'Limited'
  }
}

/** No answer came, or none that says anything: nobody knows whether it was done. */
export class Lost extends Error {
  constructor(why: string) {
    super(`No answer from Slack: ${why}`)
    this.name = 'Lost'
  }
}

/** The call never left this machine: it was certainly not done. */
export class Unsent extends Lost {
  constructor(why: string) {
    super(why)
    this.name = 'Unsent'
  }
}

// Codes that come with 200 and yet say nothing about what was done.
const INTERNAL: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
])

export function refusalOf(code: string): Refusal | Lost {
  return INTERNAL.has(code) ? new Lost(code) : new Refusal(code)
}

export function refusalOfStatus(status: number): Refusal | Lost {
  return status >= 500 ? new Lost(`http_${status}`) : new Refusal(`http_${status}`)
}

/** An error of the Web API client as one of ours; anything else is a bug and stays what it is. */
export function understood(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) return new Limited(error.retryAfter * 1000)
  if (error instanceof WebAPIPlatformError) {
    return error.data.error === 'ratelimited' ? new Limited(1000) : refusalOf(error.data.error)
  }
  if (error instanceof WebAPIHTTPError) return refusalOfStatus(error.statusCode)
  if (error instanceof WebAPIRequestError)
    return new (UNSENT.has(codeOf(error.original)) ? Unsent : Lost)(error.original.name)
  return error
}

/** No connection was made. */
const UNSENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function codeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string') return cause.code
  return ''
}

/** Refusals of blocks, which another form of the same message may pass. */
export const BAD_BLOCKS: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'invalid_attachments',
  'invalid_arguments',
])

export const TOO_LONG: ReadonlySet<string> = new Set(['msg_blocks_too_long', 'msg_too_long'])

/** Refusals of a place, after which only another place is left. */
export const GONE: ReadonlySet<string> = new Set([
  'expired_url',
  'used_url',
  'http_404',
  'http_410',
  'channel_not_found',
  'not_in_channel',
  'user_not_in_channel',
  'is_archived',
  'restricted_action',
])

/** Refusals of the token itself. */
export const DEAD_TOKEN: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
])

/** An answer Slack gave or withheld, not a bug of ours. */
export function isKnown(error: unknown): error is Refusal | Limited | Lost {
  return error instanceof Refusal || error instanceof Limited || error instanceof Lost
}

/** What of an error may stand in a log line. */
export function nameOf(error: unknown): string {
  return error instanceof Refusal ? error.code : error instanceof Error ? error.name : 'unknown'
}
