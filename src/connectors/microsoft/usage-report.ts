import { parse } from 'csv-parse/sync'
import { z } from 'zod'

import type { PeriodUse, Pseudonymizer } from '#collect.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'
import { addDays, type Day, isDay } from '#core/time/day.ts'

import { M365_COPILOT } from './tool.ts'

export const REPORT_SOURCE = 'm365-copilot-report'

/** A line of the report of use by person, as CSV or JSON names its columns. */
export type ReportLine = {
  readonly refreshed: unknown
  readonly name: unknown
  readonly lastActivity: unknown
  readonly period: unknown
}

const COLUMNS: Readonly<Record<keyof ReportLine, string>> = {
  refreshed: 'Report Refresh Date',
  name: 'User Principal Name',
  lastActivity: 'Last Activity Date',
  period: 'Report Period',
}

/** The lines of the CSV; undefined when it is no such report. */
export function csvLines(text: string): readonly ReportLine[] | undefined {
  let records: readonly Readonly<Record<string, string>>[]
  let header: string[] = []
  try {
    records = parse(text, {
      bom: true,
      columns: (names: string[]) => (header = names.map((name) => name.trim())),
      skip_empty_lines: true,
    })
  } catch {
    return undefined
  }
  if (!Object.values(COLUMNS).every((name) => header.includes(name))) return undefined
  return records.map((record) => ({
    refreshed: record[COLUMNS.refreshed],
    name: record[COLUMNS.name],
    lastActivity: record[COLUMNS.lastActivity],
    period: record[COLUMNS.period],
  }))
}

const jsonLine = z.looseObject({
  reportRefreshDate: z.unknown(),
  userPrincipalName: z.unknown(),
  lastActivityDate: z.unknown(),
  copilotActivityUserDetailsByPeriod: z
    .array(z.looseObject({ reportPeriod: z.unknown() }))
    .nullish(),
})

export function jsonLines(rows: readonly unknown[]): readonly ReportLine[] {
  return rows.map((row) => {
    const read = jsonLine.safeParse(row).data
    return {
      refreshed: read?.reportRefreshDate,
      name: read?.userPrincipalName,
      lastActivity: read?.lastActivityDate,
      period: read?.copilotActivityUserDetailsByPeriod?.[0]?.reportPeriod,
    }
  })
}

const line = z.object({
  refreshed: z.string().refine(isDay),
  name: z.string().trim().min(1).max(320),
  lastActivity: z.union([z.literal(''), z.string().refine(isDay)]).nullish(),
  period: z.coerce.number().int().min(1).max(366),
})

const CONCEALED = /^[0-9A-F]{32}$/i

export type ReadLine =
  | { readonly kind: 'use'; readonly use: PeriodUse }
  /** The person is a hash, because the tenant conceals names. */
  | { readonly kind: 'concealed' }
  | { readonly kind: 'unreadable'; readonly field: keyof ReportLine }
  | { readonly kind: 'nobody' }

/** What a line says of a person over its period. Apps and days are not in it. */
export function readLine(raw: ReportLine, pseudonyms: Pseudonymizer): ReadLine {
  const read = line.safeParse(raw)
  if (!read.success) {
    const field = read.error.issues[0]?.path[0] as keyof ReportLine | undefined
    return { kind: 'unreadable', field: field ?? 'name' }
  }
  const { name, period, lastActivity, refreshed: to } = read.data
  if (CONCEALED.test(name)) return { kind: 'concealed' }
  if (!name.includes('@')) return { kind: 'nobody' }
  const use: PeriodUse = {
    source: REPORT_SOURCE,
    tool: M365_COPILOT,
    account: pseudonyms.person(name),
    from: addDays(to, 1 - period),
    to,
    lastActivity: lastActivity || null,
    activeDays: null,
    messages: null,
    enabled: true,
  }
  return { kind: 'use', use }
}

export type ReportUse = {
  readonly periods: readonly PeriodUse[]
  /** Lines whose person is a hash, because the tenant conceals names. */
  readonly concealed: number
  readonly refused: ReturnType<ReturnType<typeof refusals>['take']>
  /** The day the report was last refreshed; null in an empty one. */
  readonly refreshed: Day | null
}

/** What the vendor's answer says of each person over its period. */
export function readReport(lines: readonly ReportLine[], pseudonyms: Pseudonymizer): ReportUse {
  const refused = refusals()
  const periods = new Map<string, PeriodUse>()
  let concealed = 0
  let refreshed: Day | null = null
  for (const raw of lines) {
    const read = readLine(raw, pseudonyms)
    switch (read.kind) {
      case 'unreadable':
        refused.add('usage report', `has no readable ${read.field}`)
        continue
      case 'nobody':
        refused.add('usage report', 'names nobody by user principal name')
        break
      case 'concealed':
        concealed += 1
        break
      case 'use':
        periods.set(`${read.use.account} ${read.use.from}`, read.use)
    }
    if (typeof raw.refreshed === 'string' && isDay(raw.refreshed))
      if (refreshed === null || raw.refreshed > refreshed) refreshed = raw.refreshed
  }
  return { periods: [...periods.values()], concealed, refused: refused.take(), refreshed }
}

const SHOW_NAMES =
  'In the Microsoft 365 admin center, under Settings, Org settings, Services, Reports, switch "Display concealed user, group, and site names in all reports" off.'

/** Hashes in place of names would join nobody, and count people again once names are shown. */
export function refuseConcealed(concealed: number, named: number): void {
  if (concealed === 0 || named > 0) return
  const people = concealed === 1 ? '1 person' : `${concealed} people`
  throw new UserError(`Microsoft conceals the names in its reports (${people})`, SHOW_NAMES)
}
