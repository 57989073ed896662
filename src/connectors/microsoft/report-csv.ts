import type { PeriodUse, Pseudonymizer } from '#collect.ts'
import { type Cells, type Fault, slotsOf } from '#connectors/cells.ts'
import { ALWAYS } from '#connectors/directory.ts'
import { exportRows, newestSeats, type PeriodLine } from '#connectors/vendor-export.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Seat } from '#ingest.ts'

import { readLine, refuseConcealed, type ReportLine } from './usage-report.ts'

/** What we read of the report; names and last activity by app are dropped unread. */
const FIELDS = [
  'report refresh date',
  'user principal name',
  'last activity date',
  'report period',
] as const
type Field = (typeof FIELDS)[number]

const SLOTS = slotsOf(FIELDS)
const FIELD: Readonly<Record<keyof ReportLine, Field>> = {
  refreshed: 'report refresh date',
  name: 'user principal name',
  lastActivity: 'last activity date',
  period: 'report period',
}
/** The report does not say which licence; this is what Microsoft calls the one it is of. */
const PLAN = 'Microsoft_365_Copilot'

export type CopilotExport = {
  readonly periods: readonly PeriodUse[]
  /** The report lists whoever holds a licence. */
  readonly seats: readonly Seat[]
  readonly rejected: readonly Rejection[]
}

const AGAIN = 'Export the report again, unopened by a spreadsheet.'

/** A hash in place of a name joins nobody. */
const WHY = {
  concealed: [
    'is concealed',
    'Show names in the Microsoft 365 admin center: Org settings, Reports.',
  ],
  nobody: ['is no user principal name', AGAIN],
} as const

function read(
  cells: Cells,
  pseudonyms: Pseudonymizer,
): PeriodLine | { readonly fault: Fault<Field>; readonly concealed: boolean } {
  const cell = (field: keyof ReportLine) => cells[SLOTS[FIELD[field]]]
  const line = readLine(
    {
      refreshed: cell('refreshed'),
      name: cell('name'),
      lastActivity: cell('lastActivity'),
      period: cell('period'),
    },
    pseudonyms,
  )
  switch (line.kind) {
    case 'use':
      return { use: line.use, seat: seatOf(line.use) }
    case 'unreadable':
      return {
        fault: { field: FIELD[line.field], why: 'cannot be read', fix: AGAIN },
        concealed: false,
      }
    case 'concealed':
    case 'nobody': {
      const [why, fix] = WHY[line.kind]
      return { fault: { field: FIELD.name, why, fix }, concealed: line.kind === 'concealed' }
    }
  }
}

const seatOf = ({ tool, account, lastActivity }: PeriodUse): Seat => ({
  tool,
  plan: PLAN,
  account,
  from: ALWAYS,
  to: null,
  monthlyMicros: null,
  currency: 'USD',
  purchased: null,
  lastActivity,
})

/**
 * Reads reports of Copilot use that an admin downloaded from the Microsoft 365 admin center: who was last
 * active when, over a period that is never turned into days, and who holds a licence.
 * @throws UserError when a file is no such report, or conceals every name
 */
export async function copilotExport(
  paths: readonly string[],
  { pseudonyms }: { readonly pseudonyms: Pseudonymizer },
): Promise<CopilotExport> {
  let concealed = 0
  const { rows, rejected } = await exportRows(paths, {
    slots: SLOTS,
    needed: FIELDS,
    isNo: {
      what: 'usage report of Microsoft 365 Copilot',
      fix: 'Download it in the Microsoft 365 admin center under Reports, Usage, Microsoft 365 Copilot, Export.',
    },
    read(cells) {
      const line = read(cells, pseudonyms)
      if ('concealed' in line && line.concealed) concealed += 1
      return line
    },
    once: {
      key: ({ use: { account, from, to } }) => `${account} ${from} ${to}`,
      field: 'user principal name',
      why: 'is there twice for one period',
    },
  })
  refuseConcealed(concealed, rows.length)
  return { periods: rows.map(({ use }) => use), seats: newestSeats(rows), rejected }
}
