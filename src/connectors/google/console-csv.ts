import type { PeriodUse, Pseudonymizer } from '#collect.ts'
import {
  type CellReading,
  type Cells,
  count,
  type Fault,
  refuse,
  rejectionOf,
  slotsOf,
  text,
} from '#connectors/cells.ts'
import type { Columns } from '#connectors/columns.ts'
import { openFile } from '#connectors/open-file.ts'
import { rowsOf } from '#connectors/rows.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { GEMINI } from './tool.ts'

/** What we read of the report; usage by app has no documented unit and is dropped unread. */
const FIELDS = ['email', 'active days'] as const
type Field = (typeof FIELDS)[number]

const SLOTS = slotsOf(FIELDS)
const SOURCE = 'gemini-console'
const DAYS = 28

export type ConsoleReport = {
  readonly periods: readonly PeriodUse[]
  readonly rejected: readonly Rejection[]
}

function read(
  cells: Cells,
  { pseudonyms, through }: { readonly pseudonyms: Pseudonymizer; readonly through: Day },
): PeriodUse | { readonly fault: Fault<Field> } {
  const reading: CellReading<Field> = { cells, slots: SLOTS, fault: undefined }
  const email = text(reading, 'email', 320)
  if (email?.includes('@') !== true)
    refuse(reading, 'email', ['is no address', 'Export the report again.'])
  const activeDays = count(reading, 'active days')
  if (activeDays !== null && activeDays > DAYS)
    refuse(reading, 'active days', [`is more than ${DAYS}`, 'Export the report again.'])
  if (reading.fault) return { fault: reading.fault }
  return {
    source: SOURCE,
    tool: GEMINI,
    account: pseudonyms.person(email ?? ''),
    from: addDays(through, 1 - DAYS),
    to: through,
    lastActivity: null,
    activeDays,
    messages: null,
    enabled: true,
  }
}

function reportColumns(): Columns & { readonly missing: () => Field | undefined } {
  const found = new Set<string>()
  return {
    fields: FIELDS,
    find: (name) => {
      const field = name.trim().toLowerCase()
      const slot = FIELDS.findIndex((each) => each === field)
      if (slot < 0) return { kind: 'dropped' }
      found.add(field)
      return { kind: 'field', slot }
    },
    fill: () => undefined,
    missing: () => FIELDS.find((field) => !found.has(field)),
  }
}

/**
 * Reads the Gemini report of the Google Admin console: how many of 28 days each person was active, never
 * turned into days. The file does not say which days: `through` is the last of them.
 * @throws UserError when a file is no such report
 */
export async function geminiRows(
  paths: readonly string[],
  options: { readonly pseudonyms: Pseudonymizer; readonly through: Day },
): Promise<ConsoleReport> {
  const periods = new Map<string | null, { readonly use: PeriodUse; readonly place: string }>()
  const rejected: Rejection[] = []
  for (const path of paths) {
    const file = await openFile(path)
    const columns = reportColumns()
    for await (const batch of rowsOf(file, columns)) {
      const missing = columns.missing()
      if (missing !== undefined)
        throw new UserError(
          `${file.name} has no column '${missing}': it is no Gemini report of the Admin console`,
          'Download it in the Google Admin console under Generative AI, Gemini reports, by user.',
        )
      rejected.push(...batch.rejected)
      for (const row of batch.rows) {
        const place = { file: file.name, ...row }
        const use = read(row.cells, options)
        const twice = 'fault' in use ? undefined : periods.get(use.account)
        const why = `is there twice: see also ${twice?.place}`
        if ('fault' in use) rejected.push(rejectionOf(place, use.fault, SLOTS[use.fault.field]))
        else if (twice)
          rejected.push(
            rejectionOf(place, { field: 'email', why, fix: 'Name each report once.' }, SLOTS.email),
          )
        else periods.set(use.account, { use, place: `${file.name}:${row.line}` })
      }
    }
  }
  return { periods: [...periods.values()].map(({ use }) => use), rejected }
}
