import { stringify } from 'csv-stringify/sync'

type Cell = string | number | null

/**
 * A table as CSV. Text that a spreadsheet would run as a formula (a name such as `=HYPERLINK(…)`)
 * gets a leading apostrophe; numbers, negative ones too, stay numbers; null is an empty cell.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([head, ...rows], { escape_formulas: true, record_delimiter: 'windows' })
}
