import { LONGEST_NOTE, noteText } from '#core/note/note.ts'
import { isDay } from '#core/time/day.ts'

import type { Misread, NotesCommand } from './command.ts'
import { inQuotes, readQuoted, writeValue } from './values.ts'

/** What follows `notes` or `note` from `start` on: nothing, a day and its words, or one to remove. */
export function readNotes(text: string, start: number): NotesCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^list$/iu.test(said)) return { kind: 'notes', act: 'list' }
  const [, gone] = /^(?:remove|delete)\s+#?(\d{1,9})$/iu.exec(said) ?? []
  if (gone !== undefined) return { kind: 'notes', act: 'remove', id: Number(gone) }
  const [, day = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(said) ?? []
  if (!isDay(day))
    return misread(text, day, 'A note begins with its day: note 2026-11-03 "Copilot rolled out".')
  const { sort, team, words } = partsOf(rest)
  const says = noteText(readQuoted(words, 0)?.value ?? words)
  if (says === '') return misread(text, said, 'Say what happened that day, in a few words.')
  if (says.length > LONGEST_NOTE)
    return misread(text, `${says.slice(0, 20)}…`, `A note has at most ${LONGEST_NOTE} characters.`)
  return { kind: 'notes', act: 'add', day, says, ...(sort && { sort }), ...(team && { team }) }
}

const SORT = /^(\p{L}{1,20})\s+(?=["“”„«])/u
const TEAM = /^(?:(\p{L}{1,20})\s+)?team:\s*/iu

/** `training team:sales "Copilot workshop"`: a sort and a team stand before words in quotes alone. */
function partsOf(rest: string) {
  const [label, sort] = TEAM.exec(rest) ?? []
  if (label !== undefined) {
    const quoted = readQuoted(rest, label.length)
    const team = quoted?.value ?? /^\S+/u.exec(rest.slice(label.length))?.[0] ?? ''
    const words = rest.slice(quoted?.end ?? label.length + team.length).trim()
    if (readQuoted(words, 0)) return { sort: sort?.toLowerCase(), team, words }
  }
  const [before = '', alone] = SORT.exec(rest) ?? []
  const words = rest.slice(before.length)
  return alone !== undefined && readQuoted(words, 0)
    ? { sort: alone.toLowerCase(), words }
    : { words: rest }
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
      return written(command)
    case 'remove':
      return `note remove ${command.id}`
  }
}

function written({ day, sort, team, says }: Extract<NotesCommand, { act: 'add' }>): string {
  const before = [...(sort ? [sort] : []), ...(team ? [`team:${writeValue(team)}`] : [])]
  // A sort and a team are read before quotes alone.
  const words = before.length > 0 ? inQuotes(says) : writeValue(says)
  return ['note', day, ...before, words].join(' ')
}
