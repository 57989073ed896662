import { sql } from 'drizzle-orm'

import { UserError } from '#core/errors.ts'
import type { Note } from '#core/note/note.ts'
import type { Db } from '#db/db.ts'
import type { NoteBook } from '#ledgers.ts'

import { chain } from './audit.ts'
import { dryRunnable } from './directory.ts'
import { named, rows } from './rows.ts'

/** A team goes by the name of its unit now; use without one has the unit 0. */
const told = sql`concat_ws(': ', nullif(concat_ws(', ', note.sort,
  case note.unit_id when 0 then 'unattributed' else u.path end), ''), note.says)`
const units = sql`org_unit u on u.tenant_id = note.tenant_id and u.unit_id = note.unit_id`

/** What admins noted; each change is written together with its row of the trail. */
export function noteBook(db: Db): NoteBook {
  return {
    list: () =>
      rows<Note>(
        db,
        'list notes',
        sql`select note_id::int as id, day::text as day, ${told} as says
          from note left join ${units}
          where note.tenant_id = 1 order by note.day desc, note_id desc`,
      ),
    add: ({ day, says, sort, unit, by }, row) =>
      named('add note', () =>
        db.transaction(async (tx) => {
          const [made] = await rows<{ readonly id: number }>(
            tx,
            'add note',
            sql`insert into note (tenant_id, day, says, sort, unit_id, by)
              values (1, ${day}::date, ${says}::text, ${sort ?? null}::text, ${unit ?? null}::int,
                ${by}::text) returning note_id::int as id`,
          )
          if (!made) throw new Error('a note was not written')
          await chain(tx, row(made.id))
          return made.id
        }),
      ),
    addAll: (notes, { by, most, dryRun }) =>
      dryRunnable(db, dryRun, async (tx) => {
        const given = notes.map(({ unit, ...note }, no) => ({ ...note, unit_id: unit, no }))
        const added = await rows(
          tx,
          'add notes',
          sql`with given as (
              select 1 as tenant_id, * from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
                as given(day date, says text, sort text, unit_id int, no int)
            ), fresh as (
              select distinct on (day, ${told}) note.*, ${told} as told
              from given note left join ${units} order by day, ${told}, no
            )
            insert into note (tenant_id, day, says, sort, unit_id, by)
            select 1, day, says, sort, unit_id, ${by}::text from fresh
            where not exists (select from note left join ${units}
              where note.tenant_id = 1 and note.day = fresh.day and ${told} = fresh.told)
            order by no returning 1 as one`,
        )
        const [all] = await rows<{ readonly count: number }>(
          tx,
          'count notes',
          sql`select count(*)::int as count from note where tenant_id = 1`,
        )
        const count = all?.count ?? 0
        if (count > most)
          throw new UserError(
            `There would be ${count} notes, and ${most} are the most`,
            'Remove some first, or import fewer: notes are for what is worth a mark in a chart.',
          )
        return { added: added.length }
      }),
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
