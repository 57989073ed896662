import { analytics, type AnthropicUse, bad } from './anthropic-analytics.ts'
import { activitiesPage, type Activity } from './anthropic-compliance.ts'
import { enterpriseUsers, summaries, type UserDay } from './anthropic-enterprise.ts'
import {
  cursors,
  knownQuery,
  perMinute,
  question,
  Refusal,
  refusing,
  wholeNumber,
} from './strict.ts'
import { type VendorRequest, vendorServer } from './vendor-server.ts'

export type { Activity, AnthropicUse, UserDay }

/** One row of Claude Code analytics as the vendor words it. */
export type ClaudeCodeRow = Readonly<Record<string, unknown>>
type Named = { readonly id: string; readonly name: string }
export type AnthropicUser = { readonly id: string; readonly email: string; readonly name?: string }

/** What a key may do. An Admin key reads all but enterprise analytics, which need `read:analytics`. */
export type AnthropicScope =
  | 'admin'
  | 'read:analytics'
  | 'read:compliance_activities'
  | 'read:compliance_user_data'

export type AnthropicOptions = {
  readonly keys?: Readonly<Record<string, readonly AnthropicScope[]>>
  readonly now?: number
  /** Calls a minute over all of `/v1/compliance`; the vendor's own is 600. */
  readonly compliancePerMinute?: number
}

export const ADMIN_KEY = 'sk-ant-admin01-test'
export const ANALYTICS_KEY = 'sk-ant-api01-analytics'
export const COMPLIANCE_KEY = 'sk-ant-api01-compliance'
const KEYS: NonNullable<AnthropicOptions['keys']> = {
  [ADMIN_KEY]: ['admin'],
  [ANALYTICS_KEY]: ['read:analytics'],
  [COMPLIANCE_KEY]: ['read:compliance_activities'],
}

/** The documented one, and the one the official SDK sends. */
const VERSIONS: ReadonlySet<string> = new Set(['2023-06-01', '2026-10-21'])

/** Documented as `x-api-key`; the official SDK sends the same key as a bearer. */
const keyOf = ({ headers }: VendorRequest) =>
  (headers['x-api-key'] as string | undefined) ??
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ??
  ''

const error = (status: number, type: string, message: string, headers = {}) =>
  new Refusal({ status, headers, body: { type: 'error', error: { type, message } } })

/** Anthropic's admin, analytics and compliance APIs on the loopback. */
export async function anthropicServer(options: AnthropicOptions = {}) {
  const keys = options.keys ?? KEYS
  const now = options.now ?? Date.parse('2026-11-21T12:00:00Z')
  const state = {
    uses: [] as readonly AnthropicUse[],
    refreshedAt: '2026-11-21T08:00:00Z',
    claudeCode: new Map<string, readonly ClaudeCodeRow[]>(),
    enterprise: new Map<string, readonly UserDay[]>(),
    summaries: new Map<string, Readonly<Record<string, unknown>>>(),
    activities: [] as readonly Activity[],
    users: [] as readonly AnthropicUser[],
    keys: [] as readonly Named[],
    workspaces: [] as readonly Named[],
    repeatEvery: 0,
  }
  const pages = cursors(() => error(410, 'invalid_request_error', 'page: the cursor expired'), bad)
  const complianceCalls = perMinute(() => options.compliancePerMinute ?? 600)

  const scoped =
    (
      scopes: readonly AnthropicScope[],
      handler: (request: VendorRequest) => ReturnType<typeof analytics>,
    ) =>
    (request: VendorRequest) => {
      const held = keys[keyOf(request)] ?? []
      if (!scopes.some((scope) => held.includes(scope)))
        throw error(403, 'permission_error', `this key lacks a scope: ${scopes.join(' or ')}`)
      if (request.url.pathname.startsWith('/v1/compliance/')) {
        const wait = complianceCalls()
        if (wait !== undefined)
          throw error(429, 'rate_limit_error', 'too many requests', { 'retry-after': String(wait) })
      }
      return handler(request)
    }

  const claudeCode = (request: VendorRequest) => {
    const query = request.url.searchParams
    knownQuery(request, ['starting_at', 'limit', 'page'], bad)
    const day = query.get('starting_at') ?? ''
    if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw bad('starting_at: YYYY-MM-DD is required')
    const limit = wholeNumber(
      query.get('limit'),
      { name: 'limit', least: 1, most: 1000, otherwise: 20 },
      bad,
    )
    const of = question(request.url, ['page', 'limit'])
    const from = pages.read(query.get('page'), of)
    // Rows come an hour late at the soonest: nothing of a day that has not begun.
    const rows = Date.parse(day) > now - 3_600_000 ? [] : (state.claudeCode.get(day) ?? [])
    const more = from + limit < rows.length
    return {
      body: {
        data: rows.slice(from, from + limit),
        has_more: more,
        next_page: more ? pages.make(of, from + limit) : null,
      },
    }
  }

  const users = (request: VendorRequest) => {
    const query = request.url.searchParams
    knownQuery(request, ['limit', 'after_id', 'before_id', 'email', 'roles[]'], bad)
    const limit = wholeNumber(
      query.get('limit'),
      { name: 'limit', least: 1, most: 1000, otherwise: 20 },
      bad,
    )
    const after = query.get('after_id')
    const from = after === null ? 0 : state.users.findIndex(({ id }) => id === after) + 1
    if (after !== null && from === 0) throw bad('after_id: no such user')
    const data = state.users.slice(from, from + limit).map((user) => ({
      type: 'user',
      role: 'user',
      name: '',
      added_at: '2026-01-05T09:00:00Z',
      ...user,
    }))
    return {
      body: {
        data,
        has_more: from + limit < state.users.length,
        first_id: data[0]?.id ?? null,
        last_id: data.at(-1)?.id ?? null,
      },
    }
  }

  const server = await vendorServer('api.anthropic.com', {
    authorize: (request) => {
      if (!(keyOf(request) in keys))
        return error(401, 'authentication_error', 'invalid API key').answer
      if (!VERSIONS.has(String(request.headers['anthropic-version'])))
        return error(400, 'invalid_request_error', 'anthropic-version: header is required').answer
      return undefined
    },
    routes: Object.fromEntries(
      Object.entries({
        'GET /v1/organizations/analytics/usage': scoped(['admin', 'read:analytics'], (request) =>
          analytics('usage', request, { ...state, now, pages }),
        ),
        'GET /v1/organizations/analytics/cost': scoped(['admin', 'read:analytics'], (request) =>
          analytics('cost', request, { ...state, now, pages }),
        ),
        'GET /v1/organizations/usage_report/claude_code': scoped(['admin'], claudeCode),
        'GET /v1/organizations/analytics/users': scoped(['read:analytics'], (request) =>
          enterpriseUsers(request, { days: state.enterprise, now, pages }),
        ),
        'GET /v1/organizations/analytics/summaries': scoped(['read:analytics'], (request) =>
          summaries(request, { days: state.summaries, now }),
        ),
        'GET /v1/compliance/activities': scoped(
          ['admin', 'read:compliance_activities'],
          (request) => activitiesPage(request, state),
        ),
        'GET /v1/organizations/users': scoped(['admin'], users),
        'GET /v1/organizations/api_keys': scoped(['admin'], () => ({
          body: { data: state.keys, has_more: false, first_id: null, last_id: null },
        })),
        'GET /v1/organizations/workspaces': scoped(['admin'], () => ({
          body: { data: state.workspaces, has_more: false, first_id: null, last_id: null },
        })),
      }).map(([route, handler]) => [route, refusing(handler)]),
    ),
  })

  return {
    ...server,
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
    /** What the vendor says of these UTC days from now on, whatever it said before; '' for all days. */
    restate: (uses: readonly AnthropicUse[], day = '') => {
      state.uses = [...state.uses.filter(({ at }) => !at.startsWith(day)), ...uses]
    },
    refreshed: (at: string) => void (state.refreshedAt = at),
    claudeCode: (day: string, rows: readonly ClaudeCodeRow[]) =>
      void state.claudeCode.set(day, rows),
    enterprise: (day: string, rows: readonly UserDay[]) => void state.enterprise.set(day, rows),
    summary: (day: string, row: Readonly<Record<string, unknown>>) =>
      void state.summaries.set(day, row),
    /** Adds to the feed; the server shows the newest first. */
    happened: (...activities: readonly Activity[]) => {
      state.activities = [...state.activities, ...activities].toSorted((a, b) =>
        b.created_at.localeCompare(a.created_at),
      )
    },
    /** At least once: every n-th activity is given a second time, right after itself. */
    repeatEvery: (n: number) => void (state.repeatEvery = n),
    users: (users: readonly AnthropicUser[]) => void (state.users = users),
    /** What operators call their keys and workspaces. */
    named: (keys: readonly Named[], workspaces: readonly Named[] = []) =>
      void Object.assign(state, { keys, workspaces }),
    /** Every cursor given so far answers 410. */
    expireCursors: pages.expire,
  }
}
