import { basename } from 'node:path'

import { openFile, sizeOf } from '#connectors/open-file.ts'
import { sourceName } from '#connectors/source-name.ts'
import { linesOf } from '#connectors/text-lines.ts'
import { UserError } from '#core/errors.ts'
import type { RowBatch } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { UsageReport } from '#ingest.ts'

import { copilotFileKind, jsonOrUndefined } from './file-kind.ts'
import {
  COPILOT,
  type CopilotOptions,
  readReportRow,
  type ReportRow,
  reportRows,
} from './report-row.ts'

type Parsed = { readonly row: ReportRow } | { readonly refusal: Omit<Rejection, 'file' | 'line'> }

const AGAIN = 'Download the report again.'

function parsed(text: string | null): Parsed {
  const read = readReportRow(text === null ? undefined : jsonOrUndefined(text))
  return 'row' in read ? read : { refusal: { ...read, fix: AGAIN } }
}

/** Where each person and day was first seen, so that no use counts twice. */
function repeated(
  seen: Map<string, string>,
  { day, user_login }: ReportRow,
  place: string,
): Parsed | undefined {
  const key = `${day} ${user_login.toLowerCase()}`
  const first = seen.get(key)
  if (first === undefined) {
    seen.set(key, place)
    return undefined
  }
  const fix =
    "Give one report per day: the enterprise's, where people are in several organizations."
  const why = `is a person and day that is already in ${first}`
  return { refusal: { field: null, value: null, why, fix } }
}

/** Reads users-1-day reports (NDJSON). @throws UserError when a file is another kind of report */
export async function* copilotBatches(
  paths: readonly string[],
  options: CopilotOptions,
): AsyncGenerator<RowBatch<UsageReport>> {
  const source = options.source === undefined ? COPILOT : sourceName(options.source)
  const ofBytes = await sizeOf(paths)
  const seen = new Map<string, string>()
  let before = 0
  for (const path of paths) {
    if ((await copilotFileKind(path)) !== 'users-1-day')
      throw new UserError(
        `${basename(path)} is a list of seats among reports`,
        'Import the list of seats in a command of its own.',
      )
    const file = await openFile(path)
    for await (const { first, lines } of linesOf(file.bytes)) {
      const rows: UsageReport[] = []
      const rejected: Rejection[] = []
      for (const [at, text] of lines.entries()) {
        if (text?.trim() === '') continue
        const place = { file: file.name, line: first + at }
        const read = parsed(text)
        const twice = 'row' in read && repeated(seen, read.row, `${place.file}:${place.line}`)
        const row = twice || read
        if ('refusal' in row) rejected.push({ ...place, ...row.refusal })
        else rows.push(...reportRows(row.row, { ...options, source }))
      }
      yield { rows, rejected, bytes: before + file.read(), ofBytes }
    }
    before += file.read()
  }
}
