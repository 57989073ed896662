import { type CellReading, refuse, text } from './cells.ts'
import { MOST_LETTERS, TOOL } from './usage-schema.ts'

/** The product a line is about, as we write its name. */
export function toolCell<Field extends string>(reading: CellReading<Field | 'tool'>): string {
  const slug = text(reading, 'tool', MOST_LETTERS.tool)?.toLowerCase().replace(/\s+/g, '-') ?? ''
  if (slug === '') refuse(reading, 'tool', ['is missing', "Name the product, like 'chatgpt'."])
  else if (!TOOL.test(slug))
    refuse(reading, 'tool', ['is not a tool name', "Write it like 'github-copilot'."])
  return slug
}

/** The currency of a line's prices; dollars unless said. */
export function currencyCell<Field extends string>(
  reading: CellReading<Field | 'currency'>,
): string {
  const code = (text(reading, 'currency', 3) ?? 'USD').toUpperCase()
  if (!/^[A-Z]{3}$/.test(code))
    refuse(reading, 'currency', ['is not a currency', 'Write its three letters, like EUR.'])
  return code
}

/** What is neither negative nor beyond reason. `says` is for who wrote something else. */
type Amount = {
  readonly parse: (text: string) => bigint | undefined
  readonly most: bigint
  readonly says: readonly [why: string, fix: string]
}

/** An amount of money in the unit that `parse` gives; null where the line has none. */
export function amountCell<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
  { parse, most, says }: Amount,
): bigint | null {
  const written = reading.cells[reading.slots[field]]
  const amount = typeof written === 'number' ? String(written) : text(reading, field, 40)
  if (amount === null) return null
  const value = parse(amount)
  return value !== undefined && value >= 0n && value <= most ? value : refuse(reading, field, says)
}
