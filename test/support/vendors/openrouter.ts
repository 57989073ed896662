import { knownQuery, Refusal, refusing, wholeNumber } from './strict.ts'
import { type VendorRequest, vendorServer } from './vendor-server.ts'

/** What one member used through one key; the server sums over what a call does not ask for. */
export type OpenRouterUse = {
  readonly date: string
  readonly user_id: string
  readonly api_key_hash?: string
  readonly workspace_id?: string
  readonly model: string
  readonly model_permaslug?: string
  readonly endpoint_id: string
  readonly provider_name: string
  /** US dollars; the vendor answers JSON numbers. */
  readonly usage: number
  readonly byok_usage_inference: number
  readonly requests: number
  readonly prompt_tokens: number
  readonly completion_tokens: number
  readonly reasoning_tokens: number
}

export type OpenRouterMember = {
  readonly id: string
  readonly email: string
  readonly first_name?: string
  readonly last_name?: string
  readonly role?: string
}

export const MANAGEMENT_KEY = 'sk-or-v1-management'
/** A key that may ask models and nothing else. */
export const INFERENCE_KEY = 'sk-or-v1-inference'

const DAY = 86_400_000
const error = (status: number, message: string) =>
  new Refusal({ status, body: { error: { code: status, message } } })
const bad = (message: string) => error(400, message)

const NUMBERS = [
  'usage',
  'byok_usage_inference',
  'requests',
  'prompt_tokens',
  'completion_tokens',
  'reasoning_tokens',
] as const

/** OpenRouter's activity and members on the loopback. */
export async function openrouterServer(options: { readonly now?: number } = {}) {
  const now = options.now ?? Date.parse('2026-11-21T12:00:00Z')
  const state = {
    uses: [] as readonly OpenRouterUse[],
    members: [] as readonly OpenRouterMember[],
  }
  const dayAgo = (n: number) => new Date(now - n * DAY).toISOString().slice(0, 10)

  const activity = (request: VendorRequest) => {
    const query = request.url.searchParams
    knownQuery(request, ['date', 'api_key_hash', 'user_id', 'workspace_id', 'group_by'], bad)
    const date = query.get('date')
    if (date !== null && (!/^\d{4}-\d\d-\d\d$/.test(date) || date > dayAgo(1) || date < dayAgo(30)))
      throw bad('Date must be within the last 30 (completed) UTC days')
    const user = query.get('user_id')
    if (user !== null && !state.members.some(({ id }) => id === user))
      throw error(404, 'user_id is not a member of the organization')
    const by = query.get('group_by')
    if (by !== null && by !== 'workspace') throw bad('group_by: workspace')
    const rows = new Map<string, Record<string, unknown>>()
    for (const use of state.uses) {
      if (use.date > dayAgo(1) || use.date < dayAgo(30)) continue
      if (date !== null && use.date !== date) continue
      if (user !== null && use.user_id !== user) continue
      if (query.has('api_key_hash') && use.api_key_hash !== query.get('api_key_hash')) continue
      if (query.has('workspace_id') && use.workspace_id !== query.get('workspace_id')) continue
      const workspace = by === null ? undefined : (use.workspace_id ?? null)
      const key = JSON.stringify([use.date, use.model, use.endpoint_id, workspace])
      const before = rows.get(key)
      rows.set(key, {
        date: use.date,
        model: use.model,
        model_permaslug: use.model_permaslug ?? use.model,
        endpoint_id: use.endpoint_id,
        provider_name: use.provider_name,
        ...Object.fromEntries(
          NUMBERS.map((name) => [name, use[name] + Number(before?.[name] ?? 0)]),
        ),
        ...(workspace === undefined ? {} : { workspace_id: workspace }),
        a_field_of_next_year: 1,
      })
    }
    const data = [...rows.values()].toSorted((a, b) =>
      String(b['date']).localeCompare(String(a['date'])),
    )
    return { body: { data } }
  }

  const members = (request: VendorRequest) => {
    const query = request.url.searchParams
    knownQuery(request, ['offset', 'limit'], bad)
    const offset = wholeNumber(
      query.get('offset'),
      { name: 'offset', least: 0, most: 1_000_000, otherwise: 0 },
      bad,
    )
    const limit = wholeNumber(
      query.get('limit'),
      { name: 'limit', least: 1, most: 100, otherwise: 50 },
      bad,
    )
    return {
      body: {
        data: state.members.slice(offset, offset + limit).map((member) => ({
          first_name: '',
          last_name: '',
          role: 'org:member',
          ...member,
        })),
        total_count: state.members.length,
      },
    }
  }

  /** The key the call is made with, and what it may do. */
  const key = ({ headers }: VendorRequest) => {
    const management = headers.authorization === `Bearer ${MANAGEMENT_KEY}`
    return {
      body: {
        data: {
          label: 'sk-or-v1-…',
          is_management_key: management,
          is_provisioning_key: management,
          is_free_tier: false,
          limit: null,
          usage: 0,
          expires_at: null,
        },
      },
    }
  }

  const server = await vendorServer('openrouter.ai', {
    authorize: ({ headers, url }) => {
      const given = headers.authorization
      if (given === `Bearer ${MANAGEMENT_KEY}`) return undefined
      if (given !== `Bearer ${INFERENCE_KEY}`) return error(401, 'No auth credentials found').answer
      return url.pathname === '/api/v1/key'
        ? undefined
        : error(403, 'Only management keys can fetch activity for an account').answer
    },
    routes: {
      'GET /api/v1/activity': refusing(activity),
      'GET /api/v1/organization/members': refusing(members),
      'GET /api/v1/key': refusing(key),
    },
  })
  return {
    ...server,
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
    /** What the vendor says of this UTC day from now on; '' for all days. */
    restate: (uses: readonly OpenRouterUse[], day = '') => {
      state.uses = [...state.uses.filter(({ date }) => !date.startsWith(day)), ...uses]
    },
    members: (members: readonly OpenRouterMember[]) => void (state.members = members),
  }
}
