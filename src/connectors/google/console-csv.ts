import type { PeriodUse, Pseudonymizer } from '#collect.ts'
import {
  type CellReading,
  type Cells,
  count,
  type Fault,
  refuse,
  slotsOf,
  text,
} from '#connectors/cells.ts'
import { exportRows } from '#connectors/vendor-export.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'

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

type Reading = { readonly pseudonyms: Pseudonymizer; readonly through: Day }

function read(
  cells: Cells,
  { pseudonyms, through }: Reading,
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

/**
 * The last of a report's days, which the file does not say.
 * @throws UserError when nobody said it, or it is not over
 */
export function lastDayOf(through: Day | undefined, now: number): Day {
  if (through === undefined)
    throw new UserError(
      `A Gemini report does not say which ${DAYS} days it is of`,
      'Give the last of them, as the Admin console shows it, with --through 2026-11-20.',
    )
  if (through < dayAt(now, 'UTC')) return through
  throw new UserError(
    `--through ${through} is not over`,
    'Give the last day of the report, as the Admin console shows it.',
  )
}

/**
 * Reads the Gemini report of the Google Admin console: how many of 28 days each person was active, never
 * turned into days. `through` is the last of them.
 * @throws UserError when a file is no such report
 */
export async function geminiRows(
  paths: readonly string[],
  options: Reading,
): Promise<ConsoleReport> {
  const { rows, rejected } = await exportRows(paths, {
    slots: SLOTS,
    needed: FIELDS,
    isNo: {
      what: 'Gemini report of the Admin console',
      fix: 'Download it in the Google Admin console under Generative AI, Gemini reports, by user.',
    },
    read: (cells) => read(cells, options),
    once: { key: ({ account }) => `${account}`, field: 'email', why: 'is there twice' },
  })
  return { periods: rows, rejected }
}
