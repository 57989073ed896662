import type { Rejection } from '#core/import/rejection.ts'

import { type Cells, type Fault, rejectionOf } from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { openFile } from './open-file.ts'
import type { Spell } from './overlap.ts'
import { rowsOf } from './rows.ts'

type Dated = Pick<Spell, 'from' | 'to'>

/** A kind of file whose rows must also agree with each other, all files together. */
type Table<Field extends string, Item extends Dated> = {
  readonly fields: readonly Field[]
  /** Each field's place in the cells. */
  readonly slots: Readonly<Record<Field, number>>
  readonly mapping: Mapping
  readonly read: (cells: Cells) => Item | { readonly fault: Fault<Field> }
  /** What is wrong with an item beside those before it; else it is remembered. */
  readonly clash: (item: Item, spell: Spell) => Fault<Field> | undefined
}

/**
 * Reads files of one kind whole: what can be read, and what is refused.
 * @throws UserError when a file's columns are not those of its kind
 */
export async function tableRows<Field extends string, Item extends Dated>(
  paths: readonly string[],
  { fields, slots, mapping, read, clash }: Table<Field, Item>,
): Promise<{ readonly rows: readonly Item[]; readonly rejected: readonly Rejection[] }> {
  const items: Item[] = []
  const rejected: Rejection[] = []
  const known = columns(fields, mapping)
  for (const path of paths) {
    const file = await openFile(path)
    for await (const batch of rowsOf(file, known)) {
      rejected.push(...batch.rejected)
      for (const row of batch.rows) {
        const item = read(row.cells)
        const place = `${file.name}:${row.line}`
        const fault =
          'fault' in item ? item.fault : clash(item, { from: item.from, to: item.to, place })
        if (fault)
          rejected.push(rejectionOf({ file: file.name, ...row }, fault, slots[fault.field]))
        else if (!('fault' in item)) items.push(item)
      }
    }
  }
  return { rows: items, rejected }
}
