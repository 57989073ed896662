import { bad, type OpenAiCost, type OpenAiUse, openAiUsage } from './openai-usage.ts'
import { knownQuery, perMinute, Refusal, refusing, wholeNumber } from './strict.ts'
import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

export type { OpenAiCost, OpenAiUse }

export type OpenAiUser = {
  readonly id: string
  readonly email: string | null
  readonly role?: string
}
export type OpenAiProject = { readonly id: string; readonly name: string; readonly archived?: true }
export type OpenAiKey = {
  readonly id: string
  readonly name: string
  readonly project: string
  readonly user?: OpenAiUser
}
/** As the API words it; `effective_at` in unix seconds. Kept newest first. */
export type OpenAiAudit = {
  readonly id: string
  readonly type: string
  readonly effective_at: number
} & Readonly<Record<string, unknown>>

const ADMIN = 'sk-admin-test'
const SCOPES = ['api.usage.read', 'api.audit_logs.read', 'api.management.read'] as const
type Scope = (typeof SCOPES)[number]

/** Keys the server knows; a project key is known and refused. */
export const OPENAI_ADMIN_KEY = ADMIN
export const OPENAI_PROJECT_KEY = 'sk-proj-test'

const keyOf = ({ headers }: VendorRequest) =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''

const refusal = (status: number, message: string, code: string): VendorAnswer => ({
  status,
  body: { error: { message, type: 'invalid_request_error', param: null, code } },
})

/** OpenAI's organisation API on the loopback: usage, costs, audit log, users, projects and keys. */
export async function openAiServer(
  options: {
    readonly now?: number
    /** What the Admin key may read; all of it unless said. */
    readonly scopes?: readonly Scope[]
    readonly callsPerMinute?: number
  } = {},
) {
  const now = options.now ?? Date.parse('2026-11-21T12:00:00Z')
  const scopes: readonly Scope[] = options.scopes ?? SCOPES
  const state = {
    uses: [] as readonly OpenAiUse[],
    costs: [] as readonly OpenAiCost[],
    users: [] as readonly OpenAiUser[],
    projects: [] as readonly OpenAiProject[],
    keys: [] as readonly OpenAiKey[],
    audit: [] as readonly OpenAiAudit[],
  }
  const { usage, costs, expirePages } = openAiUsage({
    uses: () => state.uses,
    costs: () => state.costs,
    now,
  })
  const call = perMinute(() => options.callsPerMinute ?? Infinity)

  const needing =
    (scope: Scope, handler: (request: VendorRequest) => VendorAnswer) =>
    (request: VendorRequest): VendorAnswer => {
      if (!scopes.includes(scope))
        throw new Refusal(
          refusal(
            403,
            `You have insufficient permissions for this operation. Missing scopes: ${scope}.`,
            'missing_scope',
          ),
        )
      return handler(request)
    }

  const users = (request: VendorRequest) => {
    knownQuery(request, ['limit', 'after', 'emails[]'], bad)
    return listed(request, state.users, ({ id, email, role = 'reader' }) => ({
      object: 'organization.user',
      id,
      name: email?.split('@')[0] ?? null,
      email,
      role,
      added_at: 1_711_471_533,
    }))
  }
  const projects = (request: VendorRequest) => {
    knownQuery(request, ['limit', 'after', 'include_archived'], bad)
    const archived = request.url.searchParams.get('include_archived') === 'true'
    const shown = state.projects.filter((each) => archived || !each.archived)
    return listed(request, shown, ({ id, name, archived }) => ({
      object: 'organization.project',
      id,
      name,
      created_at: 1_711_471_533,
      archived_at: archived ? 1_761_955_200 : null,
      status: archived ? 'archived' : 'active',
    }))
  }
  const keys = (request: VendorRequest) => {
    knownQuery(request, ['limit', 'after', 'owner_project_access'], bad)
    const project = request.path['project_id'] ?? ''
    if (!state.projects.some(({ id }) => id === project)) throw bad('No such project.', 404)
    const shown = state.keys.filter((key) => key.project === project)
    return listed(request, shown, ({ id, name, user }) => ({
      object: 'organization.project.api_key',
      id,
      name,
      redacted_value: 'sk-abc...def',
      created_at: 1_711_471_533,
      last_used_at: null,
      owner_project_access: 'active',
      owner: user
        ? { type: 'user', user: { name: null, role: 'member', created_at: 1_711_471_533, ...user } }
        : {
            type: 'service_account',
            service_account: { id: `svc-${id}`, name, created_at: 1_711_471_533, role: 'member' },
          },
    }))
  }
  const audit = (request: VendorRequest) => {
    const times = ['gt', 'gte', 'lt', 'lte'].map((each) => `effective_at[${each}]`)
    const lists = ['project_ids[]', 'event_types[]', 'actor_ids[]', 'actor_emails[]']
    knownQuery(
      request,
      [...times, ...lists, 'resource_ids[]', 'tenant_only', 'limit', 'after', 'before'],
      bad,
    )
    const at = (name: string) => {
      const text = request.url.searchParams.get(`effective_at[${name}]`)
      return text === null
        ? undefined
        : wholeNumber(text, { name, least: 0, most: 4e9, otherwise: 0 }, bad)
    }
    const types = request.url.searchParams.getAll('event_types[]')
    const shown = state.audit.filter(
      ({ effective_at: when, type }) =>
        when > (at('gt') ?? -1) &&
        when >= (at('gte') ?? 0) &&
        when < (at('lt') ?? Infinity) &&
        when <= (at('lte') ?? Infinity) &&
        (types.length === 0 || types.includes(type)),
    )
    return listed(request, shown, (entry) => entry)
  }

  const routes = {
    'GET /v1/organization/usage/{kind}': needing('api.usage.read', usage),
    'GET /v1/organization/costs': needing('api.usage.read', costs),
    'GET /v1/organization/audit_logs': needing('api.audit_logs.read', audit),
    'GET /v1/organization/users': needing('api.management.read', users),
    'GET /v1/organization/projects': needing('api.management.read', projects),
    'GET /v1/organization/projects/{project_id}/api_keys': needing('api.management.read', keys),
  }
  const server = await vendorServer('api.openai.com', {
    authorize: (request) => {
      const key = keyOf(request)
      if (key === OPENAI_PROJECT_KEY)
        return refusal(401, 'Project keys cannot read the organization.', 'invalid_api_key_type')
      if (key !== ADMIN)
        return refusal(401, `Incorrect API key provided: ${key.slice(0, 3)}***.`, 'invalid_api_key')
      const wait = call()
      return wait === undefined
        ? undefined
        : {
            ...refusal(429, 'Rate limit reached.', 'rate_limit_exceeded'),
            headers: { 'retry-after': String(wait) },
          }
    },
    routes: Object.fromEntries(
      Object.entries(routes).map(([route, handler]) => [route, refusing(handler)]),
    ),
  })

  return Object.assign(server, {
    /** What was truly used, whatever was said before: the next pull sees a restatement. */
    use: (uses: readonly OpenAiUse[]) => void (state.uses = uses),
    /** Says a UTC day anew (`at` within it); with nothing, the day has shrunk to none. */
    restate: (day: string, uses: readonly OpenAiUse[]) => {
      const from = Date.parse(`${day}T00:00:00Z`) / 1000
      const kept = state.uses.filter(({ at }) => at < from || at >= from + 86_400)
      state.uses = [...kept, ...uses]
    },
    bill: (costs: readonly OpenAiCost[]) => void (state.costs = costs),
    people: (users: readonly OpenAiUser[]) => void (state.users = users),
    projects: (projects: readonly OpenAiProject[], keys: readonly OpenAiKey[] = []) => {
      state.projects = projects
      state.keys = keys
    },
    /** Adds to the audit log, which reads newest first. */
    happen: (...entries: readonly OpenAiAudit[]) => {
      state.audit = [...state.audit, ...entries].toSorted((a, b) => b.effective_at - a.effective_at)
    },
    expirePages,
  })
}

/** A page of a list that goes on after an id. */
function listed<Row extends { readonly id: string }>(
  { url }: VendorRequest,
  rows: readonly Row[],
  show: (row: Row) => Readonly<Record<string, unknown>>,
): VendorAnswer {
  const limit = wholeNumber(
    url.searchParams.get('limit'),
    { name: 'limit', least: 1, most: 100, otherwise: 20 },
    bad,
  )
  const after = url.searchParams.get('after')
  const first = after === null ? 0 : rows.findIndex(({ id }) => id === after) + 1
  if (after !== null && first === 0) throw bad(`after: no object ${after}`)
  const page = rows.slice(first, first + limit)
  return {
    body: {
      object: 'list',
      data: page.map((row) => ({ ...show(row), added_later: true })),
      first_id: page[0]?.id ?? null,
      last_id: page.at(-1)?.id ?? null,
      has_more: first + page.length < rows.length,
    },
  }
}
