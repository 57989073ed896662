import type { VendorAnswer } from './vendor-server.ts'

export type SeatRow = {
  readonly login: string
  readonly id: number
  readonly created_at: string
  readonly last_activity_at?: string | null
  readonly pending_cancellation_date?: string | null
  readonly plan_type?: 'business' | 'enterprise' | 'unknown'
}
type BilledItem = {
  readonly sku: string
  readonly model: string
  readonly netAmount: number
  readonly grossAmount?: number
}
type AuditEntry = {
  readonly '@timestamp': number
  readonly _document_id: string
  readonly action: string
  readonly [field: string]: unknown
}
type Identity = {
  readonly nameId: string | null
  readonly username: string | null
  readonly login: string | null
}

/** What an organization or enterprise holds; a test changes it between calls. */
export type Holdings = {
  readonly kind: 'orgs' | 'enterprises'
  readonly name: string
  token: string
  /** Of a classic token; shown in every answer. */
  scopes: readonly string[]
  /** `2027-01-01 00:00:00 UTC`; null for a token that never expires. */
  expires: string | null
  /** Of a day, the report's files and their lines. A day that is not here is not published. */
  reports: Record<string, (readonly (object | string)[])[]>
  /** The same of who is in which team. */
  teams: Record<string, (readonly (object | string)[])[]>
  linksExpired: boolean
  seats: SeatRow[]
  /** By kind and day. */
  billed: Record<'ai_credit' | 'premium_request', Record<string, BilledItem[]>>
  audit: AuditEntry[]
  /** Null: no SAML is set up. */
  identities: Identity[] | null
}

export function holdings(over: Partial<Holdings> = {}): Holdings {
  return {
    kind: 'orgs',
    name: 'acme',
    token: 'ghp_token',
    scopes: ['read:org', 'read:audit_log'],
    expires: '2027-01-01 00:00:00 UTC',
    reports: {},
    teams: {},
    linksExpired: false,
    seats: [],
    billed: { ai_credit: {}, premium_request: {} },
    audit: [],
    identities: null,
    ...over,
  }
}

export const HOST = 'api.github.com'
export const FILES = 'copilot-reports-production-a1b2c3.b01.azurefd.net'

export const problem = (status: number, message: string): VendorAnswer => ({
  status,
  body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
})

/** Push as a fault's answer: the secondary rate limit, for `seconds`. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(403, 'You have exceeded a secondary rate limit. Please wait a few minutes.'),
  headers: { 'retry-after': String(seconds) },
})

/** Push as a fault's answer: no calls are left until `reset`, in unix seconds. */
export const EXHAUSTED = (reset: number): VendorAnswer => ({
  ...problem(403, 'API rate limit exceeded for user ID 1.'),
  headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
})

/** Push as a fault's answer: the token is not authorized for the organization's single sign-on. */
export const SSO: VendorAnswer = {
  ...problem(403, 'Resource protected by organization SAML enforcement.'),
  headers: {
    'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=1',
  },
}
