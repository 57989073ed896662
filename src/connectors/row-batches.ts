import type { RowBatch } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'

import { type Cells, type Fault, rejectionOf } from './cells.ts'
import type { Columns } from './columns.ts'
import { openFile, sizeOf } from './open-file.ts'
import { rowsOf } from './rows.ts'

type Reading<Field extends string, Row extends object> = {
  readonly columns: Columns
  /** Each field's place in the cells. */
  readonly slots: Readonly<Record<Field, number>>
  readonly read: (cells: Cells) => Row | { readonly fault: Fault<Field> }
}

/**
 * Reads files of one line per row, one after the other; nothing is held but the batch at hand.
 * @throws UserError when a file or a column cannot be used at all
 */
export async function* rowBatches<Field extends string, Row extends object>(
  paths: readonly string[],
  { columns, slots, read }: Reading<Field, Row>,
): AsyncGenerator<RowBatch<Row>> {
  const ofBytes = await sizeOf(paths)
  let before = 0
  for (const path of paths) {
    const file = await openFile(path)
    for await (const batch of rowsOf(file, columns)) {
      const rows: Row[] = []
      const rejected: Rejection[] = [...batch.rejected]
      for (const line of batch.rows) {
        const row = read(line.cells)
        if ('fault' in row)
          rejected.push(
            rejectionOf({ file: file.name, ...line }, row.fault, slots[row.fault.field]),
          )
        else rows.push(row)
      }
      const inOrder = rejected.toSorted((a, b) => a.line - b.line)
      yield { rows, rejected: inOrder, bytes: before + file.read(), ofBytes }
    }
    before += file.read()
  }
}
