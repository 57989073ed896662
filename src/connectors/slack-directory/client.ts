import type { WebClient } from '@slack/web-api'

import type { Call } from '#collect.ts'
import { type Door, faultOf, formFault, RetryLater } from '#connectors/api/fault.ts'
import { guardedFetch } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

const SCOPES = 'users:read, users:read.email and usergroups:read'
const DOOR: Door = {
  title: 'Slack',
  keyFix: `Install an app with the bot scopes ${SCOPES}, and put its bot token in DIRECTORY_SLACK_TOKEN.`,
  rightFix: `Give the app the bot scopes ${SCOPES}, and install it again.`,
}

/**
 * Slack's own client, through the guarded fetch; loaded by the first pull. Waiting is the job's: it goes
 * on with other streams.
 */
export async function slackOf(call: Call): Promise<WebClient> {
  const { LogLevel, WebClient } = await import('@slack/web-api')
  const silent = () => undefined
  return new WebClient(call.setting('DIRECTORY_SLACK_TOKEN'), {
    fetch: guardedFetch(call.fetch, { door: DOOR, now: call.now }),
    retryConfig: { retries: 2, minTimeout: 500, maxTimeout: 5000 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    // Its log would hold what the tokens and people are called.
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      getLevel: () => LogLevel.ERROR,
      setName: silent,
    },
    allowAbsoluteUrls: false,
  })
}

/** As Slack's client writes them (`ErrorCode`). */
const LIMITED = 'slack_webapi_rate_limited_error'
const REFUSED = 'slack_webapi_platform_error'

const KEYS: ReadonlySet<string> = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
])

type Failure = {
  readonly code?: string
  readonly retryAfter?: number
  readonly data?: { readonly error?: string; readonly needed?: string }
}

/** Runs a call of Slack's client. @throws UserError naming the method and the fix, RetryLater */
export async function asking<Result>(
  method: string,
  call: Call,
  run: () => Promise<Result>,
): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    throw (
      slackFault(error as Failure, method, call) ??
      faultOf(error, { door: DOOR, call: method, now: call.now() })
    )
  }
}

function slackFault({ code, retryAfter, data }: Failure, method: string, call: Call) {
  if (code === LIMITED)
    return new RetryLater(
      `Slack answered ${method} with 429: too many calls for now`,
      call.now() + Math.max(1, retryAfter ?? 60) * 1000,
    )
  if (code !== REFUSED) return undefined
  const word = /^[a-z_]{3,60}$/.test(data?.error ?? '') ? (data?.error ?? '') : ''
  if (word === '') return formFault(DOOR, method, 'another form than it documents')
  return new UserError(`Slack answered ${method} with ${word}`, fixOf(word, data?.needed))
}

function fixOf(word: string, needed: string | undefined): string {
  if (KEYS.has(word)) return DOOR.keyFix
  if (word === 'missing_scope')
    return /^[a-z:.,]{3,80}$/.test(needed ?? '')
      ? `Give the app the bot scope ${needed}, and install it again.`
      : DOOR.rightFix
  if (word === 'plan_upgrade_required')
    return 'Usergroups need a paid plan of Slack: take another directory, or rules for addresses.'
  if (word === 'missing_argument')
    return 'The token is one of an organisation: name the workspace in DIRECTORY_SLACK_TEAM.'
  return 'Run ai-usage doctor; if it finds nothing, Slack has changed this call: update AI Usage.'
}
