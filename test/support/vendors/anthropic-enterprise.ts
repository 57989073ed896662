import { bad } from './anthropic-analytics.ts'
import { type cursors, knownQuery, question, wholeNumber } from './strict.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

/** One member's day as the vendor words it: `user`, `chat_metrics`, `claude_code_metrics` … */
export type UserDay = {
  readonly user: { readonly id: string; readonly email_address: string }
  readonly [more: string]: unknown
}

const DAY = 86_400_000
const FIRST = '2026-01-01'
const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

/** The latest day the vendor has: yesterday in UTC. */
const latest = (now: number) => new Date(now - DAY).toISOString().slice(0, 10)

function dayOf(value: string, name: string, now: number): string {
  if (!isDay(value)) throw bad(`${name}: YYYY-MM-DD is required`)
  if (value < FIRST) throw bad(`${name}: no earlier than ${FIRST}`)
  if (value > latest(now))
    throw bad(`${name}: too recent, the latest available day is ${latest(now)}`)
  return value
}

/** `[from, to)`; `ending_date` is exclusive and today at the latest. */
function rangeOf(query: URLSearchParams, now: number): readonly string[] {
  const from = dayOf(query.get('starting_date') ?? '', 'starting_date', now)
  const today = new Date(now).toISOString().slice(0, 10)
  const to = query.get('ending_date') ?? today
  if (!isDay(to) || to > today || to <= from)
    throw bad('ending_date: after starting_date, at most today')
  const days = (Date.parse(to) - Date.parse(from)) / DAY
  if (days > 366) throw bad('ending_date: at most 366 days after starting_date')
  return Array.from({ length: days }, (_, at) =>
    new Date(Date.parse(from) + at * DAY).toISOString().slice(0, 10),
  )
}

/** Counters are summed; a distinct count of a range is not the sum of its days. */
function rolled(a: unknown, b: unknown, name: string): unknown {
  if (name.startsWith('distinct_')) return null
  if (typeof a === 'number' && typeof b === 'number') return a + b
  if (a !== null && b !== null && typeof a === 'object' && typeof b === 'object') {
    const left = a as Record<string, unknown>
    const right = b as Record<string, unknown>
    return Object.fromEntries(
      [...new Set([...Object.keys(left), ...Object.keys(right)])].map((key) => [
        key,
        key in left && key in right
          ? rolled(left[key], right[key], key)
          : (left[key] ?? right[key]),
      ]),
    )
  }
  return b
}

/** `GET /v1/organizations/analytics/users`: one row a member and day, or rolled up over a range. */
export function enterpriseUsers(
  request: VendorRequest,
  state: {
    readonly days: ReadonlyMap<string, readonly UserDay[]>
    readonly now: number
    readonly pages: ReturnType<typeof cursors>
  },
): VendorAnswer {
  const query = request.url.searchParams
  knownQuery(
    request,
    [
      'date',
      'starting_date',
      'ending_date',
      'filter[]',
      'group_by[]',
      'limit',
      'page',
      'order',
      'order_by',
    ],
    bad,
  )
  if (query.has('date') === query.has('starting_date'))
    throw bad('give either date or starting_date')
  if (query.has('ending_date') && !query.has('starting_date'))
    throw bad('ending_date: only with starting_date')
  for (const by of query.getAll('group_by[]'))
    if (by !== 'rbac_group_id') throw bad(`group_by[]: ${by} is not supported`)
  const limit = wholeNumber(
    query.get('limit'),
    { name: 'limit', least: 1, most: 1000, otherwise: 20 },
    bad,
  )
  const days = query.has('date')
    ? [dayOf(query.get('date') ?? '', 'date', state.now)]
    : rangeOf(query, state.now)
  const members = new Map<string, unknown>()
  for (const day of days)
    for (const row of state.days.get(day) ?? []) {
      const before = members.get(row.user.id)
      members.set(row.user.id, before === undefined ? row : rolled(before, row, ''))
    }
  const rows = [...members.values()].toSorted((a, b) =>
    (a as UserDay).user.email_address.localeCompare((b as UserDay).user.email_address),
  )
  const of = question(request.url, ['page', 'limit'])
  const from = state.pages.read(query.get('page'), of)
  return {
    body: {
      data: rows.slice(from, from + limit),
      next_page: from + limit < rows.length ? state.pages.make(of, from + limit) : null,
    },
  }
}

/** `GET /v1/organizations/analytics/summaries`: one entry a day, never paged. */
export function summaries(
  request: VendorRequest,
  state: {
    readonly days: ReadonlyMap<string, Readonly<Record<string, unknown>>>
    readonly now: number
  },
): VendorAnswer {
  knownQuery(request, ['starting_date', 'ending_date', 'filter[]', 'limit', 'page'], bad)
  const data = rangeOf(request.url.searchParams, state.now).map((day) => ({
    starting_at: `${day}T00:00:00Z`,
    ending_at: `${new Date(Date.parse(day) + DAY).toISOString().slice(0, 10)}T00:00:00Z`,
    daily_active_user_count: 0,
    weekly_active_user_count: 0,
    monthly_active_user_count: 0,
    assigned_seat_count: 0,
    pending_invite_count: 0,
    ...state.days.get(day),
  }))
  return { body: { data, next_page: null } }
}
