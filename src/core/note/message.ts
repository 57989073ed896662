import { counted } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'

import { noteLine } from './mark.ts'
import type { Note } from './note.ts'

const MOST_SHOWN = 15

/** What was noted, the newest day first. */
export function notesMessage(notes: readonly Note[], said?: string): Message {
  const shown = notes.slice(0, MOST_SHOWN).map((note) => `**${note.id}** · ${noteLine(note)}`)
  const more = notes.length - shown.length
  return {
    title: 'Notes',
    summary:
      said ?? (notes.length === 0 ? 'Nothing is noted yet.' : `${counted(notes.length, 'note')}.`),
    parts: [
      ...(said === undefined ? [] : [{ kind: 'text', text: said } as const]),
      {
        kind: 'text',
        text:
          shown.length > 0
            ? shown.join('\n')
            : 'Admins note what numbers do not know: `note 2026-11-03 "Copilot rolled out to Sales"`.',
      },
      ...(more > 0 ? [{ kind: 'note', text: `${more} older ones are not shown.` } as const] : []),
      {
        kind: 'note',
        text: 'Notes stand in charts of lines and in the digest of their week. They are no explanation.',
      },
    ],
  }
}
