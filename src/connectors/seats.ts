import type { Pseudonymizer } from '#collect.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import type { Seat } from '#ingest.ts'

import {
  calendarDay,
  type CellReading,
  type Cells,
  count,
  type Fault,
  refuse,
  slotsOf,
  text,
} from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { ALWAYS } from './directory.ts'
import { overlap, type Spell } from './overlap.ts'
import { tableRows } from './table-rows.ts'
import { amountCell, currencyCell, toolCell } from './tool-cells.ts'

export const SEAT_FIELDS = [
  'tool',
  'plan',
  'person',
  'from',
  'to',
  'monthly_price_usd',
  'purchased',
  'currency',
] as const
type Field = (typeof SEAT_FIELDS)[number]
type Reading = CellReading<Field>

const SLOTS = slotsOf(SEAT_FIELDS)

const MONTHLY = {
  parse: microsFromDecimal,
  most: 1_000_000_000_000n,
  says: ['is not a price', 'Write dollars a month for one seat, like 19.00, or leave it empty.'],
} as const

function read(cells: Cells, { person }: Pseudonymizer): Seat | { fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const who = text(reading, 'person', 320)
  const holder = who === '-' ? null : who
  const seat: Seat = {
    tool: toolCell(reading),
    plan: text(reading, 'plan', 64) ?? 'standard',
    account: holder === null ? null : person(holder),
    from: calendarDay(reading, 'from') ?? ALWAYS,
    to: calendarDay(reading, 'to'),
    monthlyMicros: amountCell(reading, 'monthly_price_usd', MONTHLY),
    currency: currencyCell(reading),
    purchased: count(reading, 'purchased'),
    lastActivity: null,
  }
  if (seat.to !== null && seat.to < seat.from)
    refuse(reading, 'to', ['is before from', 'Swap the two days, or leave to empty.'])
  if (holder === null && seat.purchased === null)
    refuse(reading, 'person', [
      'is missing',
      'Name who holds the seat, or say in purchased how many seats the pool has.',
    ])
  return reading.fault ? { fault: reading.fault } : seat
}

/** Reads seats: one line per assigned seat, and one per pool that says how many were bought. */
export async function seatRows(
  paths: readonly string[],
  options: { readonly pseudonyms: Pseudonymizer; readonly mapping: Mapping },
): Promise<{ readonly rows: readonly Seat[]; readonly rejected: readonly Rejection[] }> {
  const spells = new Map<string, Spell[]>()
  const known = columns(SEAT_FIELDS, options.mapping)
  return tableRows(paths, {
    columns: () => known,
    slots: SLOTS,
    read: (cells) => read(cells, options.pseudonyms),
    clash({ tool, plan, account, from, to }, place) {
      const key = `${tool}\n${account ?? `pool ${plan}`}`
      const twice = overlap(spells, key, { from, to, place })
      if (!twice) return undefined
      const why = `is there twice on one day: see also ${twice.place}`
      const fix = 'Keep one line, or end it the day before the other starts.'
      return { field: 'person', why, fix }
    },
  })
}
