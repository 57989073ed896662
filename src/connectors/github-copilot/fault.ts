import { type CallName, type Door, faultOf, RetryLater } from '#connectors/api/fault.ts'
import { UserError } from '#core/errors.ts'

import type { Place } from './place.ts'

/** What a stream needs the token to be allowed; the sentences go on "Give the token …". */
const RIGHTS = {
  reports: {
    orgs: 'read:org, or the organization permission Copilot metrics: read',
    enterprises: 'read:enterprise, or the enterprise permission Copilot metrics: read',
  },
  seats: {
    orgs: 'read:org, as an owner, or the organization permission GitHub Copilot Business: read',
    enterprises: 'read:enterprise, as an owner or billing manager',
  },
  billing: {
    orgs: 'an owner of the organization as its maker, or the organization permission Administration: read',
    enterprises: 'an owner or billing manager of the enterprise as its maker',
  },
  audit: { orgs: 'read:audit_log, as an owner', enterprises: 'read:audit_log, as an owner' },
  identities: { orgs: 'read:org, as an owner', enterprises: 'read:enterprise, as an owner' },
} as const

export type Right = keyof typeof RIGHTS

export function doorOf(right: Right, { kind }: Place): Door {
  const policy =
    right === 'reports' ? ' And set the policy Copilot usage metrics to Enabled everywhere.' : ''
  const rightFix = `Give the token ${RIGHTS[right][kind]}.${policy}`
  return {
    title: 'GitHub Copilot',
    keyFix: 'Make a new token as the recipe says and put it in GITHUB_COPILOT_TOKEN.',
    rightFix,
    placeFix: `Check GITHUB_COPILOT_PLACE. ${rightFix}`,
  }
}

type Answered = {
  readonly status?: number
  readonly message: string
  readonly response?: { readonly headers?: Readonly<Record<string, string | number | undefined>> }
  readonly errors?: readonly { readonly type?: string }[]
}

type Where = { readonly door: Door; readonly call: CallName; readonly now: number }

/** GraphQL's budget is of an hour. */
const HOUR = 3_600_000

/** GitHub says "wait" and "sign on" with a 403 as well, and GraphQL refuses with a 200. */
export function githubFault(error: unknown, where: Where): Error {
  if (!(error instanceof Error) || error instanceof UserError) return faultOf(error, where)
  const { status, message, response, errors } = error as Answered
  const headers = response?.headers ?? {}
  if (status === 403 || status === 429) {
    const limited = waitUntil(message, headers, where)
    if (limited !== undefined)
      return new RetryLater(`GitHub allows no more calls for now (${where.call})`, limited)
    if (String(headers['x-github-sso'] ?? '').startsWith('required'))
      return new UserError(
        `${where.door.title} answered ${where.call} with 403: the token is not authorized for single sign-on`,
        'Open the token in GitHub, choose Configure SSO, and authorize it for the organization.',
      )
  }
  const [refused] = errors?.flatMap(({ type }) => (type === undefined ? [] : [type])) ?? []
  if (refused === undefined) return faultOf(error, where)
  if (/RATE_LIMITED/.test(refused))
    return new RetryLater(`GitHub allows no more calls for now (${where.call})`, where.now + HOUR)
  const fix = refused === 'NOT_FOUND' ? where.door.placeFix : where.door.rightFix
  return new UserError(
    `${where.door.title} refused ${where.call} (${/^[A-Z_]{2,40}$/.test(refused) ? refused : 'error'})`,
    fix ?? where.door.rightFix,
  )
}

/** Epoch milliseconds; undefined when the refusal is not about too many calls. */
function waitUntil(
  message: string,
  headers: NonNullable<NonNullable<Answered['response']>['headers']>,
  { now }: Where,
): number | undefined {
  if (/\bsecondary rate\b/i.test(message))
    return now + (Number(headers['retry-after']) || 60) * 1000
  if (String(headers['x-ratelimit-remaining']) !== '0') return undefined
  return Math.max(Number(headers['x-ratelimit-reset']) * 1000 || 0, now) + 1000
}
