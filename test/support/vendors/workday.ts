import { vendorServer, type VendorAnswer, type VendorRequest } from './vendor-server.ts'

/** A line of the report: the columns are whatever its owner named them, every value is text. */
type ReportEntry = Readonly<Record<string, string | readonly object[]>>

/** What the tenant holds; a test changes it between calls. */
export type WorkdayTenant = {
  readonly tenant: string
  readonly owner: string
  readonly report: string
  /** The integration system user. */
  user: string
  password: string
  /** Whether the user may see the report: the domain of each of its fields, and the report itself. */
  shared: boolean
  entries: ReportEntry[]
}

const problem = (status: number, says: string): VendorAnswer => ({
  status,
  // Workday's faults are JSON whatever format was asked for.
  body: { error: says },
})

/** Push as a fault's answer: too many reports run at once. */
export const THROTTLED = (seconds: number): VendorAnswer => ({
  ...problem(429, 'The system is currently busy. Try again later.'),
  headers: { 'retry-after': String(seconds) },
})

/** Push as a fault's answer: a session ended at a sign-in page, with 200. */
export const SIGN_IN: VendorAnswer = {
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html><html><head><title>Workday</title></head></html>',
}

const cell = (value: string) =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

/** Columns in the report's order; a repeating column becomes its descriptors with `; ` between. */
function csv(entries: readonly ReportEntry[]): string {
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))]
  const shown = (value: ReportEntry[string] | undefined) =>
    typeof value === 'object'
      ? value.map((part) => (part as { Descriptor?: string }).Descriptor ?? '').join('; ')
      : (value ?? '')
  const lines = entries.map((entry) => names.map((name) => cell(shown(entry[name]))).join(','))
  return `${[names.map(cell).join(','), ...lines].join('\r\n')}\r\n`
}

function report(of: WorkdayTenant, { path, url }: VendorRequest): VendorAnswer {
  const { tenant, owner, report } = path
  if (tenant !== of.tenant) return problem(404, 'Invalid tenant')
  if (owner !== of.owner || report !== of.report)
    return problem(404, `Report not found or you do not have access: ${report}`)
  if (!of.shared) return problem(403, 'The task submitted is not authorized.')
  const format = url.searchParams.get('format')
  if (format === 'json')
    return {
      // A report without lines has no entries at all.
      body: of.entries.length > 0 ? { Report_Entry: of.entries } : {},
    }
  if (format === 'csv')
    return { headers: { 'content-type': 'text/csv;charset=UTF-8' }, body: csv(of.entries) }
  return {
    headers: { 'content-type': 'text/xml' },
    body: '<?xml version="1.0"?><wd:Report_Data xmlns:wd="urn:com.workday.report/x"/>',
  }
}

/** Workday's Reports as a Service: one custom report of one tenant, in one answer without pages. */
export async function workday(over: Partial<WorkdayTenant> = {}) {
  const of: WorkdayTenant = {
    tenant: 'corp',
    owner: 'isu_owner',
    report: 'AI_Usage_Directory',
    user: 'ISU_AI_Usage',
    password: 'an-isu-password',
    shared: true,
    entries: [],
    ...over,
  }
  const server = await vendorServer('wd5-impl-services1.workday.com', {
    routes: {
      'GET /ccx/service/customreport2/{tenant}/{owner}/{report}': (request) => report(of, request),
    },
    authorize: ({ headers, url }) => {
      const tenant = url.pathname.split('/')[4] ?? ''
      // The user is named alone or with its tenant: `ISU@corp`.
      const given = [of.user, `${of.user}@${tenant}`].map(
        (user) => `Basic ${Buffer.from(`${user}:${of.password}`).toString('base64')}`,
      )
      return given.includes(headers.authorization ?? '')
        ? undefined
        : {
            ...problem(401, 'invalid username or password'),
            headers: { 'www-authenticate': 'Basic' },
          }
    },
  })
  return {
    ...server,
    holdings: of,
    /** As Workday shows it under "View URLs", without a format. */
    url: `https://wd5-impl-services1.workday.com/ccx/service/customreport2/${of.tenant}/${of.owner}/${of.report}`,
  }
}
