import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'

import type { Columns } from './columns.ts'
import { csvRows } from './csv-rows.ts'
import { jsonRows } from './json-rows.ts'
import type { OpenFile } from './open-file.ts'

/** One row's values by the order of the fields. */
export type Row = { readonly line: number; readonly cells: readonly unknown[] }

/** Some rows of one file. */
export type Rows = { readonly rows: readonly Row[]; readonly rejected: readonly Rejection[] }

/**
 * Rows of a CSV or NDJSON file, some at a time, in order; values are not judged here.
 * @throws UserError when the file is one JSON list
 */
export function rowsOf(file: OpenFile, columns: Columns): AsyncGenerator<Rows> {
  switch (file.format) {
    case 'csv':
      return csvRows(file, columns)
    case 'ndjson':
      return jsonRows(file, columns)
    case 'json-list':
      throw new UserError(
        `${file.name} is one JSON list`,
        "Write one object per line, for example with: jq -c '.[]' file.json > file.ndjson",
      )
  }
}
