import { sql } from 'drizzle-orm'

import type { Note } from '#core/note/note.ts'
import type { Db } from '#db/db.ts'
import type { NoteBook } from '#ledgers.ts'

import { chain } from './audit.ts'
import { named, rows } from './rows.ts'

/** What admins noted; each change is written together with its row of the trail. */
export function noteBook(db: Db): NoteBook {
  return {
    list: () =>
      rows<Note>(
        db,
        'list notes',
        sql`select note_id::int as id, day::text as day, says from note
          where tenant_id = 1 order by note.day desc, note_id desc`,
      ),
    add: ({ day, says, by }, row) =>
      named('add note', () =>
        db.transaction(async (tx) => {
          const [made] = await rows<{ readonly id: number }>(
            tx,
            'add note',
            sql`insert into note (tenant_id, day, says, by)
              values (1, ${day}::date, ${says}::text, ${by}::text) returning note_id::int as id`,
          )
          if (!made) throw new Error('a note was not written')
          await chain(tx, row(made.id))
          return made.id
        }),
      ),
    remove: (id, row) =>
      named('remove note', () =>
        db.transaction(async (tx) => {
          const gone = await rows(
            tx,
            'remove note',
            sql`delete from note where tenant_id = 1 and note_id = ${id}::bigint returning 1 as one`,
          )
          if (gone.length > 0) await chain(tx, row)
          return gone.length > 0
        }),
      ),
  }
}
