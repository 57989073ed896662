import type { Rejection } from '#core/import/rejection.ts'
import type { NoteRow } from '#core/note/imported.ts'
import { LONGEST_NOTE, noteText, SORT_WORD } from '#core/note/note.ts'

import {
  calendarDay,
  type CellReading,
  type Cells,
  type Fault,
  refuse,
  rejectionOf,
  slotsOf,
  text,
} from './cells.ts'
import { columns, type Mapping } from './columns.ts'
import { openFile } from './open-file.ts'
import { rowsOf } from './rows.ts'

export const NOTE_FIELDS = ['day', 'kind', 'team', 'text'] as const
type Field = (typeof NOTE_FIELDS)[number]

const SLOTS = slotsOf(NOTE_FIELDS)
/** Room for what is too long to be told so, with its length. */
const MOST_TYPED = 1_000

const NO_DAY = {
  field: 'day',
  why: 'is missing',
  fix: 'Write the day it happened, like 2026-09-15.',
} as const

type Read = Omit<NoteRow, 'file' | 'line'>

function read(cells: Cells): Read | { readonly fault: Fault<Field> } {
  const reading: CellReading<Field> = { cells, slots: SLOTS, fault: undefined }
  const day = calendarDay(reading, 'day')
  if (day === null) return { fault: reading.fault ?? NO_DAY }
  const sort = text(reading, 'kind', MOST_TYPED)?.toLowerCase()
  const team = text(reading, 'team', MOST_TYPED) ?? undefined
  const says = noteText(text(reading, 'text', MOST_TYPED) ?? '')
  if (sort !== undefined && !SORT_WORD.test(sort))
    refuse(reading, 'kind', [
      'is not one word of at most 20 letters',
      'Write one, like training, or leave it empty.',
    ])
  if (says === '')
    refuse(reading, 'text', ['is missing', 'Say what happened that day, in a few words.'])
  if (says.length > LONGEST_NOTE)
    refuse(reading, 'text', [
      `has ${says.length} characters`,
      `Say it in at most ${LONGEST_NOTE}: that is what fits under a chart.`,
    ])
  return reading.fault ? { fault: reading.fault } : { day, sort, team, says }
}

/** Reads notes: one line each. What they are of is looked up later. */
export async function noteRows(
  paths: readonly string[],
  { mapping }: { readonly mapping: Mapping },
): Promise<{ readonly rows: readonly NoteRow[]; readonly rejected: readonly Rejection[] }> {
  const known = columns(NOTE_FIELDS, mapping)
  const notes: NoteRow[] = []
  const rejected: Rejection[] = []
  for (const path of paths) {
    const file = await openFile(path)
    for await (const batch of rowsOf(file, known)) {
      rejected.push(...batch.rejected)
      for (const row of batch.rows) {
        const { line } = row
        const note = read(row.cells)
        if ('fault' in note)
          rejected.push(
            rejectionOf({ file: file.name, ...row }, note.fault, SLOTS[note.fault.field]),
          )
        else notes.push({ ...note, file: file.name, line })
      }
    }
  }
  return { rows: notes, rejected }
}
