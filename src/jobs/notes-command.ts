import { viewerName } from '#core/access/access.ts'
import type { Ask, NotesCommand } from '#core/command/command.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { redact, withoutAddresses } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import { noteLine } from '#core/note/mark.ts'
import { notesMessage } from '#core/note/message.ts'
import { LONGEST_NOTE, MOST_NOTES, toldNote } from '#core/note/note.ts'
import { dayAt } from '#core/time/day.ts'
import type { NoteBook } from '#ledgers.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { scopesOf } from './scopes.ts'

/** Lists what was noted, or changes it: who may is decided before. */
export async function notesCommand(
  asked: NotesCommand,
  { viewer, place }: AskRequest,
  house: Reads,
): Promise<Ended> {
  const command = redact(asked)
  const { notes: book, clock } = house
  if (book === undefined) return absent(command)
  const by = viewerName(viewer)
  const row = (id: number): AuditRow => ({
    at: clock.now(),
    viewer: by,
    place,
    action: 'note',
    command,
    outcome: 'done',
    detail: { id },
  })
  switch (asked.act) {
    case 'list': {
      const all = await book.list()
      return ended('answered', { command, detail: { notes: all.length } }, notesMessage(all))
    }
    case 'remove': {
      if (!(await book.remove(asked.id, row(asked.id))))
        return wrong(command, `There is no note ${asked.id}`, 'See them: notes')
      const message = notesMessage(await book.list(), `Note ${asked.id} is removed.`)
      return ended('answered', { command, detail: { id: asked.id } }, message)
    }
    case 'add':
      return added(asked, { book, house, command, row, by })
  }
}

type Adding = {
  readonly book: NoteBook
  readonly house: Reads
  readonly command: string
  readonly row: (id: number) => AuditRow
  readonly by: string
}

async function added(
  { day, says: typed, sort, team }: Extract<NotesCommand, { act: 'add' }>,
  { book, house, command, row, by }: Adding,
): Promise<Ended> {
  const today = dayAt(house.clock.now(), await house.workspace.zone())
  if (day > today)
    return wrong(command, `${day} is still to come`, 'Note what has happened, on its day.')
  if ((await book.list()).length >= MOST_NOTES)
    return wrong(command, `There are ${MOST_NOTES} notes`, 'Remove one first: notes')
  const period = { kind: 'weeks', count: 1 } as const
  const ask: Ask = { kind: 'ask', period, filters: team === undefined ? {} : { team: [team] } }
  const found = await scopesOf(ask, house.usage)
  if ('unresolved' in found) {
    const trace = { command, detail: { reason: 'unresolved' } }
    return ended('misread', trace, unresolvedMessage(found.unresolved, ask))
  }
  const { labels, ids } = found.scope
  // Nobody is named in what everyone reads.
  const says = withoutAddresses(typed)
  const whole = toldNote(says, sort, labels.team?.[0])
  if (whole.length > LONGEST_NOTE)
    return wrong(
      command,
      `With its team the note has ${whole.length} characters`,
      `Say it in fewer: ${LONGEST_NOTE} in all fit under a chart.`,
    )
  const id = await book.add({ day, says, sort, unit: ids.team?.[0], by }, row)
  const message = notesMessage(await book.list(), `Noted. ${noteLine({ day, says: whole })}`)
  return ended('answered', { command, detail: { id } }, message)
}

function wrong(command: string, what: string, fix: string): Ended {
  const trace = { command, detail: { reason: 'note' } }
  return ended('misread', trace, mistakeMessage(new UserError(what, fix), 'notes'))
}
