import { FILES, HOST, problem, type Holdings, type SeatRow } from './github-holdings.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

export const report =
  (of: Holdings, kind: 'reports' | 'teams') =>
  ({ url }: VendorRequest): VendorAnswer => {
    const day = url.searchParams.get('day') ?? ''
    const files = of[kind][day]
    // Enterprises' description knows no 204: without data there are no links.
    if (!files && of.kind === 'orgs') return { status: 204, body: '' }
    const download_links = (files ?? []).map(
      (_, at) => `https://${FILES}/${kind}/${day}/${at}.json?sig=s%3D`,
    )
    return { body: { download_links, report_day: day } }
  }

/** Pages by number; the link names the organization by its id, as GitHub's do. */
function numbered(of: Holdings, { url }: VendorRequest, all: readonly object[]) {
  const size = Number(url.searchParams.get('per_page') ?? 50)
  const page = Number(url.searchParams.get('page') ?? 1)
  const next = new URL(
    url.pathname.replace(`/orgs/${of.name}/`, '/organizations/7/') + url.search,
    `https://${HOST}`,
  )
  next.searchParams.set('page', String(page + 1))
  const more = page * size < all.length
  return {
    rows: all.slice((page - 1) * size, page * size),
    headers: more ? { link: `<${next.href}>; rel="next", <${url.href}>; rel="first"` } : {},
  }
}

const person = ({ login, id }: Pick<SeatRow, 'login' | 'id'>) => {
  const base = `https://${HOST}/users/${login}`
  const urls = [
    'followers',
    'following',
    'gists',
    'starred',
    'subscriptions',
    'organizations',
    'repos',
    'events',
    'received_events',
  ]
  return {
    login,
    id,
    node_id: `U_${id}`,
    avatar_url: `${base}.png`,
    gravatar_id: '',
    url: base,
    html_url: base,
    ...Object.fromEntries(urls.map((name) => [`${name}_url`, `${base}/${name}`])),
    type: 'User',
    site_admin: false,
  }
}

export function seats(of: Holdings, request: VendorRequest): VendorAnswer {
  if (Number(request.url.searchParams.get('per_page') ?? 50) > 100)
    return problem(422, 'per_page is at most 100')
  const all = of.seats.map(({ login, id, plan_type = 'business', ...seat }) => ({
    assignee: person({ login, id }),
    pending_cancellation_date: null,
    last_activity_at: null,
    last_activity_editor: null,
    plan_type,
    ...seat,
  }))
  const { rows, headers } = numbered(of, request, all)
  return { headers, body: { total_seats: all.length, seats: rows } }
}

export const billed =
  (of: Holdings, kind: 'ai_credit' | 'premium_request') =>
  ({ url }: VendorRequest): VendorAnswer => {
    const [year, month, day] = ['year', 'month', 'day'].map(
      (name) => url.searchParams.get(name) ?? '',
    )
    const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
    return {
      body: {
        timePeriod: { year: Number(year), month: Number(month), day: Number(day) },
        ...(of.kind === 'orgs' ? { organization: of.name } : { enterprise: of.name }),
        usageItems: (of.billed[kind][date] ?? []).map((item) => ({
          product: 'Copilot',
          unitType: kind === 'ai_credit' ? 'credits' : 'requests',
          pricePerUnit: 0.01,
          grossQuantity: item.netAmount * 100,
          grossAmount: item.netAmount,
          discountQuantity: 0,
          discountAmount: 0,
          netQuantity: item.netAmount * 100,
          ...item,
        })),
        aNewField: 1,
      },
    }
  }

/** `action:copilot created:>=2026-11-20T00:00:00Z`, oldest or newest first, by cursor. */
export function audit(of: Holdings, { url }: VendorRequest): VendorAnswer {
  const phrase = url.searchParams.get('phrase') ?? ''
  const [, action = '', since] = /^action:(\w+)(?: created:>=([^ ]+))?$/.exec(phrase) ?? []
  if (action === '') return problem(422, `Not understood: ${phrase}`)
  const from = since === undefined ? 0 : Date.parse(since)
  if (Number.isNaN(from)) return problem(422, `Not a time: ${since}`)
  const all = of.audit
    .filter((entry) => entry.action.startsWith(`${action}.`) && entry['@timestamp'] >= from)
    .toSorted((a, b) => a['@timestamp'] - b['@timestamp'])
  if (url.searchParams.get('order') !== 'asc') all.reverse()
  const size = Number(url.searchParams.get('per_page') ?? 30)
  if (size > 100) return problem(422, 'per_page is at most 100')
  const after = Number(
    Buffer.from(url.searchParams.get('after') ?? '', 'base64url').toString() || 0,
  )
  const next = new URL(
    url.pathname.replace(`/orgs/${of.name}/`, '/organizations/7/') + url.search,
    `https://${HOST}`,
  )
  next.searchParams.set('after', Buffer.from(String(after + size)).toString('base64url'))
  return {
    headers: after + size < all.length ? { link: `<${next.href}>; rel="next"` } : {},
    body: all.slice(after, after + size).map((entry) => ({ ...entry, a_new_field: 1 })),
  }
}

/** Answers only the question for identities: any other, a mutation too, is an error of GraphQL. */
export function graphql(of: Holdings, { body }: VendorRequest): VendorAnswer {
  const { query, variables } = body as {
    query: string
    variables: { name: string; after?: string | null }
  }
  if (!query.startsWith('query ') || !query.includes('externalIdentities'))
    return { body: { errors: [{ type: 'UNKNOWN', message: 'not here' }] } }
  const nodes = of.identities?.map(({ nameId, username, login }) => ({
    samlIdentity: nameId === null ? null : { nameId },
    scimIdentity: username === null ? null : { username },
    user: login === null ? null : { login },
  }))
  const from = Number(variables.after ?? 0)
  const [, size = '0'] = /first: (\d+)/.exec(query) ?? []
  const end = from + Math.min(Number(size), 2)
  const samlIdentityProvider = nodes
    ? {
        externalIdentities: {
          pageInfo: { hasNextPage: end < nodes.length, endCursor: String(end) },
          nodes: nodes.slice(from, end),
        },
      }
    : null
  if (variables.name !== of.name)
    return {
      body: {
        data: null,
        errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to an Organization' }],
      },
    }
  return {
    body: {
      data: query.includes('organization(')
        ? { organization: { samlIdentityProvider } }
        : { enterprise: { ownerInfo: { samlIdentityProvider } } },
    },
  }
}
