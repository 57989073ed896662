import { createHash } from 'node:crypto'

import { bad, needing, paged, problem } from './microsoft-graph.ts'
import { APPS, type CopilotUser, type Interaction, type Tenant } from './microsoft-tenant.ts'
import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

const concealed = (name: string) => createHash('md5').update(name).digest('hex').toUpperCase()
const PERIODS: ReadonlySet<string> = new Set(['D7', 'D30', 'D90', 'D180', 'ALL'])
const key = (app: string) => `${app.charAt(0).toLowerCase()}${app.slice(1).replaceAll(' ', '')}`
const last = (user: CopilotUser) => Object.values(user.last).toSorted().at(-1) ?? ''

/** `(period='D7')` or `(period='D7',version='v1')`. */
function periodIn({ path }: VendorRequest): string | undefined {
  const [, period] = /^period='([A-Z0-9]+)'(?:,version='v1')?$/.exec(path['args'] ?? '') ?? []
  return period !== undefined && PERIODS.has(period) ? period : undefined
}

/** v1.0: CSV as Office makes it, with a byte order mark and carriage returns. */
function userDetailCsv(of: Tenant, request: VendorRequest): VendorAnswer {
  const period = periodIn(request)
  if (period === undefined)
    return bad("The period is not one of 'D7', 'D30', 'D90', 'D180', 'ALL'.")
  const head = [
    'Report Refresh Date',
    'User Principal Name',
    'Display Name',
    'Last Activity Date',
    'Copilot Chat Last Activity Date',
    ...APPS.slice(1).map((app) => `${app} Copilot Last Activity Date`),
    'Report Period',
    'A New Column',
  ]
  const rows = of.copilot.map((user) => {
    const name = of.concealed ? concealed(user.displayName) : user.displayName
    return [
      of.refreshed,
      named(of, user),
      name.includes(',') ? `"${name}"` : name,
      last(user),
      ...APPS.map((app) => user.last[app] ?? ''),
      period.replace('D', ''),
      '',
    ]
  })
  return {
    headers: { 'content-type': 'text/csv' },
    body: `\u{FEFF}${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`,
  }
}

const named = (of: Tenant, { userPrincipalName }: CopilotUser) =>
  of.concealed ? concealed(userPrincipalName) : userPrincipalName

function userDetailJson(of: Tenant, request: VendorRequest): VendorAnswer {
  const period = periodIn(request)
  if (period === undefined)
    return bad("The period is not one of 'D7', 'D30', 'D90', 'D180', 'ALL'.")
  const rows = of.copilot.map((user) => ({
    reportRefreshDate: of.refreshed,
    userPrincipalName: named(of, user),
    displayName: of.concealed ? concealed(user.displayName) : user.displayName,
    lastActivityDate: last(user),
    ...Object.fromEntries(
      APPS.map((app) => [
        app === 'Copilot Chat'
          ? 'copilotChatLastActivityDate'
          : `${key(app)}CopilotLastActivityDate`,
        user.last[app] ?? '',
      ]),
    ),
    copilotActivityUserDetailsByPeriod: [
      { reportPeriod: Number(period.replace('D', '')) || period },
    ],
    aNewField: 1,
  }))
  return paged(request, rows, { most: 1000, usual: 200 })
}

/** As the documentation's example: people with a licence, and those of them who were active. */
function countSummaryCsv(of: Tenant, request: VendorRequest): VendorAnswer {
  const period = periodIn(request)
  if (period === undefined) return bad("The period is not one of 'D7', 'D30', 'D90', 'D180'.")
  const enabled = of.enabled ?? of.copilot.length
  const active = of.copilot.filter((user) => last(user) !== '').length
  return {
    headers: { 'content-type': 'text/csv' },
    body: [
      '\u{FEFF}Report Refresh Date,Report Period,Any App Enabled Users,Any App Active Users',
      `${of.refreshed},${period.replace('D', '')},${enabled},${active}`,
      '',
    ].join('\r\n'),
  }
}

/** `appClass eq '…'`, or both bounds of `createdDateTime`; anything else is refused, as documented. */
function wanted(filter: string | null): ((one: Interaction) => boolean) | undefined {
  if (filter === null) return () => true
  const [, appClass] = /^appClass eq '([^']+)'$/.exec(filter) ?? []
  if (appClass !== undefined) return (one) => one.appClass === appClass
  const [, after, before] =
    /^createdDateTime gt ([^ ]+) and createdDateTime lt ([^ ]+)$/.exec(filter) ?? []
  if (after === undefined || before === undefined) return undefined
  const [from, to] = [Date.parse(after), Date.parse(before)]
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined
  return ({ createdDateTime }) =>
    Date.parse(createdDateTime) > from && Date.parse(createdDateTime) < to
}

function interactions(of: Tenant, request: VendorRequest): VendorAnswer {
  const id = request.path['id'] ?? ''
  const user = of.users.find((user) => user.id === id || user.userPrincipalName === id)
  if (!user) return problem(404, 'NotFound', 'User not found.')
  if (!of.interactions[user.id])
    return problem(403, 'Forbidden', 'The user has no Copilot licence.')
  const keep = wanted(request.url.searchParams.get('$filter'))
  if (!keep) return bad('The filter needs both bounds of createdDateTime, or an appClass.')
  return paged(request, (of.interactions[user.id] ?? []).filter(keep), { most: 100, usual: 100 })
}

const COUNT = 'copilot/reports/getMicrosoft365CopilotUserCountSummary({args})'
const DETAIL = 'copilot/reports/getMicrosoft365CopilotUsageUserDetail({args})'
const HISTORY = 'interactionHistory/getAllEnterpriseInteractions'

/** v1.0 answers in CSV, beta in JSON. */
export function copilotRoutes(of: Tenant): VendorOptions['routes'] {
  const reports = ['Reports.Read.All']
  return {
    [`GET /v1.0/${DETAIL}`]: needing(of, reports, (request) => userDetailCsv(of, request)),
    [`GET /v1.0/${COUNT}`]: needing(of, reports, (request) => countSummaryCsv(of, request)),
    [`GET /beta/${DETAIL}`]: needing(of, reports, (request) => userDetailJson(of, request)),
    [`GET /v1.0/copilot/users/{id}/${HISTORY}`]: needing(
      of,
      ['AiEnterpriseInteraction.Read.All'],
      (request) => interactions(of, request),
    ),
  }
}
