import { type VendorAnswer, type VendorRequest, vendorServer } from './vendor-server.ts'

export type Observation = {
  readonly id: string
  readonly startTime: string
  readonly [field: string]: unknown
}

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  core: ['id', 'traceId', 'projectId', 'parentObservationId', 'type', 'startTime', 'endTime'],
  basic: ['name', 'level', 'userId', 'sessionId', 'environment'],
  model: ['providedModelName', 'modelParameters'],
  usage: ['usageDetails', 'costDetails', 'totalCost'],
  io: ['input', 'output'],
}

/** As the v2 API answers: only what `fields` asks for, newest first, by cursor. */
function answer(all: readonly Observation[], { url }: VendorRequest): VendorAnswer {
  const asked = url.searchParams
  const groups = (asked.get('fields') ?? '').split(',')
  const limit = Number(asked.get('limit') ?? 50)
  const bad = {
    status: 400,
    body: { message: 'Invalid request data', error: 'InvalidRequestError' },
  }
  if (limit > 1000 || groups.some((name) => !GROUPS[name])) return bad
  const fields = new Set(groups.flatMap((name) => GROUPS[name] ?? []))
  const from = Date.parse(asked.get('fromStartTime') ?? '')
  const to = Date.parse(asked.get('toStartTime') ?? '')
  const found = all
    .filter(({ startTime }) => Date.parse(startTime) >= from && Date.parse(startTime) < to)
    .toSorted((a, b) => Date.parse(b.startTime) - Date.parse(a.startTime))
  const at = Number(Buffer.from(asked.get('cursor') ?? '', 'base64').toString() || 0)
  const end = at + limit
  const data = found.slice(at, end).map((one) => ({
    aNewField: 1,
    ...Object.fromEntries(Object.entries(one).filter(([name]) => fields.has(name))),
  }))
  const meta = end < found.length ? { cursor: Buffer.from(String(end)).toString('base64') } : {}
  return { body: { data, meta } }
}

/** Langfuse's public API on the loopback; `all` may be changed between calls. */
export async function langfuseServer(all: readonly Observation[]) {
  const server = await vendorServer('langfuse.corp.test', {
    authorize: ({ headers }) =>
      headers.authorization === `Basic ${btoa('pk-lf-1:sk-lf-1')}`
        ? undefined
        : { status: 401, body: { message: 'Invalid credentials', error: 'UnauthorizedError' } },
    routes: { 'GET /api/public/v2/observations': (request) => answer(all, request) },
  })
  return Object.assign(server, {
    settings: {
      LANGFUSE_URL: 'https://langfuse.corp.test',
      LANGFUSE_PUBLIC_KEY: 'pk-lf-1',
      LANGFUSE_SECRET_KEY: 'sk-lf-1',
    },
  })
}
