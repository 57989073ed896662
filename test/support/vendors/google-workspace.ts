import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

export type Person = {
  readonly id: string
  readonly primaryEmail: string
  readonly aliases?: readonly string[]
  readonly orgUnitPath: string
  readonly suspended?: boolean
  readonly archived?: boolean
  readonly organizations?: readonly object[]
  readonly relations?: readonly { readonly type: string; readonly value: string }[]
  readonly [field: string]: unknown
}
type WorkspaceGroup = { readonly id: string; readonly email: string; readonly name: string }
export type Member = {
  readonly id: string
  readonly email: string
  readonly type: 'USER' | 'GROUP' | 'EXTERNAL' | 'CUSTOMER'
  readonly role: 'MEMBER' | 'MANAGER' | 'OWNER'
  /** Active, unless said. */
  readonly status?: 'SUSPENDED'
}
type OrgUnit = {
  readonly orgUnitId: string
  readonly name: string
  readonly orgUnitPath: string
  readonly parentOrgUnitPath: string
}

/** One `feature_utilization` event; most of the real log is noise that nobody started. */
export type Activity = {
  /** RFC 3339. */
  readonly time: string
  readonly uniqueQualifier: string
  readonly email: string
  readonly app_name: string
  readonly action: string
  /** `active_generate`, `active_conversations`, …; noise: `inactive`, `unknown`. */
  readonly event_category: string
  readonly feature_source?: string
}

const AUTH = 'https://www.googleapis.com/auth/'
export const SCOPES = {
  audit: `${AUTH}admin.reports.audit.readonly`,
  users: `${AUTH}admin.directory.user.readonly`,
  groups: `${AUTH}admin.directory.group.readonly`,
  members: `${AUTH}admin.directory.group.member.readonly`,
  units: `${AUTH}admin.directory.orgunit.readonly`,
  calendars: `${AUTH}calendar.freebusy`,
} as const

/** What the Workspace holds; a test changes it between calls, and the next answer shows it. */
export type Workspace = {
  readonly customerId: string
  readonly domain: string
  /** Who a service account may act for: an admin who may read reports and the directory. */
  readonly admin: string
  /** Scopes delegated to the service account in the admin console. */
  delegated: string[]
  /** Epoch milliseconds the servers believe it is. */
  now: number
  activities: Activity[]
  people: Person[]
  groups: WorkspaceGroup[]
  /** By the group's address. */
  members: Record<string, Member[]>
  units: OrgUnit[]
  /** When a calendar is busy, by its address; one that is not here is not shared. */
  busy: Record<string, { readonly start: string; readonly end: string }[]>
}

export function workspace(over: Partial<Workspace> = {}): Workspace {
  return {
    customerId: 'C03az79cb',
    domain: 'corp.test',
    admin: 'admin@corp.test',
    delegated: Object.values(SCOPES),
    now: Date.parse('2026-11-21T12:00:00Z'),
    activities: [],
    people: [],
    groups: [],
    members: {},
    units: [],
    busy: {},
    ...over,
  }
}

export const problem = (status: number, reason: string, message: string): VendorAnswer => ({
  status,
  body: { error: { code: status, message, errors: [{ message, domain: 'global', reason }] } },
})

/** Push as a fault's answer: Google is busy for `seconds`. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(429, 'rateLimitExceeded', "Quota exceeded for quota metric 'Queries'."),
  headers: { 'retry-after': String(seconds) },
})

export type Needing = (
  scopes: readonly string[],
  handler: (request: VendorRequest) => VendorAnswer,
) => (request: VendorRequest) => VendorAnswer

/** A page of `maxResults`; its token holds only for the question it was given for. */
export function paged(
  { url }: VendorRequest,
  all: readonly object[],
  limits: { readonly most: number; readonly usual: number },
): { readonly page: readonly object[]; readonly next: object } | VendorAnswer {
  const wanted = url.searchParams.get('maxResults')
  const size = wanted === null ? limits.usual : Number(wanted)
  if (!Number.isInteger(size) || size < 1 || size > limits.most)
    return problem(
      400,
      'invalidParameter',
      `Invalid value '${wanted}'. Values must be within the range: [1, ${limits.most}]`,
    )
  const asks = new URLSearchParams(url.searchParams)
  asks.delete('pageToken')
  asks.sort()
  const question = asks.toString()
  const token = url.searchParams.get('pageToken')
  const [from, asked] =
    token === null ? ['0', question] : Buffer.from(token, 'base64url').toString().split('|')
  if (asked !== question) return problem(400, 'invalid', 'Invalid page token.')
  const end = Number(from) + size
  const next = Buffer.from(`${end}|${question}`).toString('base64url')
  return {
    page: all.slice(Number(from), end),
    next: end < all.length ? { nextPageToken: next } : {},
  }
}
