import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

type Person = { readonly username: string; readonly bot?: boolean }
export type MergeRequest = {
  readonly author: Person | null
  readonly createdAt: string
  readonly mergedAt?: string
  readonly lines?: number
  readonly comments?: readonly (readonly [by: Person, at: string])[]
}

const GITLAB_TOKEN = 'glpat-reads'
const MOST = { MergeRequests: 50, Members: 100 } as const

type Asked = {
  readonly query: string
  readonly variables: Readonly<Record<string, string | null>>
}

function page(all: readonly object[], after: string | null | undefined, size: number) {
  const from = Number(after ?? 0)
  const more = from + size < all.length
  return {
    pageInfo: { hasNextPage: more, endCursor: more ? String(from + size) : null },
    nodes: all.slice(from, from + size),
  }
}

const shown = ({ username, bot = false }: Person) => ({ username, bot })

/** GitLab's GraphQL, as far as its reference says how groups answer. */
export async function gitlab(of: {
  readonly members: readonly Person[]
  readonly requests: readonly MergeRequest[]
}) {
  const listed = ({ query, variables }: Asked) => {
    const at = query.includes('createdAfter') ? 'createdAt' : 'mergedAt'
    const { from, until, after } = variables
    const found = of.requests.filter((one) => {
      const when = one[at]
      return when !== undefined && when >= (from ?? '') && when <= (until ?? '')
    })
    const nodes = found.map(
      ({ author, createdAt, mergedAt = null, lines = 10, comments = [] }) => ({
        author: author && shown(author),
        createdAt,
        mergedAt,
        diffStatsSummary: { additions: lines, deletions: 0 },
        notes: { nodes: comments.map(([by, at]) => ({ author: shown(by), createdAt: at })) },
        aNewField: 1,
      }),
    )
    return { mergeRequests: page(nodes, after, MOST.MergeRequests) }
  }
  const server = await vendorServer('gitlab.corp.test', {
    authorize: ({ headers }) =>
      headers.authorization === `Bearer ${GITLAB_TOKEN}`
        ? undefined
        : { status: 401, body: { message: '401 Unauthorized' } },
    routes: {
      'POST /api/graphql': ({ body }: VendorRequest): VendorAnswer => {
        const asked = body as Asked
        if (asked.variables['group'] !== 'acme/eng') return { body: { data: { group: null } } }
        if (asked.query.startsWith('query MergeRequests'))
          return { body: { data: { group: listed(asked) } } }
        const nodes = of.members.map((member) => ({ user: shown(member) }))
        const groupMembers = page(nodes, asked.variables['after'], MOST.Members)
        return { body: { data: { group: { groupMembers } } } }
      },
    },
  })
  const settings = {
    GITLAB_TOKEN,
    GITLAB_GROUP: 'acme/eng',
    GITLAB_URL: 'https://gitlab.corp.test',
  }
  return Object.assign(server, { settings })
}
