import { type cursors, knownQuery, question, Refusal, wholeNumber } from './strict.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

const DIMENSIONS = [
  'actor',
  'actor_type',
  'agent_id',
  'api_key_id',
  'claude_tag_category',
  'claude_tag_user_id',
  'context_window',
  'deployment_id',
  'environment_id',
  'inference_geo',
  'model',
  'organization_id',
  'product',
  'rbac_group_id',
  'service_tier',
  'session_id',
  'slack_channel_id',
  'speed',
  'user_profile_id',
  'workspace_id',
] as const
const COST_DIMENSIONS = [...DIMENSIONS, 'cost_type', 'token_type'] as const
type Dimension = (typeof COST_DIMENSIONS)[number]

/** The smallest thing the vendor knows: what one identity used of one model at one instant. */
export type AnthropicUse = {
  /** RFC 3339, UTC. */
  readonly at: string
  /** Actors are whole objects: `{ type: 'user_actor', user_id, email_address, name, deleted }`. */
  readonly group: Readonly<Partial<Record<Dimension, unknown>>>
  readonly usage?: {
    readonly uncached_input_tokens: number
    readonly cache_read_input_tokens: number
    readonly ephemeral_1h_input_tokens: number
    readonly ephemeral_5m_input_tokens: number
    readonly output_tokens: number
    readonly requests: number | null
    readonly web_search_requests?: number
  }
  /** Decimal cents. */
  readonly cost?: { readonly amount: string; readonly list_amount: string }
}

const FILTERS: Readonly<Record<string, Dimension>> = {
  'models[]': 'model',
  'products[]': 'product',
  'workspace_ids[]': 'workspace_id',
  'api_key_ids[]': 'api_key_id',
  'service_tiers[]': 'service_tier',
  'speeds[]': 'speed',
}
const KNOWN = [
  'starting_at',
  'ending_at',
  'time_bucket_width',
  'group_by[]',
  'order',
  'order_by',
  'limit',
  'page',
  'exclude_deleted_users',
  ...Object.keys(FILTERS),
]
const WIDTHS: Readonly<Record<string, number>> = { '1m': 60_000, '1h': 3_600_000, '1d': 86_400_000 }
const DAY = 86_400_000
const BETA = 'analytics-usage-cost-2026-08-24'

export const bad = (message: string) =>
  new Refusal({
    status: 400,
    body: { type: 'error', error: { type: 'invalid_request_error', message } },
  })

/** Decimal cents as whole 10⁻¹² cents, and back without trailing zeros. */
function scaled(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole + fraction.padEnd(12, '0'))
  return text.startsWith('-') ? -size : size
}
function decimal(value: bigint): string {
  const size = (value < 0n ? -value : value).toString().padStart(13, '0')
  const text = `${size.slice(0, -12)}.${size.slice(-12)}`.replace(/\.?0+$/, '')
  return value < 0n ? `-${text}` : text
}

function instant(value: string | null, name: string): number {
  if (value === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value))
    throw bad(`${name}: an RFC 3339 time with its zone is required`)
  return Date.parse(value)
}

const iso = (at: number) => new Date(at).toISOString().replace('.000', '')

type Range = { from: number; to: number; width: number | null }

function rangeOf({ url }: VendorRequest, now: number): Range {
  const query = url.searchParams
  const width = query.get('time_bucket_width')
  if (width !== null && !(width in WIDTHS)) throw bad('time_bucket_width: 1m, 1h or 1d')
  const from = instant(query.get('starting_at'), 'starting_at')
  if (width !== null && !query.has('ending_at'))
    throw bad('ending_at: required with time_bucket_width')
  const to = query.has('ending_at')
    ? instant(query.get('ending_at'), 'ending_at')
    : Math.min(now, from + 31 * DAY)
  if (from < Date.parse('2026-01-01T00:00:00Z'))
    throw bad('starting_at: no earlier than 2026-01-01')
  if (from < now - 365 * DAY) throw bad('starting_at: within the last 365 days')
  if (to <= from) throw bad('ending_at: after starting_at')
  if (to - from > 31 * DAY) throw bad('the range may span at most 31 days')
  if (width === '1m' && to - from > DAY) throw bad('with 1m the range may span at most 24 hours')
  const step = width === null ? null : (WIDTHS[width] ?? null)
  const hour = 3_600_000
  return step === null
    ? { from: from - (from % hour), to: to - (to % hour), width: null }
    : { from, to, width: step }
}

type Row = { start: number; end: number; group: Record<string, unknown>; uses: AnthropicUse[] }

function rowsOf(uses: readonly AnthropicUse[], range: Range, by: readonly string[]): Row[] {
  const rows = new Map<string, Row>()
  for (const use of uses) {
    const at = Date.parse(use.at)
    if (at < range.from || at >= range.to) continue
    const start = range.width === null ? range.from : at - (at % range.width)
    const end = range.width === null ? range.to : start + range.width
    const group = Object.fromEntries(by.map((name) => [name, use.group[name as Dimension] ?? null]))
    const key = JSON.stringify([start, group])
    const row = rows.get(key) ?? { start, end, group, uses: [] }
    row.uses.push(use)
    rows.set(key, row)
  }
  return [...rows.values()]
}

const sum = (uses: readonly AnthropicUse[], of: (use: AnthropicUse) => number | null | undefined) =>
  uses.reduce((total, use) => total + (of(use) ?? 0), 0)

function usageOf(uses: readonly AnthropicUse[]) {
  const uncached = sum(uses, ({ usage }) => usage?.uncached_input_tokens)
  const read = sum(uses, ({ usage }) => usage?.cache_read_input_tokens)
  const hour = sum(uses, ({ usage }) => usage?.ephemeral_1h_input_tokens)
  const minutes = sum(uses, ({ usage }) => usage?.ephemeral_5m_input_tokens)
  const output = sum(uses, ({ usage }) => usage?.output_tokens)
  return {
    uncached_input_tokens: uncached,
    cache_read_input_tokens: read,
    cache_creation: { ephemeral_1h_input_tokens: hour, ephemeral_5m_input_tokens: minutes },
    output_tokens: output,
    total_tokens: uncached + read + hour + minutes + output,
    requests: sum(uses, ({ usage }) => usage?.requests),
    server_tool_use: { web_search_requests: sum(uses, ({ usage }) => usage?.web_search_requests) },
    a_field_of_next_year: { new: true },
  }
}

const costOf = (uses: readonly AnthropicUse[]) => ({
  amount: decimal(uses.reduce((total, { cost }) => total + scaled(cost?.amount ?? '0'), 0n)),
  list_amount: decimal(
    uses.reduce((total, { cost }) => total + scaled(cost?.list_amount ?? '0'), 0n),
  ),
  currency: 'USD',
  requests: sum(uses, ({ usage }) => usage?.requests),
})

/** `GET /v1/organizations/analytics/usage` and `/cost`: grouped, bucketed, paged. */
export function analytics(
  kind: 'usage' | 'cost',
  request: VendorRequest,
  state: {
    readonly uses: readonly AnthropicUse[]
    readonly now: number
    readonly refreshedAt: string
    readonly pages: ReturnType<typeof cursors>
  },
): VendorAnswer {
  const { searchParams: query } = request.url
  if (
    !String(request.headers['anthropic-beta'] ?? '')
      .split(/, ?/)
      .includes(BETA)
  )
    throw bad(`anthropic-beta: ${BETA} is required`)
  knownQuery(request, KNOWN, bad)
  const by = query.getAll('group_by[]')
  const dimensions: readonly string[] = kind === 'cost' ? COST_DIMENSIONS : DIMENSIONS
  if (by.length > 5) throw bad('group_by[]: at most 5')
  for (const name of by) if (!dimensions.includes(name)) throw bad(`group_by[]: no ${name}`)
  if (by.includes('claude_tag_user_id') && by.includes('rbac_group_id'))
    throw bad('group_by[]: claude_tag_user_id cannot be combined with rbac_group_id')
  if (query.has('exclude_deleted_users') && !by.includes('actor'))
    throw bad('exclude_deleted_users: requires group_by[]=actor')
  const limit = wholeNumber(
    query.get('limit'),
    { name: 'limit', least: 1, most: 1000, otherwise: 20 },
    bad,
  )
  const range = rangeOf(request, state.now)
  const of = question(request.url, ['page', 'limit'])
  const from = state.pages.read(query.get('page'), of)
  const filtered = state.uses.filter(
    (use) =>
      (kind === 'usage' ? use.usage : use.cost) !== undefined &&
      Object.entries(FILTERS).every(([name, dimension]) => {
        const wanted = query.getAll(name)
        return wanted.length === 0 || wanted.includes((use.group[dimension] ?? '') as string)
      }),
  )
  const rows = rowsOf(filtered, range, by).toSorted((a, b) =>
    query.get('order_by') === 'time'
      ? (query.get('order') === 'asc' ? 1 : -1) * (a.start - b.start)
      : usageOf(b.uses).total_tokens - usageOf(a.uses).total_tokens,
  )
  const shown = rows.slice(from, from + limit)
  const more = from + limit < rows.length
  const empty = Object.fromEntries(dimensions.map((name) => [name, null]))
  return {
    body: {
      data: shown.map(({ start, end, group, uses }) => ({
        starting_at: iso(start),
        ending_at: iso(end),
        group: { ...empty, ...group },
        ...(kind === 'usage' ? { usage: usageOf(uses) } : { cost: costOf(uses) }),
      })),
      has_more: more,
      next_page: more ? state.pages.make(of, from + limit) : null,
      data_refreshed_at: state.refreshedAt,
    },
  }
}
