import { stringify } from 'csv-stringify/sync'

export type Row = readonly (string | number | null)[]

/**
 * Lines of a CSV. Text that a spreadsheet would run as a formula (a name such as `=HYPERLINK(…)`) gets a
 * leading apostrophe; numbers, negative ones too, stay numbers; null is an empty cell. `bom`: the mark by
 * which Excel knows that it is UTF-8, before them.
 */
export function csvLines(
  rows: readonly Row[],
  { bom = false }: { readonly bom?: boolean } = {},
): string {
  return stringify([...rows], { bom, escape_formulas: true, record_delimiter: 'windows' })
}

/** A whole table. */
export const writeCsv = (head: readonly string[], rows: readonly Row[]): string =>
  csvLines([head, ...rows])
