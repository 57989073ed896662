import type { PeriodUse } from '#collect.ts'
import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { Seat } from '#ingest.ts'

import type { Cells, Fault } from './cells.ts'
import type { Columns } from './columns.ts'
import { tableRows } from './table-rows.ts'

/** A file that a vendor's console gives, with columns of its own naming. */
type VendorExport<Field extends string, Item extends object> = {
  /** The place of each column that is read, by its name in lower case; others are dropped unread. */
  readonly slots: Readonly<Record<Field, number>>
  readonly needed: readonly Field[]
  /** Continues `FILE has no column 'x': it is no …`; the fix says where the file is downloaded. */
  readonly isNo: { readonly what: string; readonly fix: string }
  readonly read: (cells: Cells) => Item | { readonly fault: Fault<Field> }
  /** Two lines of one key say one thing twice. `field` names whom they are of. */
  readonly once: {
    readonly key: (item: Item) => string
    readonly field: Field
    readonly why: string
  }
}

/**
 * Reads a vendor's export: good lines, and bad ones refused by their line.
 * @throws UserError when a file lacks a column, for it is another file then
 */
export function exportRows<Field extends string, Item extends object>(
  paths: readonly string[],
  { slots, needed, isNo, read, once }: VendorExport<Field, Item>,
): Promise<{ readonly rows: readonly Item[]; readonly rejected: readonly Rejection[] }> {
  const places = new Map<string, string>()
  const fields = Object.keys(slots) as Field[]
  return tableRows(paths, {
    columns: (file) => columnsOf(file, { fields, needed, isNo }),
    slots,
    read,
    clash(item, place) {
      const key = once.key(item)
      const known = places.get(key)
      if (known === undefined) places.set(key, place)
      return known === undefined
        ? undefined
        : { field: once.field, why: `${once.why}: see also ${known}`, fix: 'Name each file once.' }
    },
  })
}

type Known<Field> = {
  readonly fields: readonly Field[]
  readonly needed: readonly Field[]
  readonly isNo: { readonly what: string; readonly fix: string }
}

function columnsOf<Field extends string>(
  file: string,
  { fields, needed, isNo }: Known<Field>,
): Columns & { readonly complete: () => void } {
  const found = new Set<string>()
  return {
    fields,
    find(name) {
      const slot = fields.findIndex((field) => field === name.trim().toLowerCase())
      if (slot < 0) return { kind: 'dropped' }
      found.add(fields[slot] ?? '')
      return { kind: 'field', slot }
    },
    fill: () => undefined,
    complete() {
      const missing = needed.find((field) => !found.has(field))
      if (missing !== undefined)
        throw new UserError(`${file} has no column '${missing}': it is no ${isNo.what}`, isNo.fix)
    },
  }
}

/** What a line says of a person's period, and the seat that being in it means. */
export type PeriodLine = { readonly use: PeriodUse; readonly seat: Seat }

/** One seat for each person who holds one in the newest period that names them. */
export function newestSeats(lines: readonly PeriodLine[]): readonly Seat[] {
  const newest = new Map<string | null, PeriodLine>()
  for (const line of lines) {
    const known = newest.get(line.use.account)
    if (!known || line.use.to > known.use.to) newest.set(line.use.account, line)
  }
  return [...newest.values()].flatMap(({ use, seat }) => (use.enabled ? [seat] : []))
}
