const NUMBER = /^[−\-+▲▼$€£~]?\s?[▲▼$]?[\d.,]+(\s?[%KMB]|\s.*)?$|^–$|^—$|^$/

/** A number, or what stands where one is missing: the cells that are read from the right. */
export const isNumber = (cell: string): boolean => NUMBER.test(cell)

/** The columns that hold words alone, which are read from the left; the first one does, always. */
export function wordColumns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): ReadonlySet<number> {
  const words = head.flatMap((_, column) => {
    const cells = rows.map((row) => row[column] ?? '').filter((cell) => cell !== '')
    return column === 0 || (cells.length > 0 && !cells.some(isNumber)) ? [column] : []
  })
  return new Set(words)
}
