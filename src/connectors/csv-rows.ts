import { parse } from 'csv-parse'

import { UserError } from '#core/errors.ts'
import type { Rejection } from '#core/import/rejection.ts'

import type { Columns } from './columns.ts'
import type { OpenFile } from './open-file.ts'
import type { Row, Rows } from './rows.ts'
import { shown } from './shown.ts'
import { MOST_LINE_BYTES } from './text-lines.ts'

/** What a header row says: which field each column is. @throws UserError at a column it cannot place */
function header(file: OpenFile, names: readonly string[], columns: Columns): readonly number[] {
  const slots = names.map((name, at) => {
    const column = columns.find(name)
    const place = `${file.name}:1: column ${at + 1}`
    if (column.kind === 'refused')
      throw new UserError(`${place} '${shown(null, name)}' ${column.why}`, column.fix)
    return column.kind === 'field' ? column.slot : -1
  })
  const twice = slots.findIndex((slot, at) => slot >= 0 && slots.indexOf(slot) !== at)
  if (twice < 0) return slots
  throw new UserError(
    `${file.name}:1: column ${twice + 1} '${names[twice]}' is there twice`,
    `Drop one of the two columns.`,
  )
}

const DELIMITERS = [',', ';', '\t']

/** The separator that is most frequent in the header line. */
function delimiterOf(head: Buffer): string {
  const line = head.toString('utf8', 0, Math.min(head.length, 65_536)).split(/\r?\n/, 1)[0] ?? ''
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function csvFault(file: OpenFile, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'lines' in error)) return error
  const line = `${file.name}:${String(error.lines)}`
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UserError(
        `${line}: the file ends inside a quoted value`,
        'Close the quote, or copy the file again if it is cut off.',
      )
    case 'CSV_MAX_RECORD_SIZE':
      return new UserError(`${line}: a row is longer than 1 MiB`, 'Check for a quote left open.')
    default:
      return new UserError(`${line}: the row is not CSV`, 'Quote values as RFC 4180 says.')
  }
}

/** Rows of a CSV file; its first row names the columns. */
export async function* csvRows(file: OpenFile, columns: Columns): AsyncGenerator<Rows> {
  let slots: readonly number[] | undefined
  let width = 0
  let line = 1
  const empty = Array.from<unknown>({ length: columns.fields.length })
  let ordinal = 0
  for await (const records of csvRecords(file)) {
    const rows: Row[] = []
    const rejected: Rejection[] = []
    for (const record of records) {
      const at = line
      line += 1
      for (const cell of record) if (cell.includes('\n')) line += cell.split('\n').length - 1
      if (record.length === 1 && record[0]?.trim() === '') continue
      if (slots === undefined) {
        slots = header(file, record, columns)
        width = record.length
        continue
      }
      if (record.length === width) {
        const cells = empty.slice()
        for (let i = 0; i < width; i++) {
          const slot = slots[i] ?? -1
          if (slot >= 0) cells[slot] = record[i]
        }
        columns.fill(cells, ordinal)
        rows.push({ line: at, cells })
      } else rejected.push({ file: file.name, line: at, ...ragged(record.length, width) })
      ordinal += 1
    }
    yield { rows, rejected }
  }
}

const ragged = (has: number, width: number): Omit<Rejection, 'file' | 'line'> => ({
  field: null,
  value: null,
  why: `has ${has} values where the header has ${width}`,
  fix: 'Quote values that hold the separator; leave empty ones empty.',
})

async function* csvRecords(file: OpenFile): AsyncGenerator<readonly (readonly string[])[]> {
  let parser: ReturnType<typeof parse> | undefined
  let fault: Error | undefined
  const drain = () => {
    const records: string[][] = []
    for (let next = parser?.read(); next !== null && next !== undefined; next = parser?.read())
      records.push(next)
    return records
  }
  for await (const chunk of file.bytes) {
    parser ??= parse({
      bom: true,
      delimiter: delimiterOf(chunk),
      max_record_size: MOST_LINE_BYTES,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      relax_quotes: true,
    }).on('error', (error) => (fault ??= error))
    const live = parser
    const written = new Promise<void>((done) => live.write(chunk, () => done()))
    const records = drain()
    await written
    if (fault) throw csvFault(file, fault)
    yield [...records, ...drain()]
  }
  if (!parser) return
  parser.end()
  const last: string[][] = []
  try {
    for await (const record of parser) last.push(record)
  } catch (error) {
    throw csvFault(file, error)
  }
  yield last
}
