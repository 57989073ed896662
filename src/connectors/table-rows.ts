import type { Rejection } from '#core/import/rejection.ts'

import { type Cells, type Fault, rejectionOf } from './cells.ts'
import type { Columns } from './columns.ts'
import { openFile } from './open-file.ts'
import { rowsOf } from './rows.ts'

/** A kind of file whose rows must also agree with each other, all files together. */
type Table<Field extends string, Item extends object> = {
  /** How a file's columns find their fields; `complete` throws when one it cannot do without is missing. */
  readonly columns: (file: string) => Columns & { readonly complete?: () => void }
  /** Each field's place in the cells. */
  readonly slots: Readonly<Record<Field, number>>
  readonly read: (cells: Cells) => Item | { readonly fault: Fault<Field> }
  /** What is wrong with an item beside those before it; else it is remembered by its place. */
  readonly clash: (item: Item, place: string) => Fault<Field> | undefined
}

/**
 * Reads files of one kind whole: what can be read, and what is refused.
 * @throws UserError when a file's columns are not those of its kind
 */
export async function tableRows<Field extends string, Item extends object>(
  paths: readonly string[],
  { columns, slots, read, clash }: Table<Field, Item>,
): Promise<{ readonly rows: readonly Item[]; readonly rejected: readonly Rejection[] }> {
  const items: Item[] = []
  const rejected: Rejection[] = []
  for (const path of paths) {
    const file = await openFile(path)
    const known = columns(file.name)
    for await (const batch of rowsOf(file, known)) {
      known.complete?.()
      rejected.push(...batch.rejected)
      for (const row of batch.rows) {
        const item = read(row.cells)
        const fault = 'fault' in item ? item.fault : clash(item, `${file.name}:${row.line}`)
        if (fault)
          rejected.push(rejectionOf({ file: file.name, ...row }, fault, slots[fault.field]))
        else if (!('fault' in item)) items.push(item)
      }
    }
  }
  return { rows: items, rejected }
}
