import { picosFromDecimal } from '#core/money/money.ts'
import { FEATURES } from '#ingest.ts'

import {
  type CellReading,
  type Cells,
  choice,
  count,
  type Fault,
  refuse,
  slotsOf,
  text,
} from './cells.ts'
import { timeCell } from './time-cell.ts'
import {
  ASSET_KINDS,
  COST_BASES,
  INITIATORS,
  MOST_LETTERS,
  MOST_PICOS,
  OUTCOMES,
  TOOL,
  USAGE_FIELDS,
  type UsageField,
  type UsageLine,
} from './usage-schema.ts'

type Reading = CellReading<UsageField>

const SLOTS = slotsOf(USAGE_FIELDS)

const COST_FIX = 'Write dollars as a decimal from 0 to 1,000,000, like 0.0123.'

function dollars(reading: Reading): bigint | null {
  const value = reading.cells[SLOTS.cost_usd]
  if (value === undefined || value === null) return null
  const written = typeof value === 'number' ? String(value) : value
  if (typeof written !== 'string') return refuse(reading, 'cost_usd', ['is not a number', COST_FIX])
  const number = written.trim()
  if (number === '') return null
  const picos = picosFromDecimal(number)
  if (picos === undefined) return refuse(reading, 'cost_usd', ['is not a number', COST_FIX])
  if (picos < 0n || picos > MOST_PICOS)
    return refuse(reading, 'cost_usd', ['is out of range for one request', COST_FIX])
  return picos
}

function tool(reading: Reading): string {
  const value = reading.cells[SLOTS.tool]
  if (value === undefined || value === null || value === '')
    return refuse(reading, 'tool', ['is missing', "Name the product, like 'chatgpt'."]) ?? ''
  const slug = typeof value === 'string' ? value.trim().toLowerCase().replace(/\s+/g, '-') : ''
  if (slug !== '' && slug.length <= MOST_LETTERS.tool && TOOL.test(slug)) return slug
  const fix = "Write letters, digits, dots and dashes (at most 64), like 'github-copilot'."
  return refuse(reading, 'tool', ['is not a tool name', fix]) ?? ''
}

function person(reading: Reading): string | null {
  const written = text(reading, 'person', MOST_LETTERS.person)
  if (written === null)
    return refuse(reading, 'person', [
      'is missing',
      "Write an e-mail address or id, or '-' when nobody is known.",
    ])
  return written === '-' ? null : written
}

function paired(reading: Reading, line: UsageLine): UsageLine {
  if ((line.asset === null) !== (line.asset_kind === null))
    refuse(reading, 'asset', ['and asset_kind need each other', 'Give both, or leave both empty.'])
  return line
}

/**
 * Reads one line as `usageLineSchema` does, by hand for speed. `offsetAt` says the offset of times
 * written without one.
 */
export function readUsageLine(
  cells: Cells,
  offsetAt?: (wall: number) => number,
): UsageLine | { readonly fault: Fault<UsageField> } {
  const reading: Reading = { cells, slots: SLOTS, fault: undefined }
  const line = paired(reading, {
    time: timeCell(reading, offsetAt),
    person: person(reading),
    tool: tool(reading),
    model: text(reading, 'model', MOST_LETTERS.model),
    feature: choice(reading, 'feature', FEATURES),
    session: text(reading, 'session', MOST_LETTERS.name),
    prompt_characters: count(reading, 'prompt_characters'),
    output_characters: count(reading, 'output_characters'),
    input_tokens: count(reading, 'input_tokens'),
    cache_read_tokens: count(reading, 'cache_read_tokens'),
    cache_write_tokens: count(reading, 'cache_write_tokens'),
    output_tokens: count(reading, 'output_tokens'),
    cost_usd: dollars(reading),
    cost_basis: choice(reading, 'cost_basis', COST_BASES),
    asset_kind: choice(reading, 'asset_kind', ASSET_KINDS),
    asset: text(reading, 'asset', MOST_LETTERS.name),
    outcome: choice(reading, 'outcome', OUTCOMES),
    initiated_by: choice(reading, 'initiated_by', INITIATORS),
    run: text(reading, 'run', MOST_LETTERS.name),
    id: text(reading, 'id', MOST_LETTERS.name),
  })
  return reading.fault ? { fault: reading.fault } : line
}
