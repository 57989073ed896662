import type { Rejection } from '#core/import/rejection.ts'

import type { Columns } from './columns.ts'
import type { OpenFile } from './open-file.ts'
import type { Row, Rows } from './rows.ts'
import { shown } from './shown.ts'
import { linesOf } from './text-lines.ts'

const TOO_LONG = {
  field: null,
  value: null,
  why: 'is longer than 1 MiB',
  fix: 'Split it: one line holds one row.',
}

/** Rows of a file with one JSON object per line. */
export async function* jsonRows(file: OpenFile, columns: Columns): AsyncGenerator<Rows> {
  const spread = spreader(columns)
  let ordinal = 0
  for await (const { first, lines, open } of linesOf(file.bytes)) {
    const rows: Row[] = []
    const rejected: Rejection[] = []
    for (const [at, text] of lines.entries()) {
      const place = { file: file.name, line: first + at }
      if (text === null) rejected.push({ ...place, ...TOO_LONG })
      else if (text.trim() !== '') {
        const record = object(text)
        const cells = record && spread(record)
        if (Array.isArray(cells)) {
          columns.fill(cells, ordinal)
          rows.push({ line: place.line, cells })
        } else
          rejected.push({ ...place, ...(cells ?? notJson(text, open && at === lines.length - 1)) })
        ordinal += 1
      }
    }
    yield { rows, rejected }
  }
}

type Refusal = Omit<Rejection, 'file' | 'line'>

function object(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

function notJson(text: string, cutOff: boolean): Refusal {
  const why =
    cutOff && text.startsWith('{') ? 'is cut off: the file ends within it' : 'is not a JSON object'
  const fix = 'Write one JSON object per line, in UTF-8.'
  return { field: null, value: null, why, fix: cutOff ? 'Copy the file again.' : fix }
}

/** Puts a record's values into the order of the fields. Neighbouring lines mostly have the same keys. */
function spreader(
  columns: Columns,
): (record: Readonly<Record<string, unknown>>) => unknown[] | Refusal {
  let known: readonly string[] = []
  let slots: readonly number[] = []
  let refusal: Refusal | undefined
  const empty = Array.from<unknown>({ length: columns.fields.length })

  const learn = (names: readonly string[]) => {
    const found = names.map((name) => ({ name, column: columns.find(name) }))
    known = names
    slots = found.map(({ column }) => (column.kind === 'field' ? column.slot : -1))
    refusal = undefined
    for (const { name, column } of found)
      if (column.kind === 'refused')
        refusal ??= { field: shown(null, name), value: null, why: column.why, fix: column.fix }
  }

  return (record) => {
    const names = Object.keys(record)
    if (names.length !== known.length || names.some((name, at) => name !== known[at])) learn(names)
    if (refusal) return refusal
    const cells = empty.slice()
    const values = Object.values(record)
    for (let at = 0; at < values.length; at++) {
      const slot = slots[at] ?? -1
      if (slot >= 0) cells[slot] = values[at]
    }
    return cells
  }
}
