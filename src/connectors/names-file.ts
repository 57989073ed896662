import type { NamedAccount } from '#books.ts'
import type { Pseudonymizer } from '#collect.ts'
import type { Rejection } from '#core/import/rejection.ts'

import { type CellReading, refuse, slotsOf, text } from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { tableRows } from './table-rows.ts'

const FIELDS = ['person', 'name'] as const
const SLOTS = slotsOf(FIELDS)
const MOST_NAME = 128

/** Reads what people are called: one line each. @throws UserError when the columns are others */
export async function namesFile(
  path: string,
  { pseudonyms, mapping }: { readonly pseudonyms: Pseudonymizer; readonly mapping: Mapping },
): Promise<{ readonly names: readonly NamedAccount[]; readonly rejected: readonly Rejection[] }> {
  const met = new Set<string>()
  const known = columns(FIELDS, mapping)
  const { rows, rejected } = await tableRows([path], {
    columns: () => known,
    slots: SLOTS,
    read(cells) {
      const reading: CellReading<(typeof FIELDS)[number]> = {
        cells,
        slots: SLOTS,
        fault: undefined,
      }
      const person = text(reading, 'person', 320)
      const name = text(reading, 'name', MOST_NAME)
      if (person === null) refuse(reading, 'person', ['is missing', 'Write an address or id.'])
      if (name === null) refuse(reading, 'name', ['is missing', 'Write the name.'])
      if (reading.fault) return { fault: reading.fault }
      return { account: pseudonyms.person(person ?? ''), name: name ?? '' }
    },
    clash({ account }) {
      if (met.has(account))
        return { field: 'person', why: 'is there twice', fix: 'Keep one line of them.' }
      met.add(account)
      return undefined
    },
  })
  return { names: rows, rejected }
}
