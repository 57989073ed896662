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
import type { Mapping } from './columns.ts'
import { ALWAYS } from './directory.ts'
import { overlap, type Spell } from './overlap.ts'
import { tableRows } from './table-rows.ts'
import { MOST_LETTERS, TOOL } from './usage-schema.ts'

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
const MOST_MONTHLY_MICROS = 1_000_000_000_000n

function tool(reading: Reading): string {
  const slug = text(reading, 'tool', MOST_LETTERS.tool)?.toLowerCase().replace(/\s+/g, '-') ?? ''
  if (slug === '') refuse(reading, 'tool', ['is missing', "Name the product, like 'chatgpt'."])
  else if (!TOOL.test(slug))
    refuse(reading, 'tool', ['is not a tool name', "Write it like 'github-copilot'."])
  return slug
}

function monthly(reading: Reading): bigint | null {
  const written = reading.cells[SLOTS.monthly_price_usd]
  const price =
    typeof written === 'number' ? String(written) : text(reading, 'monthly_price_usd', 40)
  if (price === null) return null
  const micros = microsFromDecimal(price)
  if (micros !== undefined && micros >= 0n && micros <= MOST_MONTHLY_MICROS) return micros
  return refuse(reading, 'monthly_price_usd', [
    'is not a price',
    'Write dollars a month for one seat, like 19.00, or leave it empty.',
  ])
}

function currency(reading: Reading): string {
  const code = (text(reading, 'currency', 3) ?? 'USD').toUpperCase()
  if (!/^[A-Z]{3}$/.test(code))
    refuse(reading, 'currency', ['is not a currency', 'Write its three letters, like EUR.'])
  return code
}

function read(cells: Cells, { person }: Pseudonymizer): Seat | { fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const who = text(reading, 'person', 320)
  const holder = who === '-' ? null : who
  const seat: Seat = {
    tool: tool(reading),
    plan: text(reading, 'plan', 64) ?? 'standard',
    account: holder === null ? null : person(holder),
    from: calendarDay(reading, 'from') ?? ALWAYS,
    to: calendarDay(reading, 'to'),
    monthlyMicros: monthly(reading),
    currency: currency(reading),
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
  return tableRows(paths, {
    fields: SEAT_FIELDS,
    slots: SLOTS,
    mapping: options.mapping,
    read: (cells) => read(cells, options.pseudonyms),
    clash({ tool, plan, account }, spell) {
      const twice = overlap(spells, `${tool}\n${account ?? `pool ${plan}`}`, spell)
      if (!twice) return undefined
      const why = `is there twice on one day: see also ${twice.place}`
      const fix = 'Keep one line, or end it the day before the other starts.'
      return { field: 'person', why, fix }
    },
  })
}
