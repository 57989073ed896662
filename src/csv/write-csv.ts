import { stringify } from 'csv-stringify/sync'

type Cell = string | number | null

/**
 * A table as CSV. Text that a spreadsheet would run as a formula (a name such as `=HYPERLINK(…)`)
 * gets a leading apostrophe; numbers, negative ones too, stay numbers; null is an empty cell.
 * `bom`: the mark by which Excel knows that it is UTF-8, once, before all else.
 */
export function writeCsv(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  { bom = false }: { readonly bom?: boolean } = {},
): string {
  return stringify([head, ...rows], { bom, escape_formulas: true, record_delimiter: 'windows' })
}
