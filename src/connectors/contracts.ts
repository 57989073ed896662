import type { Contract } from '#books.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { microsFromDecimal, picosFromDecimal } from '#core/money/money.ts'
import { day } from '#core/time/day.ts'

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
import { overlap, type Spell } from './overlap.ts'
import { tableRows } from './table-rows.ts'
import { MOST_LETTERS, TOOL } from './usage-schema.ts'

export const CONTRACT_FIELDS = [
  'tool',
  'plan',
  'from',
  'to',
  'seats',
  'price',
  'currency',
  'notice',
  'committed',
  'credit_price',
] as const
type Field = (typeof CONTRACT_FIELDS)[number]
type Reading = CellReading<Field>

const SLOTS = slotsOf(CONTRACT_FIELDS)
const MOST_MICROS = 1_000_000_000_000_000n
/** A million dollars for one credit. */
const MOST_PICOS = 1_000_000_000_000_000_000n

function tool(reading: Reading): string {
  const slug = text(reading, 'tool', MOST_LETTERS.tool)?.toLowerCase().replace(/\s+/g, '-') ?? ''
  if (slug === '') refuse(reading, 'tool', ['is missing', "Name the product, like 'chatgpt'."])
  else if (!TOOL.test(slug))
    refuse(reading, 'tool', ['is not a tool name', "Write it like 'github-copilot'."])
  return slug
}

function money(
  reading: Reading,
  field: 'price' | 'committed' | 'credit_price',
  [parse, most]: readonly [(text: string) => bigint | undefined, bigint],
): bigint | null {
  const written = reading.cells[SLOTS[field]]
  const amount = typeof written === 'number' ? String(written) : text(reading, field, 40)
  if (amount === null) return null
  const value = parse(amount)
  if (value !== undefined && value >= 0n && value <= most) return value
  return refuse(reading, field, [
    'is not an amount',
    'Write a plain number, like 19.00, or leave it empty.',
  ])
}

function currency(reading: Reading): string {
  const code = (text(reading, 'currency', 3) ?? 'USD').toUpperCase()
  if (!/^[A-Z]{3}$/.test(code))
    refuse(reading, 'currency', ['is not a currency', 'Write its three letters, like EUR.'])
  return code
}

function read(cells: Cells): Contract | { readonly fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const from = calendarDay(reading, 'from')
  const to = calendarDay(reading, 'to')
  const contract: Contract = {
    tool: tool(reading),
    plan: text(reading, 'plan', 64) ?? '',
    from: from ?? day('1970-01-01'),
    to,
    seats: count(reading, 'seats'),
    monthlyMicros: money(reading, 'price', [microsFromDecimal, MOST_MICROS]),
    currency: currency(reading),
    noticeBy: calendarDay(reading, 'notice'),
    committedMicros: money(reading, 'committed', [microsFromDecimal, MOST_MICROS]),
    creditPicos: money(reading, 'credit_price', [picosFromDecimal, MOST_PICOS]),
  }
  if (from === null)
    refuse(reading, 'from', ['is missing', 'Write the first day of the term, like 2026-01-01.'])
  if (to !== null && to < contract.from)
    refuse(reading, 'to', ['is before from', 'Swap the two days, or leave to empty.'])
  return reading.fault ? { fault: reading.fault } : contract
}

/** One contract from typed words. @throws UserError naming the field that is not right */
export function contractOf(fields: Readonly<Partial<Record<Field, string>>>): Contract {
  const contract = read(CONTRACT_FIELDS.map((field) => fields[field]))
  if (!('fault' in contract)) return contract
  const { field, why, fix } = contract.fault
  const value = fields[field]
  throw new UserError(`${field}${value === undefined ? '' : ` '${value}'`} ${why}`, fix)
}

/** Reads contracts: one line per tool, plan and term. */
export async function contractRows(
  paths: readonly string[],
  { mapping }: { readonly mapping: Mapping },
): Promise<{ readonly rows: readonly Contract[]; readonly rejected: readonly Rejection[] }> {
  const spells = new Map<string, Spell[]>()
  return tableRows(paths, {
    fields: CONTRACT_FIELDS,
    slots: SLOTS,
    mapping,
    read,
    clash({ tool, plan }, spell) {
      const twice = overlap(spells, `${tool}\n${plan}`, spell)
      if (!twice) return undefined
      const why = `has two contracts on one day: see also ${twice.place}`
      return { field: 'tool', why, fix: 'End one line the day before the other starts.' }
    },
  })
}
