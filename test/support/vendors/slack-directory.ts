import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

/** A member as users.list gives it. */
export type SlackMember = {
  readonly id: string
  readonly deleted?: boolean
  readonly is_bot?: boolean
  /** A guest of several channels, and of one. */
  readonly is_restricted?: boolean
  readonly is_ultra_restricted?: boolean
  /** Of another workspace, in a shared channel. */
  readonly is_stranger?: boolean
  readonly profile: { readonly email?: string; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}
type SlackUsergroup = {
  readonly id: string
  readonly handle: string
  readonly name: string
  /** Deleted users stay in. */
  readonly users: readonly string[]
  /** Unix seconds; 0 while it is in use. */
  readonly date_delete?: number
  readonly is_idp_group?: boolean
}

/** What the workspace holds; a test changes it between calls. */
export type SlackWorkspace = {
  token: string
  readonly team: string
  scopes: string[]
  /** Usergroups need a paid plan. */
  paid: boolean
  /** A token of a whole organization must say which workspace. */
  organization: boolean
  members: SlackMember[]
  usergroups: SlackUsergroup[]
  /** The most of one page, however many were asked for. */
  mostPerPage: number
}

const no = (error: string, more: object = {}): VendorAnswer => ({
  body: { ok: false, error, ...more },
})

/** Push as a fault's answer: too many calls, `seconds` to wait. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body: { ok: false, error: 'ratelimited' },
})

/** Slack reads arguments from the query, a form or JSON. */
function argumentsOf({ url, body }: VendorRequest): ReadonlyMap<string, string> {
  const all = new Map(url.searchParams)
  if (typeof body === 'string')
    for (const [name, value] of new URLSearchParams(body)) all.set(name, value)
  else if (typeof body === 'object' && body !== null)
    for (const [name, value] of Object.entries(body)) all.set(name, String(value))
  return all
}

type Method = (of: SlackWorkspace, asked: ReadonlyMap<string, string>) => VendorAnswer

/** Cursors are of the position, as an opaque word; an empty one is the end. */
function page(
  of: SlackWorkspace,
  asked: ReadonlyMap<string, string>,
  all: readonly object[],
): { readonly page: readonly object[]; readonly next: string } | VendorAnswer {
  const limit = asked.has('limit') ? Number(asked.get('limit')) : of.mostPerPage
  if (!Number.isInteger(limit) || limit < 0) return no('invalid_limit')
  const cursor = asked.get('cursor') ?? ''
  const [, from] =
    /^at:(\d+)$/.exec(cursor === '' ? 'at:0' : Buffer.from(cursor, 'base64').toString('utf8')) ?? []
  if (from === undefined) return no('invalid_cursor')
  const end = Number(from) + Math.min(limit === 0 ? of.mostPerPage : limit, of.mostPerPage)
  return {
    page: all.slice(Number(from), end),
    next: end < all.length ? Buffer.from(`at:${end}`).toString('base64') : '',
  }
}

function shownMember(of: SlackWorkspace, member: SlackMember): object {
  const { email, ...profile } = member.profile
  return {
    team_id: of.team,
    deleted: false,
    is_bot: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_app_user: false,
    ...member,
    // Without the scope, addresses are left out without a word.
    profile: of.scopes.includes('users:read.email') && email ? { ...profile, email } : profile,
    a_new_field: 1,
  }
}

const usersList: Method = (of, asked) => {
  const read = page(
    of,
    asked,
    of.members.map((member) => shownMember(of, member)),
  )
  if (!('page' in read)) return read
  return {
    body: {
      ok: true,
      members: read.page,
      cache_ts: 1_700_000_000,
      response_metadata: { next_cursor: read.next },
    },
  }
}

const truth = (text: string | undefined) => text === 'true' || text === '1'

const usergroupsList: Method = (of, asked) => {
  if (!of.paid) return no('plan_upgrade_required')
  const shown = of.usergroups.filter(
    ({ date_delete }) => !date_delete || truth(asked.get('include_disabled')),
  )
  return {
    body: {
      ok: true,
      usergroups: shown.map(({ users, ...group }) => ({
        team_id: of.team,
        is_usergroup: true,
        date_delete: 0,
        is_idp_group: false,
        ...group,
        ...(truth(asked.get('include_users')) && { users }),
        ...(truth(asked.get('include_count')) && { user_count: users.length }),
        a_new_field: 1,
      })),
    },
  }
}

const usergroupsUsersList: Method = (of, asked) => {
  if (!of.paid) return no('plan_upgrade_required')
  const group = of.usergroups.find(({ id }) => id === asked.get('usergroup'))
  return group ? { body: { ok: true, users: group.users } } : no('no_such_subteam')
}

const authTest: Method = (of) => ({
  body: { ok: true, url: 'https://corp.slack.com/', team: 'Corp', team_id: of.team, user_id: 'U0' },
})

const METHODS: Readonly<Record<string, { readonly scope?: string; readonly method: Method }>> = {
  'auth.test': { method: authTest },
  'users.list': { scope: 'users:read', method: usersList },
  'usergroups.list': { scope: 'usergroups:read', method: usergroupsList },
  'usergroups.users.list': { scope: 'usergroups:read', method: usergroupsUsersList },
}

function answer(of: SlackWorkspace, name: string, request: VendorRequest): VendorAnswer {
  const { scope, method } = METHODS[name] ?? {}
  if (!method) return no('unknown_method')
  const asked = argumentsOf(request)
  const token = (request.headers.authorization ?? '').replace(/^Bearer /, '')
  const given = token === '' ? asked.get('token') : token
  if (given === undefined) return no('not_authed')
  if (given !== of.token) return no('invalid_auth')
  if (scope !== undefined && !of.scopes.includes(scope))
    return no('missing_scope', { needed: scope, provided: of.scopes.join(',') })
  if (of.organization && name !== 'auth.test' && asked.get('team_id') !== of.team)
    return no('missing_argument', { response_metadata: { messages: ['[ERROR] team_id'] } })
  const shown = method(of, asked)
  return { ...shown, headers: { 'x-oauth-scopes': of.scopes.join(','), ...shown.headers } }
}

/** What a workspace says of its people and usergroups. Pages hold two, so that every test pages. */
export async function slackDirectory(over: Partial<SlackWorkspace> = {}) {
  const of: SlackWorkspace = {
    // Put together here, so that no scanner takes it for a real one.
    token: ['xoxb', 'for', 'tests'].join('-'),
    team: 'T0001',
    scopes: ['users:read', 'users:read.email', 'usergroups:read'],
    paid: true,
    organization: false,
    members: [],
    usergroups: [],
    mostPerPage: 2,
    ...over,
  }
  const serve = (request: VendorRequest) => answer(of, request.path['method'] ?? '', request)
  const server = await vendorServer('slack.com', {
    routes: { 'GET /api/{method}': serve, 'POST /api/{method}': serve },
  })
  return { ...server, holdings: of }
}
