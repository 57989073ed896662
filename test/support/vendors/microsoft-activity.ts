import { claimsOf, MANAGE, type Tenant } from './microsoft-tenant.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const PAGE = 2
const DAY = 86_400_000

const problem = (status: number, code: string, message: string): VendorAnswer => ({
  status,
  body: { error: { code, message } },
})

/** Push as a fault's answer: the feed is busy for `seconds`. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(
    429,
    'AF429',
    'Too many requests. Method=GET, PublisherId=00000000-0000-0000-0000-000000000000',
  ),
  headers: { 'retry-after': String(seconds) },
})

type Handler = (request: VendorRequest) => VendorAnswer

function allowed(of: Tenant, handler: Handler): Handler {
  return (request) => {
    const claims = claimsOf(request)
    if (!claims || claims.aud !== MANAGE || claims.exp * 1000 <= of.now)
      return problem(401, 'AF10001', 'Authorization has been denied for this request.')
    if (request.path['tenant'] !== of.id)
      return problem(
        400,
        'AF20010',
        'The tenant ID passed in the URL does not match the tenant ID passed in the access token.',
      )
    if (!claims.roles.includes('ActivityFeed.Read'))
      return problem(
        403,
        'AF10001',
        'The permission set () sent in the request did not include the expected permission ActivityFeed.Read.',
      )
    return handler(request)
  }
}

const TYPES: ReadonlySet<string> = new Set([
  'Audit.AzureActiveDirectory',
  'Audit.Exchange',
  'Audit.SharePoint',
  'Audit.General',
  'DLP.All',
])

/** Times without a zone are UTC, to the minute or the second. */
function timeOf(text: string): number {
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?Z?$/.test(text)) return Number.NaN
  return Date.parse(text.endsWith('Z') ? text : text.length === 10 ? text : `${text}Z`)
}

function span(of: Tenant, { searchParams }: URL): readonly [number, number] | undefined {
  const [start, end] = [searchParams.get('startTime'), searchParams.get('endTime')]
  if (start === null && end === null) return [of.now - DAY, of.now]
  const [from, to] = [timeOf(start ?? ''), timeOf(end ?? '')]
  const fits = from < to && to - from <= DAY && from >= of.now - 7 * DAY
  return fits ? [from, to] : undefined
}

function content(of: Tenant, { url }: VendorRequest): VendorAnswer {
  const type = url.searchParams.get('contentType') ?? ''
  if (!TYPES.has(type)) return problem(400, 'AF20020', `The specified content type is not valid.`)
  if (!of.subscriptions.includes(type))
    return problem(400, 'AF20022', 'No subscription found for the specified content type')
  const between = span(of, url)
  if (!between)
    return problem(
      400,
      'AF20030',
      'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time prior to end time and start time no more than 7 days in the past.',
    )
  const all = of.blobs.filter(({ contentType, available }) => {
    const at = Date.parse(available)
    return contentType === type && at >= between[0] && at < between[1] && at <= of.now
  })
  const from = Number(url.searchParams.get('nextPage') ?? 0)
  const next = new URL(url.pathname + url.search, MANAGE)
  next.searchParams.set('nextPage', String(from + PAGE))
  return {
    headers: from + PAGE < all.length ? { NextPageUri: next.href } : {},
    body: all.slice(from, from + PAGE).map(({ id, available }) => ({
      contentType: type,
      contentId: id,
      contentUri: `${MANAGE}/api/v1.0/${of.id}/activity/feed/audit/${id}`,
      contentCreated: available,
      contentExpiration: new Date(Date.parse(available) + 7 * DAY).toISOString(),
    })),
  }
}

function blob(of: Tenant, { path }: VendorRequest): VendorAnswer {
  const found = of.blobs.find(({ id }) => id === path['id'])
  if (!found)
    return problem(404, 'AF20050', `The specified content (${path['id']}) does not exist.`)
  if (Date.parse(found.available) + 7 * DAY < of.now)
    return problem(
      400,
      'AF20051',
      `Content requested with the key ${path['id']} has already expired. Content older than 7 days cannot be retrieved.`,
    )
  return { body: found.records.map((record) => ({ ...record, ANewField: 1 })) }
}

function subscriptions(of: Tenant): VendorAnswer {
  return {
    body: of.subscriptions.map((contentType) => ({
      contentType,
      status: 'enabled',
      webhook: null,
    })),
  }
}

/** Pages hold two blobs, so that every test pages. `subscriptions/start` is the admin's: 404 here. */
export function activityRoutes(of: Tenant): VendorOptions['routes'] {
  const feed = '/api/v1.0/{tenant}/activity/feed'
  return {
    [`GET ${feed}/subscriptions/list`]: allowed(of, () => subscriptions(of)),
    [`GET ${feed}/subscriptions/content`]: allowed(of, (request) => content(of, request)),
    [`GET ${feed}/audit/{id}`]: allowed(of, (request) => blob(of, request)),
  }
}
