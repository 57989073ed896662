import { cursors, knownQuery, question, Refusal, wholeNumber } from './strict.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

const DAY = 86_400

/** What each usage endpoint can be grouped by, and what its rows call themselves. */
const OPENAI_KINDS = {
  completions: [
    'project_id',
    'user_id',
    'api_key_id',
    'model',
    'batch',
    'service_tier',
    'api_source',
  ],
  embeddings: ['project_id', 'user_id', 'api_key_id', 'model'],
  moderations: ['project_id', 'user_id', 'api_key_id', 'model'],
  images: ['project_id', 'user_id', 'api_key_id', 'model', 'size', 'source'],
  audio_speeches: ['project_id', 'user_id', 'api_key_id', 'model'],
  audio_transcriptions: ['project_id', 'user_id', 'api_key_id', 'model'],
  vector_stores: ['project_id'],
  code_interpreter_sessions: ['project_id'],
  file_search_calls: ['project_id', 'user_id', 'api_key_id', 'vector_store_id'],
  web_search_calls: ['project_id', 'user_id', 'api_key_id', 'model', 'context_level', 'api_source'],
} as const
type OpenAiKind = keyof typeof OPENAI_KINDS

const COST_GROUPS = ['project_id', 'user_id', 'line_item', 'api_key_id', 'api_source'] as const
const RESULTS: Partial<Record<OpenAiKind, string>> = {
  web_search_calls: 'web_searches',
  file_search_calls: 'file_searches',
}
/** Buckets a page may hold by width: default, most. */
const WIDTHS: Readonly<Record<string, readonly [seconds: number, usual: number, most: number]>> = {
  '1d': [DAY, 7, 31],
  '1h': [3600, 24, 168],
  '1m': [60, 60, 1440],
}

/** One piece of use: its dimensions (as the endpoint names them) and its counts. */
export type OpenAiUse = {
  readonly kind: OpenAiKind
  /** Unix seconds. */
  readonly at: number
  readonly of: Readonly<Record<string, string | boolean | null>>
  readonly counts: Readonly<Record<string, number>>
}
export type OpenAiCost = {
  readonly at: number
  readonly of: Readonly<Record<string, string | null>>
  readonly value: number
  readonly quantity?: number
  readonly quantityUnit?: string
}

export const bad = (message: string, status = 400) =>
  new Refusal({
    status,
    body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
  })

const list = (url: URL, name: string): readonly string[] => [
  ...url.searchParams.getAll(name),
  ...url.searchParams.getAll(`${name}[]`),
]

type Bucketed<Row> = { readonly at: number; readonly of: Row }
type Dimensions = Readonly<Record<string, string | boolean | null>>

/** Rows that share the asked dimensions are one; the others read null. */
function grouped<Row extends Bucketed<Dimensions>>(rows: readonly Row[], by: readonly string[]) {
  const groups = new Map<string, { readonly of: Dimensions; readonly rows: Row[] }>()
  for (const row of rows) {
    const of = Object.fromEntries(by.map((name) => [name, row.of[name] ?? null]))
    const key = JSON.stringify(of)
    const group = groups.get(key) ?? { of, rows: [] }
    group.rows.push(row)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function buckets<Row extends Bucketed<Dimensions>>(
  { url }: VendorRequest,
  {
    rows,
    now,
    width,
    pages,
    row,
  }: {
    readonly rows: readonly Row[]
    readonly now: number
    readonly width: readonly [number, number, number]
    readonly pages: ReturnType<typeof cursors>
    readonly row: (rows: readonly Row[]) => readonly Readonly<Record<string, unknown>>[]
  },
): VendorAnswer {
  const [seconds, usual, most] = width
  const whole = (name: string, otherwise: number) =>
    wholeNumber(
      url.searchParams.get(name),
      { name, least: 1_500_000_000, most: 4_000_000_000, otherwise },
      bad,
    )
  if (url.searchParams.get('start_time') === null)
    throw bad("Missing required parameter: 'start_time'.")
  const start = Math.floor(whole('start_time', 0) / seconds) * seconds
  const end = whole('end_time', Math.floor(now / 1000))
  if (end <= start) throw bad("'end_time' must be after 'start_time'.")
  const limit = wholeNumber(
    url.searchParams.get('limit'),
    { name: 'limit', least: 1, most, otherwise: usual },
    bad,
  )
  const asked = question(url, ['page'])
  const all = Math.ceil((end - start) / seconds)
  const first = pages.read(url.searchParams.get('page'), asked)
  const data = Array.from({ length: Math.min(limit, all - first) }, (_, at) => {
    const from = start + (first + at) * seconds
    const to = Math.min(from + seconds, end)
    return {
      object: 'bucket',
      start_time: from,
      end_time: from + seconds,
      results: row(rows.filter(({ at }) => at >= from && at < to)),
    }
  })
  const more = first + data.length < all
  return {
    body: {
      object: 'page',
      data,
      has_more: more,
      next_page: more ? pages.make(asked, first + data.length) : null,
      added_later: { of: 'the page' },
    },
  }
}

const COMMON = ['start_time', 'end_time', 'bucket_width', 'limit', 'page']
const both = (names: readonly string[]) => names.flatMap((name) => [name, `${name}[]`])

/** Answers usage and costs from what truly was used, as it is known at the time of the call. */
export function openAiUsage(state: {
  readonly uses: () => readonly OpenAiUse[]
  readonly costs: () => readonly OpenAiCost[]
  readonly now: number
}) {
  const pages = cursors(() => bad('The page cursor has expired.'), bad)

  const usage = (request: VendorRequest): VendorAnswer => {
    const kind = request.path['kind'] as OpenAiKind
    if (!Object.hasOwn(OPENAI_KINDS, kind)) throw bad('Invalid URL', 404)
    const groups: readonly string[] = OPENAI_KINDS[kind]
    const filters = ['project_ids', 'user_ids', 'api_key_ids', 'models', 'group_by', 'batch']
    knownQuery(request, [...COMMON, ...both(filters), 'batch'], bad)
    const width = WIDTHS[request.url.searchParams.get('bucket_width') ?? '1d']
    if (!width) throw bad("'bucket_width' must be one of 1m, 1h, 1d.")
    const by = list(request.url, 'group_by')
    for (const name of by) if (!groups.includes(name)) throw bad(`Invalid group_by: ${name}`)
    const kept = (use: OpenAiUse) =>
      use.kind === kind &&
      (['project', 'user', 'api_key', 'model'] as const).every((name) => {
        const wanted = list(request.url, `${name}${name === 'model' ? 's' : '_ids'}`)
        const has = use.of[name === 'model' ? 'model' : `${name}_id`]
        return wanted.length === 0 || (typeof has === 'string' && wanted.includes(has))
      })
    return buckets(request, {
      rows: state.uses().filter(kept),
      now: state.now,
      width,
      pages,
      row: (rows) =>
        grouped(rows, by).map(({ of, rows }) => ({
          object: `organization.usage.${RESULTS[kind] ?? kind}.result`,
          ...Object.fromEntries(groups.map((name) => [name, null])),
          ...of,
          ...summed(rows.map(({ counts }) => counts)),
          added_later: 7,
        })),
    })
  }

  const costs = (request: VendorRequest): VendorAnswer => {
    const { url } = request
    knownQuery(
      request,
      [...COMMON, ...both(['project_ids', 'api_key_ids', 'line_items', 'group_by'])],
      bad,
    )
    if ((url.searchParams.get('bucket_width') ?? '1d') !== '1d')
      throw bad("'bucket_width' must be 1d.")
    const by = list(url, 'group_by')
    for (const name of by)
      if (!(COST_GROUPS as readonly string[]).includes(name)) throw bad(`Invalid group_by: ${name}`)
    if (
      by.includes('user_id') &&
      (by.includes('project_id') || list(url, 'project_ids').length > 0)
    )
      throw bad('Grouping by user_id cannot be combined with project_id for this organization.')
    return buckets(request, {
      rows: state.costs(),
      now: state.now,
      width: [DAY, 7, 180],
      pages,
      row: (rows) =>
        grouped(rows, by).map(({ of, rows }) => ({
          object: 'organization.costs.result',
          // A float sum, as the vendor's own answers are.
          amount: { value: rows.reduce((sum, { value }) => sum + value, 0), currency: 'usd' },
          ...Object.fromEntries(COST_GROUPS.map((name) => [name, null])),
          ...of,
          quantity: by.includes('line_item')
            ? rows.reduce((sum, row) => sum + (row.quantity ?? 0), 0)
            : null,
          quantity_unit: by.includes('line_item') ? (rows[0]?.quantityUnit ?? null) : null,
          added_later: null,
        })),
    })
  }
  return { usage, costs, expirePages: pages.expire }
}

function summed(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) sum[name] = (sum[name] ?? 0) + count
  return sum
}
