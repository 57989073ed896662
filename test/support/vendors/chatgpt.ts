import { createHash, randomUUID } from 'node:crypto'

import { codexUsage, type CodexUse } from './codex-analytics.ts'
import { knownQuery, perMinute, Refusal, refusing, wholeNumber } from './strict.ts'
import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

export type { CodexUse }

export const WORKSPACE = 'ws_7f3a'
export const ORGANIZATION = 'org-corp'
export const COMPLIANCE_KEY = 'sk-compliance-test'
export const CODEX_KEY = 'sk-codex-analytics-test'
const FILES_HOST = 'compliancelogs.blob.core.windows.net'

/** Event types by where they may be asked for. */
const SCOPED = {
  organizations: ['COSTS'],
  workspaces: [
    'CONVERSATION_MESSAGE',
    'CODEX_LOG',
    'AUDIT_LOG',
    'AUTH_LOG',
    'APP_LOG',
    'APP_AUTH_LOG',
    'CODEX_SECURITY_LOG',
    'CHATGPT_USER_ANALYTICS',
    'CHATGPT_PROJECT_ANALYTICS',
    'CHATGPT_GPT_ANALYTICS',
    'CHATGPT_SURVEY_ANALYTICS',
  ],
} as const
const SINGULAR: Readonly<Record<string, string>> = {
  organizations: 'an organization-scoped',
  workspaces: 'a workspace-scoped',
}
const RETENTION_MS = 30 * 86_400_000

export type ChatGptUser = {
  readonly id: string
  readonly email: string
  readonly role?: string
  readonly status?: 'active' | 'inactive' | 'pending'
  /** Unix seconds. */
  readonly created_at?: number
}

type LogFile = {
  readonly id: string
  readonly type: string
  readonly endTime: string
  readonly text: string
}

const refused = (status: number, message: string, type = 'invalid_request_error') =>
  new Refusal({ status, body: { error: { message, type, param: null, code: null } } })
const bad = (message: string) => refused(400, message)

const keyOf = ({ headers }: VendorRequest) =>
  /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? ''

/**
 * ChatGPT Enterprise on the loopback: compliance logs and the host their signed links lead to, the
 * list of users, and Codex analytics. Written from the facts in the reference: there is no
 * public specification.
 */
export async function chatGptServer(
  options: {
    readonly now?: number
    readonly linkLivesMs?: number
    readonly callsPerMinute?: number
    /** The stateful part of the compliance API is to close; then users answer 404. */
    readonly usersClosed?: true
  } = {},
) {
  const now = options.now ?? Date.parse('2026-11-21T12:00:00Z')
  const state = {
    files: [] as readonly LogFile[],
    users: [] as readonly ChatGptUser[],
    codex: [] as readonly CodexUse[],
  }
  const links = new Map<string, { readonly file: LogFile; readonly until: number }>()
  const call = perMinute(() => options.callsPerMinute ?? Infinity)
  const kept = ({ endTime }: LogFile) => Date.parse(endTime) >= now - RETENTION_MS

  const list = (request: VendorRequest): VendorAnswer => {
    const { url } = request
    const scope = request.path['scope'] ?? ''
    knownQuery(request, ['event_type', 'after', 'before', 'limit'], bad)
    const type = url.searchParams.get('event_type')
    const after = url.searchParams.get('after')
    if (after === null || Number.isNaN(Date.parse(after)) || !/T.*(Z|[+-]\d\d:\d\d)$/.test(after))
      throw refused(422, 'after: Field required, an ISO 8601 time')
    const [home] = Object.entries(SCOPED).find(([, types]) => types.some((t) => t === type)) ?? []
    if (type === null || home === undefined) throw bad(`${type}: unknown event type`)
    if (home !== scope) throw bad(`${type} is ${SINGULAR[home]} event type`)
    const limit = wholeNumber(
      url.searchParams.get('limit'),
      { name: 'limit', least: 1, most: 100, otherwise: 20 },
      bad,
    )
    const before = Date.parse(url.searchParams.get('before') ?? '9999-12-31T00:00:00Z')
    const found = state.files.filter(
      (file) =>
        file.type === type &&
        kept(file) &&
        Date.parse(file.endTime) > Date.parse(after) &&
        Date.parse(file.endTime) < before,
    )
    const page = found.slice(0, limit)
    return {
      body: {
        object: 'list',
        data: page.map(({ id, endTime, text }) => ({
          id,
          event_type: type,
          end_time: endTime,
          file_name: `${type}_${endTime}.jsonl`,
          file_size: Buffer.byteLength(text),
          file_sha256: createHash('sha256').update(text).digest('hex'),
          added_later: true,
        })),
        has_more: found.length > page.length,
        last_end_time: page.at(-1)?.endTime ?? null,
      },
    }
  }

  const link = (request: VendorRequest): VendorAnswer => {
    knownQuery(request, [], bad)
    const file = state.files.find(({ id }) => id === request.path['id'])
    if (!file || !kept(file)) throw refused(404, 'No such log file.')
    const signature = randomUUID()
    links.set(signature, { file, until: Date.now() + (options.linkLivesMs ?? 60_000) })
    const location = `https://${FILES_HOST}/logs/${file.id}.jsonl?sig=${signature}`
    return { status: 307, headers: { location }, body: '' }
  }

  const users = (request: VendorRequest): VendorAnswer => {
    const { url } = request
    if (options.usersClosed) throw refused(404, 'This endpoint has been removed.')
    knownQuery(request, ['limit', 'after', 'since_timestamp'], bad)
    const after = url.searchParams.get('after')
    if (after !== null && url.searchParams.has('since_timestamp'))
      throw bad('since_timestamp: only on the first page')
    const limit = wholeNumber(
      url.searchParams.get('limit'),
      { name: 'limit', least: 1, most: 500, otherwise: 100 },
      bad,
    )
    const first = after === null ? 0 : state.users.findIndex(({ id }) => id === after) + 1
    if (after !== null && first === 0) throw bad('after: no such user')
    const page = state.users.slice(first, first + limit)
    return {
      body: {
        object: 'list',
        data: page.map(({ id, email, role, status, created_at }) => ({
          object: 'compliance.workspace.user',
          id,
          email,
          name: email.split('@')[0],
          role: role ?? 'standard-user',
          created_at: created_at ?? 1_711_471_533,
          status: status ?? 'active',
          added_later: null,
        })),
        last_id: page.at(-1)?.id ?? null,
        has_more: first + page.length < state.users.length,
      },
    }
  }

  const here = (handler: (request: VendorRequest) => VendorAnswer) =>
    refusing((request) => {
      const { path, url } = request
      const compliance = url.pathname.startsWith('/v1/compliance/')
      if (keyOf(request) !== (compliance ? COMPLIANCE_KEY : CODEX_KEY))
        throw refused(
          403,
          `Missing scopes: ${compliance ? 'compliance read' : 'codex.enterprise.analytics.read'}`,
          'insufficient_permissions',
        )
      const place = path['scope'] === 'organizations' ? ORGANIZATION : WORKSPACE
      if (path['place'] !== place) throw refused(404, 'Not found.')
      return handler(request)
    })

  const api = await vendorServer('api.chatgpt.com', {
    authorize: (request) => {
      if (![COMPLIANCE_KEY, CODEX_KEY].includes(keyOf(request)))
        return refused(401, 'Incorrect API key provided.', 'invalid_api_key').answer
      const wait = call()
      if (wait === undefined) return undefined
      return { status: 429, headers: { 'retry-after': String(wait) }, body: { error: {} } }
    },
    routes: {
      'GET /v1/compliance/{scope}/{place}/logs': here(list),
      'GET /v1/compliance/{scope}/{place}/logs/{id}': here(link),
      'GET /v1/compliance/workspaces/{place}/users': here(users),
      'GET /v1/analytics/codex/workspaces/{place}/usage': here((request) =>
        codexUsage(request, { uses: state.codex, now }),
      ),
    },
  })

  const files = await vendorServer(FILES_HOST, {
    routes: {
      'GET /logs/{name}': ({ headers, url }) => {
        const bare = (status: number, code: string) => ({
          status,
          headers: { 'content-type': 'application/xml' },
          body: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`,
        })
        // A signed link and a key together are refused: the key must stay behind.
        if (headers.authorization !== undefined) return bare(400, 'InvalidAuthenticationInfo')
        const found = links.get(url.searchParams.get('sig') ?? '')
        if (!found || found.until <= Date.now()) return bare(403, 'AuthenticationFailed')
        return { headers: { 'content-type': 'application/octet-stream' }, body: found.file.text }
      },
    },
  })

  return {
    api,
    files,
    servers: [api, files],
    /** Publishes a log file; events are lines, or the text itself for a broken one. Returns its id. */
    publish: (type: string, endTime: string, events: readonly object[] | string): string => {
      const id = `eclf_${state.files.length + 1}`
      const text =
        typeof events === 'string'
          ? events
          : events.map((event) => `${JSON.stringify(event)}\n`).join('')
      state.files = [...state.files, { id, type, endTime, text }].toSorted(
        (a, b) => Date.parse(a.endTime) - Date.parse(b.endTime),
      )
      return id
    },
    /** Every link given out so far answers 403. */
    expireLinks: () => links.clear(),
    people: (users: readonly ChatGptUser[]) => void (state.users = users),
    /** What Codex truly did, whatever was said before. */
    codex: (uses: readonly CodexUse[]) => void (state.codex = uses),
    /** Says a UTC day of Codex anew; with nothing, it has shrunk to none. */
    restateCodex: (day: string, uses: readonly CodexUse[]) =>
      void (state.codex = [...state.codex.filter((use) => use.day !== day), ...uses]),
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]()
      await files[Symbol.asyncDispose]()
    },
  }
}
