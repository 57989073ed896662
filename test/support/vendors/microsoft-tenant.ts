import type { VendorRequest } from './vendor-server.ts'

/** A user as `$select` may ask for it. */
export type GraphUser = {
  readonly id: string
  readonly userPrincipalName: string
  readonly mail: string | null
  readonly displayName?: string
  readonly department?: string | null
  readonly manager?: { readonly id: string } | null
  readonly [property: string]: unknown
}
/** `members` are ids of users or of groups in it. */
type GraphGroup = {
  readonly id: string
  readonly displayName: string
  readonly members: readonly string[]
}
type Sku = {
  readonly skuId: string
  readonly skuPartNumber: string
  readonly prepaidUnits: {
    readonly enabled: number
    readonly suspended: number
    readonly warning: number
  }
  readonly consumedUnits: number
}
export const APPS = [
  'Copilot Chat',
  'Microsoft Teams',
  'Word',
  'Excel',
  'PowerPoint',
  'Outlook',
  'OneNote',
  'Loop',
] as const
/** `last` is the last activity by app, `YYYY-MM-DD`. */
export type CopilotUser = {
  readonly userPrincipalName: string
  readonly displayName: string
  readonly last: Partial<Record<(typeof APPS)[number], string>>
}
export type Interaction = {
  readonly id: string
  readonly createdDateTime: string
  readonly appClass: string
  readonly [property: string]: unknown
}

/** A batch of audit records; `available` (RFC 3339) is when it could first be fetched. */
export type AuditBlob = {
  readonly id: string
  readonly contentType: string
  readonly available: string
  records: object[]
}

/** `status` as Graph's digits have it: 0 free, 1 tentative, 2 busy, 3 out of office, 4 elsewhere. */
type Meeting = { readonly start: string; readonly end: string; readonly status: number }

export const GRAPH = 'https://graph.microsoft.com'
export const MANAGE = 'https://manage.office.com'

/** What the tenant holds; a test changes it between calls, and the next answer shows it. */
export type Tenant = {
  readonly id: string
  readonly clientId: string
  clientSecret: string
  /** Another app, which may read the history of prompts. */
  readonly contentApp: { readonly clientId: string; readonly clientSecret: string }
  /** Application permissions an admin consented to, by API. */
  roles: { [GRAPH]: string[]; [MANAGE]: string[] }
  /** Epoch milliseconds the servers believe it is. */
  now: number
  users: GraphUser[]
  groups: GraphGroup[]
  skus: Sku[]
  /** `Display concealed names`: reports then hold hashes in place of names. */
  concealed: boolean
  /** The day the reports were last refreshed. */
  refreshed: string
  copilot: CopilotUser[]
  /** People with a licence as the reports count them; those of the report unless said. */
  enabled?: number
  /** By user id. */
  interactions: Record<string, Interaction[]>
  /** Content types an admin started a subscription for. */
  subscriptions: string[]
  blobs: AuditBlob[]
  /** By address; the start and end are UTC, RFC 3339. */
  meetings: Record<string, readonly Meeting[]>
}

export const ALL_ROLES = [
  'Reports.Read.All',
  'User.Read.All',
  'GroupMember.Read.All',
  'Organization.Read.All',
  'AiEnterpriseInteraction.Read.All',
  'Calendars.ReadBasic',
]

export function tenant(over: Partial<Tenant> = {}): Tenant {
  return {
    id: '7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001',
    clientId: '0f5ad2c5-6d2f-43cf-8f2b-9e6d6c2f0002',
    clientSecret: 'a~client-secret',
    contentApp: {
      clientId: '0f5ad2c5-6d2f-43cf-8f2b-9e6d6c2f0003',
      clientSecret: 'another~client-secret',
    },
    roles: { [GRAPH]: [...ALL_ROLES], [MANAGE]: ['ActivityFeed.Read'] },
    now: Date.parse('2026-11-21T12:00:00Z'),
    users: [],
    groups: [],
    skus: [],
    concealed: false,
    refreshed: '2026-11-19',
    copilot: [],
    interactions: {},
    subscriptions: ['Audit.General'],
    blobs: [],
    meetings: {},
    ...over,
  }
}

export type Claims = {
  readonly aud: string
  readonly roles: readonly string[]
  readonly exp: number
}

/** The claims of the bearer token; undefined where there is none that can be read. */
export function claimsOf({ headers }: VendorRequest): Claims | undefined {
  const [, claims] = /^Bearer [^.]+\.([^.]+)\.[^.]+$/.exec(headers.authorization ?? '') ?? []
  if (claims === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as Claims
  } catch {
    return undefined
  }
}
