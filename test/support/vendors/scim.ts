import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User'
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error'
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** A user as the service stores it; what is left out is not sent, as RFC 7643 allows. */
export type ScimUser = {
  readonly id: string
  readonly userName: string
  readonly externalId?: string
  readonly active?: boolean
  readonly emails?: readonly {
    readonly value: string
    readonly type?: string
    readonly primary?: boolean
  }[]
  readonly [ENTERPRISE]?: {
    readonly department?: string
    readonly division?: string
    readonly organization?: string
    readonly costCenter?: string
    readonly employeeNumber?: string
    readonly manager?: { readonly value: string; readonly displayName?: string }
  }
  readonly [attribute: string]: unknown
}
/** `members` are ids of users, or of groups in it. */
export type ScimGroup = {
  readonly id: string
  readonly displayName: string
  readonly members: readonly string[]
}

/** What the service holds; a test changes it between calls, and the next answer shows it. */
export type ScimHoldings = {
  token: string
  users: ScimUser[]
  groups: ScimGroup[]
  /** The most resources of one page, however many were asked for. */
  mostPerPage: number
  /** What its paths begin with; some services have nothing there. */
  readonly base: string
}

const problem = (status: number, detail: string, scimType?: string): VendorAnswer => ({
  status,
  headers: { 'content-type': 'application/scim+json' },
  // RFC 7644, 3.12: the status is a string.
  body: { schemas: [ERROR], status: String(status), detail, ...(scimType && { scimType }) },
})

/** Push as a fault's answer: the service is busy for `seconds`. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(429, 'Too many requests'),
  headers: { 'retry-after': String(seconds), 'content-type': 'application/scim+json' },
})

/** The simple filters we know: `userName eq "x"`, `active eq true`; others are refused, as RFC 7644 says. */
function filtered(all: readonly object[], filter: string | null): readonly object[] | undefined {
  if (filter === null) return all
  const [, name = '', quoted, bare] =
    /^(userName|externalId|displayName|id|active) eq (?:"([^"]*)"|(true|false))$/i.exec(filter) ??
    []
  const wanted = quoted ?? bare
  if (wanted === undefined) return undefined
  return all.filter(
    (one) => String((one as Record<string, unknown>)[name]).toLowerCase() === wanted.toLowerCase(),
  )
}

/** 1-based `startIndex`; a page may be smaller than asked, and only `totalResults` tells the end. */
function listed(
  of: ScimHoldings,
  { url: { searchParams } }: VendorRequest,
  all: readonly object[],
): VendorAnswer {
  const found = filtered(all, searchParams.get('filter'))
  if (!found) return problem(400, 'The filter is not supported here.', 'invalidFilter')
  const number = (name: string, usual: number) => {
    const written = searchParams.get(name)
    return written === null ? usual : Number(written)
  }
  // RFC 7644, 3.4.2.4: less than 1 is read as 1, a negative count as 0.
  const start = Math.max(1, number('startIndex', 1))
  const count = Math.min(Math.max(0, number('count', of.mostPerPage)), of.mostPerPage)
  if (!Number.isInteger(start) || !Number.isInteger(count))
    return problem(400, 'startIndex and count are whole numbers.', 'invalidValue')
  const Resources = found.slice(start - 1, start - 1 + count)
  return {
    headers: { 'content-type': 'application/scim+json;charset=utf-8' },
    body: {
      schemas: [LIST],
      totalResults: found.length,
      itemsPerPage: Resources.length,
      startIndex: start,
      // An empty list may leave Resources out.
      ...(Resources.length > 0 && { Resources }),
    },
  }
}

const shownUser = (of: ScimHoldings, user: ScimUser, base: string) => ({
  schemas: [USER, ...(user[ENTERPRISE] ? [ENTERPRISE] : []), 'urn:corp:extension:1.0:User'],
  ...user,
  groups: of.groups
    .filter(({ members }) => members.includes(user.id))
    .map(({ id, displayName }) => ({ value: id, display: displayName, type: 'direct' })),
  meta: { resourceType: 'User', location: `${base}/Users/${user.id}` },
  'urn:corp:extension:1.0:User': { aNewField: 1 },
})

const shownGroup = (of: ScimHoldings, { id, displayName, members }: ScimGroup, base: string) => ({
  schemas: [GROUP],
  id,
  displayName,
  members: members.map((value) => {
    const type = of.groups.some((group) => group.id === value) ? 'Group' : 'User'
    return { value, type, $ref: `${base}/${type}s/${value}` }
  }),
  meta: { resourceType: 'Group', location: `${base}/Groups/${id}` },
})

/** A SCIM 2.0 service provider (RFC 7643, 7644) at `https://scim.corp.test/scim/v2`, unless said. Pages hold two. */
export async function scim(over: Partial<ScimHoldings> = {}) {
  const of: ScimHoldings = {
    token: 'scim-token',
    users: [],
    groups: [],
    mostPerPage: 2,
    base: '/scim/v2',
    ...over,
  }
  const url = `https://scim.corp.test${of.base}`
  const server = await vendorServer('scim.corp.test', {
    routes: {
      [`GET ${of.base}/Users`]: (request) =>
        listed(
          of,
          request,
          of.users.map((user) => shownUser(of, user, url)),
        ),
      [`GET ${of.base}/Groups`]: (request) =>
        listed(
          of,
          request,
          of.groups.map((group) => shownGroup(of, group, url)),
        ),
      [`GET ${of.base}/Users/{id}`]: ({ path }) => {
        const user = of.users.find(({ id }) => id === path['id'])
        return user
          ? { body: shownUser(of, user, url) }
          : problem(404, `Resource ${path['id']} not found`)
      },
      [`GET ${of.base}/ServiceProviderConfig`]: () => ({
        body: {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
          patch: { supported: true },
          filter: { supported: true, maxResults: of.mostPerPage },
          authenticationSchemes: [{ type: 'oauthbearertoken', name: 'Bearer', description: '' }],
        },
      }),
    },
    authorize: ({ headers }) =>
      headers.authorization === `Bearer ${of.token}`
        ? undefined
        : problem(401, 'Authorization failure. The authorization header is invalid or missing.'),
  })
  return { ...server, holdings: of, url }
}
