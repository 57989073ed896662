import { asDescribed } from './openapi.ts'
import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

export type SpendRow = {
  readonly request_id: string
  /** `2026-11-20 09:00:00.000000`, in UTC. */
  readonly startTime: string
  readonly [column: string]: unknown
}
/** What the proxy keeps of a day, by key and model; pages of the daily activity cut through these. */
type DailyRow = {
  readonly date: string
  readonly key: string
  readonly model: string
  readonly metrics: Readonly<Record<string, number>>
  readonly metadata?: object
}

/** An agent it serves: public where an admin put it on the AI Hub. */
type Agent = {
  readonly agent_id: string
  readonly agent_name: string
  readonly card?: string
  readonly public?: boolean
}

/** What the proxy holds; a test changes it between calls. */
export type Proxy = {
  key: string
  spend: SpendRow[]
  daily: DailyRow[]
  agents: Agent[]
  /** Old releases have the numbers flat, and no keys within models. */
  old: boolean
  /** Keys beyond are left out of the lists, though not of the totals. */
  keyLimit: number | null
}

export function proxy(over: Partial<Proxy> = {}): Proxy {
  return { key: 'sk-admin', spend: [], daily: [], agents: [], old: false, keyLimit: null, ...over }
}

const DEFAULTS = {
  api_key: 'hash',
  call_type: 'acompletion',
  messages: '{}',
  response: '{}',
  a_new_column: 1,
}

/** The proxy stores UTC and reads the range as UTC; both ends are included. */
function logs(of: Proxy, { url }: VendorRequest): VendorAnswer {
  const { searchParams } = url
  const [from, to] = [searchParams.get('start_date') ?? '', searchParams.get('end_date') ?? '']
  const form = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/
  if (!form.test(from) || !form.test(to))
    return {
      status: 400,
      body: {
        error: {
          message: 'Start date and end date are required',
          type: 'bad_request_error',
          code: 400,
        },
      },
    }
  const size = Number(searchParams.get('page_size') ?? 50)
  const page = Number(searchParams.get('page') ?? 1)
  const all = of.spend
    .filter(
      ({ startTime }) =>
        startTime.replace('T', ' ') >= from && startTime.slice(0, 19).replace('T', ' ') <= to,
    )
    .toSorted((a, b) => a.startTime.localeCompare(b.startTime))
  if (searchParams.get('sort_order') !== 'asc') all.reverse()
  return {
    body: {
      data: all
        .slice((page - 1) * size, page * size)
        .map((row) => ({ ...DEFAULTS, endTime: row.startTime, ...row })),
      total: all.length,
      page,
      page_size: size,
      total_pages: Math.ceil(all.length / size),
    },
  }
}

type Metrics = Record<string, number>
const plus = (into: Metrics, more: Readonly<Metrics>) => {
  for (const [name, value] of Object.entries(more)) into[name] = (into[name] ?? 0) + value
}

type Part = { metrics: Metrics; metadata: object; api_key_breakdown?: Record<string, Part> }
const part = (at: Record<string, Part>, name: string, row: DailyRow): Part => {
  const found = (at[name] ??= { metrics: {}, metadata: row.metadata ?? {} })
  plus(found.metrics, row.metrics)
  return found
}

const flat = (parts: Record<string, Part>) =>
  Object.fromEntries(Object.entries(parts).map(([name, { metrics }]) => [name, metrics]))

/** A page is so many rows of the table, summed by day: a day can be on two pages. */
function daily(of: Proxy, { url }: VendorRequest): VendorAnswer {
  const { searchParams } = url
  const [from, to] = [searchParams.get('start_date') ?? '', searchParams.get('end_date') ?? '']
  if (!/^\d{4}-\d{2}-\d{2}$/.test(from) || !/^\d{4}-\d{2}-\d{2}$/.test(to))
    return { status: 400, body: { error: { message: 'Please provide start_date and end_date' } } }
  const size = Number(searchParams.get('page_size') ?? 50)
  const page = Number(searchParams.get('page') ?? 1)
  const all = of.daily
    .filter(({ date }) => date >= from && date <= to)
    .toSorted((a, b) => b.date.localeCompare(a.date))
  const keys = [...new Set(all.map(({ key }) => key))]
  const shown = new Set(keys.slice(0, of.keyLimit ?? keys.length))
  const days = new Map<
    string,
    { metrics: Metrics; models: Record<string, Part>; keys: Record<string, Part> }
  >()
  for (const row of all.slice((page - 1) * size, page * size)) {
    const day = days.get(row.date) ?? { metrics: {}, models: {}, keys: {} }
    days.set(row.date, day)
    plus(day.metrics, row.metrics)
    const model = part(day.models, row.model, { ...row, metadata: {} })
    model.api_key_breakdown ??= {}
    if (!shown.has(row.key)) continue
    part(model.api_key_breakdown, row.key, row)
    part(day.keys, row.key, row)
  }
  const results = [...days].map(([date, { metrics, models, keys }]) => ({
    date,
    metrics,
    breakdown: of.old
      ? { models: flat(models), api_keys: flat(keys) }
      : { models, api_keys: keys, providers: {}, a_new_one: {} },
  }))
  const pages = Math.ceil(all.length / size)
  const metadata = {
    page,
    total_pages: pages,
    has_more: page < pages,
    api_key_limit: of.keyLimit,
    total_api_keys: keys.length,
  }
  return { body: { results, metadata } }
}

function agents(of: Proxy): VendorAnswer {
  return {
    body: of.agents.map(({ agent_id, agent_name, card, public: is_public = false }) => ({
      agent_id,
      agent_name,
      agent_card_params: { ...(card && { name: card }), url: 'https://agents.corp.test' },
      litellm_params: { model: 'gpt-5', is_public },
      created_by: 'ada@corp.test',
    })),
  }
}

/** A LiteLLM proxy at `host`, held to the document such a proxy serves (old releases were not). */
export async function litellm(of: Proxy, host = 'litellm.corp.test') {
  const spec = 'test/fixtures/litellm/openapi.json'
  const newest = { 'GET /user/daily/activity': (request: VendorRequest) => daily(of, request) }
  const described = asDescribed(spec, {
    'GET /spend/logs/v2': (request) => logs(of, request),
    'GET /v1/agents': () => agents(of),
    ...newest,
  })
  const { 'GET /v1/agents': _, ...before } = described
  const server = await vendorServer(host, {
    authorize: ({ headers }) =>
      headers.authorization === `Bearer ${of.key}`
        ? undefined
        : {
            status: 401,
            body: { error: { message: 'Authentication Error', type: 'auth_error', code: '401' } },
          },
    routes: of.old ? { ...before, ...newest } : described,
  })
  return Object.assign(server, {
    proxy: of,
    settings: { LITELLM_URL: `https://${host}`, LITELLM_KEY: of.key },
  })
}
