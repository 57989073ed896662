import { LONGEST_NOTE, noteText } from '#core/note/note.ts'
import { isDay } from '#core/time/day.ts'

import type { Misread, NotesCommand } from './command.ts'
import { readQuoted, writeValue } from './values.ts'

/** What follows `notes` or `note` from `start` on: nothing, a day and its words, or one to remove. */
export function readNotes(text: string, start: number): NotesCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^list$/iu.test(said)) return { kind: 'notes', act: 'list' }
  const [, gone] = /^(?:remove|delete)\s+#?(\d{1,9})$/iu.exec(said) ?? []
  if (gone !== undefined) return { kind: 'notes', act: 'remove', id: Number(gone) }
  const [, day = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(said) ?? []
  if (!isDay(day))
    return misread(text, day, 'A note begins with its day: note 2026-11-03 "Copilot rolled out".')
  const says = noteText(readQuoted(rest, 0)?.value ?? rest)
  if (says === '') return misread(text, said, 'Say what happened that day, in a few words.')
  if (says.length > LONGEST_NOTE)
    return misread(text, `${says.slice(0, 20)}…`, `A note has at most ${LONGEST_NOTE} characters.`)
  return { kind: 'notes', act: 'add', day, says }
}

const misread = (text: string, part: string, why: string): Misread => ({
  kind: 'misread',
  text,
  problems: [{ text: part, why, suggestions: [] }],
  suggestion: 'notes',
})

/** The canonical text of it. */
export function formatNotes(command: NotesCommand): string {
  switch (command.act) {
    case 'list':
      return 'notes'
    case 'add':
      return `note ${command.day} ${writeValue(command.says)}`
    case 'remove':
      return `note remove ${command.id}`
  }
}
