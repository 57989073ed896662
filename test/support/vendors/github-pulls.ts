import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

/** A pull request as its company has it; the title is what no answer of ours should ever hold. */
export type Pull = {
  readonly author: string | null
  readonly createdAt: string
  readonly mergedAt?: string
  readonly lines?: number
  /** By whom and when. */
  readonly reviews?: readonly (readonly [login: string, at: string])[]
}

const GITHUB_PULLS_TOKEN = 'github_pat_pulls'
const MOST_FOUND = 1000
const PAGE = 100

const actor = (login: string | null) =>
  login === null
    ? null
    : { kind: login.endsWith('-app') ? 'Bot' : 'User', login: login.replace(/-app$/, '') }

const connection = (all: readonly object[], after: unknown, most: number = all.length) => {
  const from = after === null ? 0 : Number(after)
  const reach = Math.min(all.length, most)
  const to = Math.min(from + PAGE, reach)
  return {
    pageInfo: { hasNextPage: to < reach, endCursor: to < reach ? String(to) : null },
    nodes: all.slice(from, to),
  }
}

const SPAN = /^org:(\S+) is:pr (created|merged):(\S+)\.\.(\S+) sort:created-asc$/

function search(pulls: readonly Pull[], { search: text, after }: Asked['variables']) {
  const [, org, by, from, to] = SPAN.exec(String(text)) ?? []
  if (org !== 'acme' || by === undefined || from === undefined || to === undefined)
    return { data: { search: { issueCount: 0, ...connection([], null) } } }
  const last = to.length === 10 ? `${to}T23:59:59Z` : to
  const within = pulls.filter(({ createdAt, mergedAt }) => {
    const at = by === 'created' ? createdAt : mergedAt
    return at !== undefined && at >= from && at <= last
  })
  const found = within.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))
  const nodes = found.map(({ author, createdAt, mergedAt = null, lines = 10, reviews = [] }) => ({
    author: actor(author),
    createdAt,
    mergedAt,
    additions: lines,
    deletions: 0,
    reviews: {
      nodes: reviews.map(([login, submittedAt]) => ({ author: actor(login), submittedAt })),
    },
    aNewField: 1,
  }))
  // Of what a search finds, its first thousand can be read.
  return { data: { search: { issueCount: nodes.length, ...connection(nodes, after, MOST_FOUND) } } }
}

type Asked = {
  readonly query: string
  readonly variables: Readonly<Record<string, string | null>>
}

/** What an organisation has of pull requests. */
export type PullHoldings = { readonly members: readonly string[]; readonly pulls: readonly Pull[] }

/** Whether a request is one of the connector of pull requests, which has a token of its own. */
export const asksForPulls = ({ headers }: Pick<VendorRequest, 'headers'>): boolean =>
  /^(token|bearer) github_pat_pulls$/.test(headers.authorization ?? '')

export const PULLS_SETTINGS = { GITHUB_PULLS_TOKEN, GITHUB_PULLS_ORG: 'acme' } as const

/** GitHub's GraphQL endpoint, as far as its documentation says how members and searches answer. */
export const answerPulls =
  (of: PullHoldings) =>
  ({ body }: VendorRequest): VendorAnswer => {
    const { query, variables } = body as Asked
    if (query.startsWith('query PullRequests')) return { body: search(of.pulls, variables) }
    if (variables['org'] !== 'acme')
      return { body: { data: { organization: null }, errors: [{ type: 'NOT_FOUND' }] } }
    const logins = of.members.map((login) => ({ login }))
    const membersWithRole = connection(logins, variables['after'] ?? null)
    return { body: { data: { organization: { membersWithRole } } } }
  }

/** A server that knows pull requests and nothing else. */
export async function githubPulls(of: PullHoldings) {
  const server = await vendorServer('api.github.com', {
    authorize: (request) =>
      asksForPulls(request) ? undefined : { status: 401, body: { message: 'Bad credentials' } },
    routes: { 'POST /graphql': answerPulls(of) },
  })
  return Object.assign(server, { settings: PULLS_SETTINGS })
}
