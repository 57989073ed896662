import { withoutAddresses } from '#core/command/redact.ts'
import type { ImportOutcome } from '#core/import/outcome.ts'
import type { Rejection } from '#core/import/rejection.ts'
import type { NoteRow } from '#core/note/imported.ts'
import { LONGEST_NOTE, MOST_NOTES, type Noted, toldNote } from '#core/note/note.ts'
import type { Day } from '#core/time/day.ts'
import type { NoteBook } from '#ledgers.ts'
import type { Audit, UsageReader } from '#ports.ts'

import { audited, type ImportFacts } from './import-audit.ts'
import { type ImportFlags, rejectedOf } from './import-rows.ts'

export type ImportNotes = ImportFacts &
  Pick<ImportFlags, 'dryRun' | 'strict'> & {
    readonly today: Day
    readonly rows: readonly NoteRow[]
    readonly rejected: readonly Rejection[]
  }

type Ports = {
  readonly notes: Pick<NoteBook, 'addAll'>
  readonly usage: Pick<UsageReader, 'resolve'>
  readonly audit: Audit
}

/** Imports what happened on days that numbers do not know of; the same rules hold as for a note in chat. */
export function importNotes(
  request: ImportNotes,
  { notes, usage, audit }: Ports,
): Promise<ImportOutcome> {
  const { by, dryRun, strict, today } = request
  return audited(audit, request, async () => {
    const found = await Promise.all(request.rows.map((row) => noted(row, today, usage)))
    const faults = found.flatMap((one) => ('why' in one ? [one] : []))
    const rows = found.flatMap((one) => ('why' in one ? [] : [one]))
    const all = [...request.rejected, ...faults].toSorted(
      (a, b) => Number(a.file > b.file) - Number(a.file < b.file) || a.line - b.line,
    )
    const rejected = rejectedOf(all)
    const outcome = { kind: 'notes', batch: null, rows: rows.length, rejected } as const
    if (strict && rejected.count > 0) return { ...outcome, result: 'strict' }
    if (rows.length === 0) return { ...outcome, result: 'empty' }
    const added = await notes.addAll(rows, { by, most: MOST_NOTES, dryRun })
    return { ...outcome, result: dryRun ? 'planned' : 'applied', notes: added }
  })
}

async function noted(
  { file, line, day, sort, team, says: typed }: NoteRow,
  today: Day,
  usage: Ports['usage'],
): Promise<Noted | Rejection> {
  const at = { file, line }
  if (day > today) {
    const why = 'is still to come'
    return { ...at, field: 'day', value: day, why, fix: 'Note what has happened, on its day.' }
  }
  // Nobody is named in what everyone reads.
  const says = withoutAddresses(typed)
  const found = team === undefined ? undefined : await usage.resolve({ team: [team] })
  if (found && 'unresolved' in found) {
    const [{ why, suggestions } = { why: 'unknown', suggestions: [] }] = found.unresolved
    const near = suggestions.join(', ')
    return {
      ...at,
      field: 'team',
      value: withoutAddresses(team ?? ''),
      why: why === 'ambiguous' ? 'fits several teams' : 'is no team',
      fix: near === '' ? 'Write a team of the directory, as its path.' : `Write one of ${near}.`,
    }
  }
  const whole = toldNote(says, sort, found?.scope.labels.team?.[0])
  if (whole.length > LONGEST_NOTE) {
    const why = `has ${whole.length} characters with its kind and team`
    const fix = `Say it in fewer: ${LONGEST_NOTE} in all fit under a chart.`
    return { ...at, field: 'text', value: null, why, fix }
  }
  return { day, says, sort, unit: found?.scope.ids.team?.[0] }
}
