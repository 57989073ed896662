import { basename } from 'node:path'

import { parse } from 'csv-parse/sync'
import { z } from 'zod'

import type { PeriodUse, Pseudonymizer } from '#collect.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { readWhole } from '#connectors/open-file.ts'
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

export type ReportUse = {
  readonly periods: readonly PeriodUse[]
  /** Lines whose person is a hash, because the tenant conceals names. */
  readonly concealed: number
  readonly refused: ReturnType<ReturnType<typeof refusals>['take']>
  /** The day the report was last refreshed; null in an empty one. */
  readonly refreshed: Day | null
}

const CONCEALED = /^[0-9A-F]{32}$/i

/** What the report says of each person over its period. Apps and days are not in it. */
export function readReport(lines: readonly ReportLine[], pseudonyms: Pseudonymizer): ReportUse {
  const refused = refusals()
  const periods = new Map<string, PeriodUse>()
  let concealed = 0
  let refreshed: Day | null = null
  for (const raw of lines) {
    const read = line.safeParse(raw)
    if (!read.success) {
      refused.add(
        'usage report',
        `has no readable ${String(read.error.issues[0]?.path[0] ?? 'line')}`,
      )
      continue
    }
    const { name, period, lastActivity, refreshed: to } = read.data
    if (refreshed === null || to > refreshed) refreshed = to
    if (CONCEALED.test(name)) {
      concealed += 1
      continue
    }
    if (!name.includes('@')) {
      refused.add('usage report', 'names nobody by user principal name')
      continue
    }
    const account = pseudonyms.person(name)
    periods.set(`${account} ${period}`, {
      source: REPORT_SOURCE,
      tool: M365_COPILOT,
      account,
      from: addDays(to, 1 - period),
      to,
      lastActivity: lastActivity || null,
      activeDays: null,
      messages: null,
      enabled: true,
    })
  }
  return { periods: [...periods.values()], concealed, refused: refused.take(), refreshed }
}

/**
 * Reads reports of Copilot use that an admin downloaded from the Microsoft 365 admin center.
 * @throws UserError when a file is no such report
 */
export async function reportRows(
  paths: readonly string[],
  { pseudonyms }: { readonly pseudonyms: Pseudonymizer },
): Promise<ReportUse> {
  const lines: ReportLine[] = []
  for (const path of paths) {
    const found = csvLines(await readWhole(path))
    if (!found)
      throw new UserError(
        `${basename(path)} is no report of Microsoft 365 Copilot use`,
        'Download it in the Microsoft 365 admin center under Reports, Usage, Microsoft 365 Copilot, Export.',
      )
    lines.push(...found)
  }
  return readReport(lines, pseudonyms)
}
