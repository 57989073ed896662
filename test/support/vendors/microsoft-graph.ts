import { claimsOf, GRAPH, type GraphUser, type Tenant } from './microsoft-tenant.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

export const problem = (status: number, code: string, message: string): VendorAnswer => ({
  status,
  body: {
    error: { code, message, innerError: { date: '2026-11-21T12:00:00', 'request-id': '0' } },
  },
})
export const bad = (message: string) => problem(400, 'BadRequest', message)

/** Push as a fault's answer: Graph is busy for `seconds`. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(429, 'TooManyRequests', 'Too many requests'),
  headers: { 'retry-after': String(seconds) },
})

export type Handler = (request: VendorRequest) => VendorAnswer

/** Needs one of `roles`, as an application permission. */
export function needing(of: Tenant, roles: readonly string[], handler: Handler): Handler {
  return (request) => {
    const claims = claimsOf(request)
    if (!claims) return problem(401, 'InvalidAuthenticationToken', 'Access token is empty.')
    if (claims.aud !== GRAPH)
      return problem(
        401,
        'InvalidAuthenticationToken',
        'Access token validation failure. Invalid audience.',
      )
    if (claims.exp * 1000 <= of.now)
      return problem(
        401,
        'InvalidAuthenticationToken',
        'Lifetime validation failed, the token is expired.',
      )
    if (roles.some((role) => claims.roles.includes(role))) return handler(request)
    return roles.includes('Reports.Read.All')
      ? problem(403, 'S2SUnauthorized', 'Invalid permission.')
      : problem(
          403,
          'Authorization_RequestDenied',
          'Insufficient privileges to complete the operation.',
        )
  }
}

/** A page of `$top`, by a `$skiptoken` that holds only for the same question. */
export function paged(
  { url }: VendorRequest,
  all: readonly object[],
  limits: { most: number; usual: number },
) {
  const wanted = url.searchParams.get('$top')
  const top = wanted === null ? limits.usual : Number(wanted)
  if (!Number.isInteger(top) || top < 1 || top > limits.most)
    return problem(
      400,
      'Request_UnsupportedQuery',
      `Invalid page size specified: '${wanted}'. Must be between 1 and ${limits.most} inclusive.`,
    )
  const token = url.searchParams.get('$skiptoken')
  const [, skip] = /^m~(\d+)$/.exec(token ?? 'm~0') ?? []
  if (skip === undefined)
    return problem(
      400,
      'Directory_ExpiredPageToken',
      'The specified page token value has expired and can no longer be included in your request.',
    )
  const from = Number(skip)
  const next = new URL(url.pathname + url.search, GRAPH)
  next.searchParams.set('$skiptoken', `m~${from + top}`)
  return {
    body: {
      '@odata.context': `${GRAPH}/v1.0/$metadata#collection`,
      ...(from + top < all.length && { '@odata.nextLink': next.href }),
      value: all.slice(from, from + top),
    },
  }
}

/** What a user shows without `$select`. */
const USUAL = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
]

function shownUser(user: GraphUser, { searchParams }: URL): object {
  const select = searchParams.get('$select')?.split(',') ?? USUAL
  const manager = /^manager(?:\(\$select=id\))?$/.test(searchParams.get('$expand') ?? '')
  return {
    ...Object.fromEntries(select.map((name) => [name, user[name] ?? null])),
    ...(manager && user.manager && { manager: user.manager }),
  }
}

function users(of: Tenant, request: VendorRequest): VendorAnswer {
  if (request.url.searchParams.has('$filter')) return bad('The filter is not supported here.')
  return paged(
    request,
    of.users.map((user) => shownUser(user, request.url)),
    { most: 999, usual: 100 },
  )
}

function groups(of: Tenant, request: VendorRequest): VendorAnswer {
  const all = of.groups.map(({ id, displayName }) => ({
    id,
    displayName,
    securityEnabled: true,
    groupTypes: [],
  }))
  return paged(request, all, { most: 999, usual: 100 })
}

/** Everybody in it and in the groups in it, once. */
function within(of: Tenant, id: string, seen = new Set([id])): ReadonlySet<string> {
  for (const member of of.groups.find((group) => group.id === id)?.members ?? []) {
    if (seen.has(member)) continue
    seen.add(member)
    within(of, member, seen)
  }
  return seen
}

function members(of: Tenant, request: VendorRequest, only?: 'users'): VendorAnswer {
  const id = request.path['id'] ?? ''
  if (!of.groups.some((group) => group.id === id))
    return problem(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    )
  if (
    only &&
    (request.headers['consistencylevel'] !== 'eventual' ||
      request.url.searchParams.get('$count') !== 'true')
  )
    return bad('OData cast needs the header ConsistencyLevel: eventual and $count=true.')
  const ids = within(of, id)
  const people = of.users
    .filter((user) => ids.has(user.id))
    .map((user) => ({ '@odata.type': '#microsoft.graph.user', ...shownUser(user, request.url) }))
  const nested = of.groups
    .filter((group) => ids.has(group.id) && group.id !== id)
    .map(({ id, displayName }) => ({ '@odata.type': '#microsoft.graph.group', id, displayName }))
  return paged(request, only ? people : [...people, ...nested], { most: 999, usual: 100 })
}

const GROUP = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All']
const SKU = ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All']

export function directoryRoutes(of: Tenant): VendorOptions['routes'] {
  const skus = () =>
    of.skus.map((sku) => ({ ...sku, capabilityStatus: 'Enabled', appliesTo: 'User', aNewField: 1 }))
  return {
    'GET /v1.0/subscribedSkus': needing(of, SKU, () => ({ body: { value: skus() } })),
    'GET /v1.0/users': needing(of, ['User.Read.All', 'Directory.Read.All'], (request) =>
      users(of, request),
    ),
    'GET /v1.0/groups': needing(of, GROUP, (request) => groups(of, request)),
    'GET /v1.0/groups/{id}/transitiveMembers': needing(of, GROUP, (request) =>
      members(of, request),
    ),
    'GET /v1.0/groups/{id}/transitiveMembers/microsoft.graph.user': needing(of, GROUP, (request) =>
      members(of, request, 'users'),
    ),
  }
}
