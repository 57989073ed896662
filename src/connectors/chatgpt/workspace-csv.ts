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
import { ALWAYS } from '#connectors/directory.ts'
import { exportRows, newestSeats, type PeriodLine } from '#connectors/vendor-export.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { addDays, type Day, daysBetween, isDay } from '#core/time/day.ts'
import type { Seat } from '#ingest.ts'

import { CHATGPT } from './client.ts'
import { readPythonDict } from './python-dict.ts'

/** What we read of the export of workspace analytics; its other columns are dropped unread. */
const FIELDS = [
  'cadence',
  'period_start',
  'period_end',
  'email',
  'user_status',
  'created_or_invited_date',
  'messages',
  'model_to_messages',
  'last_day_active_in_period',
  'last_day_active',
] as const
type Field = (typeof FIELDS)[number]
type Reading = CellReading<Field>

const SLOTS = slotsOf(FIELDS)
const NEEDED: readonly Field[] = ['period_start', 'period_end', 'email', 'messages']
const SOURCE = 'chatgpt-workspace'
const GONE = /disab|inactiv|deactiv|delet|remov|suspend/i

/** How a person's messages of a period were spread over models. */
type ModelMessages = {
  readonly account: string
  readonly from: Day
  readonly to: Day
  readonly model: string
  readonly messages: number
}

export type WorkspaceExport = {
  readonly periods: readonly PeriodUse[]
  /** One for each person who holds a seat in the newest period that names them. */
  readonly seats: readonly Seat[]
  readonly models: readonly ModelMessages[]
  readonly rejected: readonly Rejection[]
}

type Line = PeriodLine & { readonly models: readonly ModelMessages[] }

/** `2026-11-02`, also with the midnight that spreadsheets add. */
function dayIn(reading: Reading, field: Field): Day | null {
  const written = text(reading, field, 40)
  if (written === null) return null
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)(?:[T ]00:00.*)?$/.exec(written) ?? []
  if (isDay(day)) return day
  return refuse(reading, field, [
    'is not a day',
    'Export the file again, unopened by a spreadsheet.',
  ])
}

/** Exports were seen whose end is the last day, and whose end is the next period's first. */
function lastDay(cadence: string | null, from: Day, end: Day): Day {
  const nextWeek = /week/i.test(cadence ?? '') && daysBetween(from, end) === 7
  const nextMonth = /month/i.test(cadence ?? '') && end > from && end.endsWith('-01')
  return nextWeek || nextMonth ? addDays(end, -1) : end
}

function modelsIn(reading: Reading): ReadonlyMap<string, number> {
  const written = text(reading, 'model_to_messages', 20_000)
  if (written === null) return new Map()
  const models = readPythonDict(written)
  if (models) return models
  refuse(reading, 'model_to_messages', [
    'is not a Python dict of models and counts',
    "It looks like {'gpt-4o': 25}. Export the file again, unopened by a spreadsheet.",
  ])
  return new Map()
}

function read(cells: Cells, { person }: Pseudonymizer): Line | { readonly fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const email = text(reading, 'email', 320)
  if (email === null) refuse(reading, 'email', ['is missing', 'Export the file with addresses.'])
  const from = dayIn(reading, 'period_start')
  const end = dayIn(reading, 'period_end')
  if (from === null || end === null || end < from)
    refuse(reading, from === null ? 'period_start' : 'period_end', [
      'is missing or before its start',
      'Export the file again.',
    ])
  const status = text(reading, 'user_status', 60) ?? ''
  const models = modelsIn(reading)
  const messages = count(reading, 'messages')
  const lastActivity =
    dayIn(reading, 'last_day_active') ?? dayIn(reading, 'last_day_active_in_period')
  const since = dayIn(reading, 'created_or_invited_date')
  if (reading.fault || email === null || from === null || end === null)
    return { fault: reading.fault ?? { field: 'email', why: 'is missing', fix: 'Export again.' } }
  const account = person(email)
  const to = lastDay(text(reading, 'cadence', 40), from, end)
  const enabled = !GONE.test(status)
  return {
    use: {
      source: SOURCE,
      tool: CHATGPT,
      account,
      from,
      to,
      lastActivity,
      activeDays: null,
      messages,
      enabled,
    },
    seat: {
      tool: CHATGPT,
      plan: 'enterprise',
      account,
      from: since ?? ALWAYS,
      to: null,
      monthlyMicros: null,
      currency: 'USD',
      purchased: null,
      lastActivity,
    },
    models: [...models].map(([model, messages]) => ({ account, from, to, model, messages })),
  }
}

/**
 * Reads ChatGPT's export of workspace analytics, weekly or monthly: what each person did in a period,
 * which is never turned into days, and who holds a seat. Bad lines are rejected, the others stand.
 * @throws UserError when a file is no such export
 */
export async function workspaceRows(
  paths: readonly string[],
  { pseudonyms }: { readonly pseudonyms: Pseudonymizer },
): Promise<WorkspaceExport> {
  const { rows, rejected } = await exportRows(paths, {
    slots: SLOTS,
    needed: NEEDED,
    isNo: {
      what: 'export of ChatGPT workspace analytics',
      fix: 'Download it in ChatGPT under Workspace settings, Analytics, Export, as users by week or month.',
    },
    read: (cells) => read(cells, pseudonyms),
    once: {
      key: ({ use: { account, from, to } }) => `${account} ${from} ${to}`,
      field: 'email',
      why: 'is there twice for one period',
    },
  })
  return {
    periods: rows.map(({ use }) => use),
    seats: newestSeats(rows),
    models: rows.flatMap(({ models }) => models),
    rejected,
  }
}
