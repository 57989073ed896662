import {
  paged,
  problem,
  SCOPES,
  type Activity,
  type Needing,
  type Workspace,
} from './google-workspace.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const GEMINI = 'gemini_in_workspace_apps'
const DAY = 86_400_000

/** Suggestions Google made by itself, between others' real use. */
export function noise(email: string, times: readonly string[]): readonly Activity[] {
  return times.map((time, at) => ({
    time,
    uniqueQualifier: `-${at + 1}000`,
    email,
    app_name: at % 2 === 0 ? 'gmail' : 'docs',
    action: 'proactive_suggestions',
    event_category: at % 2 === 0 ? 'unknown' : 'inactive',
  }))
}

const shown = (of: Workspace, { time, uniqueQualifier, email, ...said }: Activity) => ({
  kind: 'admin#reports#activity',
  id: { time, uniqueQualifier, applicationName: GEMINI, customerId: of.customerId },
  etag: `"${uniqueQualifier}"`,
  actor: { callerType: 'USER', email, profileId: `1${Buffer.from(email).length}` },
  ipAddress: '203.0.113.7',
  events: [
    {
      type: 'ai_usage_event',
      name: 'feature_utilization',
      parameters: Object.entries(said).map(([name, value]) => ({ name, value })),
    },
  ],
  aNewField: 1,
})

const bad = (message: string) => problem(400, 'invalid', message)

function activities(of: Workspace, request: VendorRequest): VendorAnswer {
  const { path, url } = request
  if (path['application'] !== GEMINI) return bad(`Application not found: ${path['application']}`)
  const [start, end] = [url.searchParams.get('startTime'), url.searchParams.get('endTime')]
  const from = start === null ? of.now - 180 * DAY : Date.parse(start)
  const to = end === null ? of.now : Date.parse(end)
  if (Number.isNaN(from) || Number.isNaN(to)) return bad('Invalid value for time: use RFC 3339.')
  if (from > to) return bad('Start time must be before end time.')
  const event = url.searchParams.get('eventName')
  if (event !== null && event !== 'feature_utilization') return bad(`Event not found: ${event}`)
  if (url.searchParams.has('filters')) return bad('The filter is not supported here.')
  const user = path['user']
  const all = of.activities
    .filter(({ time, email }) => {
      const at = Date.parse(time)
      const kept = at >= of.now - 180 * DAY && at <= of.now
      return kept && at >= from && at < to && (user === 'all' || user === email)
    })
    .toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time))
  const read = paged(
    request,
    all.map((one) => shown(of, one)),
    { most: 1000, usual: 1000 },
  )
  if (!('page' in read)) return read
  return {
    body: {
      kind: 'admin#reports#activities',
      etag: '"etag"',
      ...read.next,
      // An answer without activities has no list.
      ...(read.page.length > 0 && { items: read.page }),
    },
  }
}

/** Newest first; kept 180 days. */
export function reportsRoutes(of: Workspace, needing: Needing): VendorOptions['routes'] {
  return {
    'GET /admin/reports/v1/activity/users/{user}/applications/{application}': needing(
      [SCOPES.audit],
      (request) => activities(of, request),
    ),
  }
}
