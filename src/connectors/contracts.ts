import type { Contract } from '#core/contract/contract.ts'
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
import { columns, type Mapping } from './columns.ts'
import { overlap, type Spell } from './overlap.ts'
import { tableRows } from './table-rows.ts'
import { amountCell, currencyCell, toolCell } from './tool-cells.ts'

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

const SAYS = ['is not an amount', 'Write a plain number, like 19.00, or leave it empty.'] as const
const MONEY = { parse: microsFromDecimal, most: 1_000_000_000_000_000n, says: SAYS }
/** At most a million dollars for one credit. */
const CREDIT = { parse: picosFromDecimal, most: 1_000_000_000_000_000_000n, says: SAYS }

function read(cells: Cells): Contract | { readonly fault: Fault<Field> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const from = calendarDay(reading, 'from')
  const to = calendarDay(reading, 'to')
  const contract: Contract = {
    tool: toolCell(reading),
    plan: text(reading, 'plan', 64) ?? '',
    from: from ?? day('1970-01-01'),
    to,
    seats: count(reading, 'seats'),
    monthlyMicros: amountCell(reading, 'price', MONEY),
    currency: currencyCell(reading),
    noticeBy: calendarDay(reading, 'notice'),
    committedMicros: amountCell(reading, 'committed', MONEY),
    creditPicos: amountCell(reading, 'credit_price', CREDIT),
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
  const known = columns(CONTRACT_FIELDS, mapping)
  return tableRows(paths, {
    columns: () => known,
    slots: SLOTS,
    read,
    clash({ tool, plan, from, to }, place) {
      const twice = overlap(spells, `${tool}\n${plan}`, { from, to, place })
      if (!twice) return undefined
      const why = `has two contracts on one day: see also ${twice.place}`
      return { field: 'tool', why, fix: 'End one line the day before the other starts.' }
    },
  })
}
