import { knownQuery, perMinute, Refusal, refusing, wholeNumber } from './strict.ts'
import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

/** `timestamp` is a string of epoch milliseconds; `tokenUsage` is absent when no tokens were counted. */
export type CursorEvent = { readonly timestamp: string; readonly [more: string]: unknown }
/** `userId, email, day (YYYY-MM-DD), date (epoch ms), isActive, …` */
export type CursorDay = { readonly date: number; readonly [more: string]: unknown }
export type CursorMember = {
  readonly id: number | string
  readonly email: string
  readonly name?: string
  readonly role?: string
  readonly isRemoved?: boolean
}
/** `event_id, timestamp (RFC 3339), user_email, event_type, ip_address, event_data` */
export type CursorAudit = {
  readonly event_id: string
  readonly timestamp: string
  readonly event_type: string
  readonly [more: string]: unknown
}

export const ADMIN_KEY = 'key_cursor_admin'
const DAY = 86_400_000
const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

const error = (status: number, message: string, headers = {}) =>
  new Refusal({ status, headers, body: { code: String(status), error: message, message } })
const bad = (message: string) => error(400, message)

type Body = Readonly<Record<string, unknown>>

/** A JSON object with none but the documented fields. */
function bodyOf({ body, headers }: VendorRequest, names: readonly string[]): Body {
  if (!headers['content-type']?.includes('application/json'))
    throw bad('Content-Type must be application/json')
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw bad('a JSON object is required')
  for (const name of Object.keys(body))
    if (!names.includes(name)) throw bad(`${name}: unknown field`)
  return body as Body
}

/** Epoch milliseconds, numbers only; at most thirty days. */
function spanOf(start: unknown, end: unknown, names: readonly [string, string]) {
  for (const [at, value] of [start, end].entries())
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1e12)
      throw bad(`${names[at]}: epoch milliseconds are required`)
  const [from, to] = [start as number, end as number]
  if (to < from) throw bad(`${names[1]}: before ${names[0]}`)
  if (to - from > 30 * DAY) throw bad('Date range cannot exceed 30 days')
  return { from, to }
}

function paged<Row>(rows: readonly Row[], given: unknown, size: unknown, most: number) {
  const page = wholeNumber(given, { name: 'page', least: 1, most: 1e6, otherwise: 1 }, bad)
  const pageSize = wholeNumber(size, { name: 'pageSize', least: 1, most, otherwise: 10 }, bad)
  const pages = Math.ceil(rows.length / pageSize)
  return {
    shown: rows.slice((page - 1) * pageSize, page * pageSize),
    page,
    pageSize,
    pages,
    links: { hasNextPage: page < pages, hasPreviousPage: page > 1 },
  }
}

/** Cursor's Admin API on the loopback. */
export async function cursorServer(
  options: { readonly now?: number; readonly perMinute?: number } = {},
) {
  const now = options.now ?? Date.parse('2026-11-21T12:00:00Z')
  const state = {
    members: [] as readonly CursorMember[],
    events: [] as readonly CursorEvent[],
    days: [] as readonly CursorDay[],
    audit: [] as readonly CursorAudit[],
    spend: [] as readonly Body[],
    cycleStart: Date.parse('2026-11-01T00:00:00Z'),
    perMinute: options.perMinute ?? 20,
  }
  const calls = perMinute(() => state.perMinute)

  const usageEvents = (request: VendorRequest): VendorAnswer => {
    const body = bodyOf(request, ['startDate', 'endDate', 'email', 'userId', 'page', 'pageSize'])
    const { from, to } = spanOf(body['startDate'], body['endDate'], ['startDate', 'endDate'])
    const events = state.events
      .filter(({ timestamp }) => Number(timestamp) >= from && Number(timestamp) <= to)
      .filter((event) => body['email'] === undefined || event['userEmail'] === body['email'])
      .toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))
    const { shown, page, pageSize, pages, links } = paged(
      events,
      body['page'],
      body['pageSize'],
      1000,
    )
    return {
      body: {
        totalUsageEventsCount: events.length,
        pagination: { numPages: pages, currentPage: page, pageSize, ...links },
        usageEvents: shown,
        period: { startDate: from, endDate: to },
      },
    }
  }

  const dailyUsage = (request: VendorRequest): VendorAnswer => {
    const body = bodyOf(request, ['startDate', 'endDate', 'page', 'pageSize'])
    const { from, to } = spanOf(body['startDate'], body['endDate'], ['startDate', 'endDate'])
    const days = state.days.filter(({ date }) => date >= from && date <= to)
    const { shown, page, pageSize, pages, links } = paged(
      days,
      body['page'],
      body['pageSize'],
      1000,
    )
    return {
      body: {
        data: shown,
        period: { startDate: from, endDate: to },
        pagination: { page, pageSize, totalUsers: days.length, totalPages: pages, ...links },
      },
    }
  }

  const spend = (request: VendorRequest): VendorAnswer => {
    const body = bodyOf(request, ['searchTerm', 'sortBy', 'sortDirection', 'page', 'pageSize'])
    const { shown, pages } = paged(state.spend, body['page'], body['pageSize'], 1000)
    return {
      body: {
        teamMemberSpend: shown,
        subscriptionCycleStart: state.cycleStart,
        totalMembers: state.spend.length,
        totalPages: pages,
      },
    }
  }

  const audit = (request: VendorRequest): VendorAnswer => {
    const query = request.url.searchParams
    knownQuery(
      request,
      ['startTime', 'endTime', 'eventTypes', 'users', 'search', 'page', 'pageSize'],
      bad,
    )
    const time = (name: string, otherwise: number) => {
      const value = query.get(name)
      if (value === null) return otherwise
      const at = /^\d{13}$/.test(value) ? Number(value) : Date.parse(value)
      if (Number.isNaN(at)) throw bad(`${name}: not a time`)
      return at
    }
    const { from, to } = spanOf(time('startTime', now - 7 * DAY), time('endTime', now), [
      'startTime',
      'endTime',
    ])
    const types = query.get('eventTypes')?.split(',')
    const events = state.audit
      .filter(({ timestamp }) => Date.parse(timestamp) >= from && Date.parse(timestamp) <= to)
      .filter(({ event_type }) => types === undefined || types.includes(event_type))
      .toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))
    const { shown, page, pageSize, pages, links } = paged(
      events,
      query.get('page'),
      query.get('pageSize') ?? 100,
      500,
    )
    return {
      body: {
        events: shown,
        pagination: { page, pageSize, totalCount: events.length, totalPages: pages, ...links },
      },
    }
  }

  const members = (request: VendorRequest): VendorAnswer => {
    knownQuery(request, [], bad)
    return {
      body: {
        teamMembers: state.members.map((member) => ({
          name: '',
          role: 'member',
          isRemoved: false,
          ...member,
        })),
      },
    }
  }

  const server = await vendorServer('api.cursor.com', {
    authorize: ({ headers }) => {
      if (headers.authorization !== basic(ADMIN_KEY)) return error(401, 'Invalid API key').answer
      const wait = calls()
      return wait === undefined
        ? undefined
        : error(429, 'Too many requests', { 'retry-after': String(wait) }).answer
    },
    routes: {
      'GET /teams/members': refusing(members),
      'POST /teams/filtered-usage-events': refusing(usageEvents),
      'POST /teams/daily-usage-data': refusing(dailyUsage),
      'POST /teams/spend': refusing(spend),
      'GET /teams/audit-logs': refusing(audit),
    },
  })
  return {
    ...server,
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
    members: (members: readonly CursorMember[]) => void (state.members = members),
    /** What the vendor says of this UTC day from now on; without a day, of all. */
    restate: (events: readonly CursorEvent[], day?: string) => {
      const on = ({ timestamp }: CursorEvent) =>
        day === undefined || new Date(Number(timestamp)).toISOString().startsWith(day)
      state.events = [...state.events.filter((event) => !on(event)), ...events]
    },
    restateDays: (days: readonly CursorDay[]) => void (state.days = days),
    spent: (rows: readonly Body[], cycleStart = state.cycleStart) =>
      void Object.assign(state, { spend: rows, cycleStart }),
    happened: (...entries: readonly CursorAudit[]) =>
      void (state.audit = [...state.audit, ...entries]),
    /** Calls a minute before 429; the vendor's own is 20. */
    allow: (most: number) => void (state.perMinute = most),
  }
}
