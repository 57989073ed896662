import {
  type CallName,
  type Door,
  faultOf,
  RetryLater,
  retryAfterMs,
} from '#connectors/api/fault.ts'
import { UserError } from '#core/errors.ts'

const AUTH = 'https://www.googleapis.com/auth/'
export const SCOPES = {
  audit: `${AUTH}admin.reports.audit.readonly`,
  users: `${AUTH}admin.directory.user.readonly`,
  groups: `${AUTH}admin.directory.group.readonly`,
  calendars: `${AUTH}calendar.freebusy`,
} as const
export type Scope = keyof typeof SCOPES

export const KEY_FIX =
  'Make a new key of the service account and put its JSON in GOOGLE_SERVICE_ACCOUNT, or its file in GOOGLE_SERVICE_ACCOUNT_FILE.'

export function doorOf(scope: Scope): Door {
  const rightFix = `In the Google Admin console, under Security, Access and data control, API controls, Domain-wide delegation, give the client ID of the service account the scope ${SCOPES[scope]}, and see that GOOGLE_ADMIN is an admin who may read this.`
  return { title: 'Google', keyFix: KEY_FIX, rightFix, placeFix: rightFix }
}

type Answered = { readonly headers: Headers; readonly status: number; readonly data?: unknown }

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

/** Google says "too many calls" with a 403 as well. */
export function limited({ status, data }: Answered): boolean {
  const errors = field(field(data, 'error'), 'errors')
  const reason: unknown = Array.isArray(errors) ? field(errors[0], 'reason') : undefined
  return status === 403 && /ratelimit|quotaexceeded/i.test(String(reason))
}

/** What the client threw, its refusals of a token included. Addresses in Google's words are not shown. */
export function googleFault(
  error: unknown,
  where: {
    readonly door: Door
    readonly call: CallName
    readonly now: number
    readonly scope: Scope
  },
): Error {
  const response = field(error, 'response') as Answered | undefined
  if (error instanceof UserError || !response) return faultOf(error, where)
  const refused = field(response.data, 'error')
  if (typeof refused === 'string') return tokenFault(refused, response.data, where.door)
  if (!limited(response)) return faultOf(error, where)
  const wait = retryAfterMs(response.headers, where.now) ?? 60_000
  return new RetryLater(
    `Google answered ${where.call} with 403: too many calls for now`,
    where.now + Math.max(wait, 1000),
  )
}

const REFUSALS: readonly (readonly [RegExp, string, string])[] = [
  [/jwt signature/i, 'the key is deleted or not of this account', KEY_FIX],
  [/account not found/i, 'there is no such service account', KEY_FIX],
  [
    /email|user id/i,
    'GOOGLE_ADMIN is nobody in the Workspace',
    'Put the address of an admin in GOOGLE_ADMIN.',
  ],
  [/timeframe/i, "this machine's clock is wrong", 'Set the clock.'],
]

function tokenFault(refused: string, data: unknown, door: Door): UserError {
  if (refused === 'unauthorized_client')
    return new UserError(
      'Google refused a token: the service account may not act for the admin with this scope',
      door.rightFix,
    )
  const said = String(field(data, 'error_description'))
  const [, why, fix] = REFUSALS.find(([words]) => words.test(said)) ?? []
  const code = /^[a-z_]{3,40}$/.test(refused) ? refused : 'no reason'
  return new UserError(`Google refused a token: ${why ?? code}`, fix ?? KEY_FIX)
}
