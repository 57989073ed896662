import { type SQL, sql } from 'drizzle-orm'

import type { SavedQuestion, SavedQuestions } from '#books.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

type Row = Omit<SavedQuestion, 'id'> & { readonly id: string }

const columns = sql`saved_id::text as id, owner, name, what, shared`

/** Kept questions. Two names are one where only capitals differ. */
export function savedQuestions(db: Db): SavedQuestions {
  const change = async (id: number, set: SQL) => {
    await rows(
      db,
      'change saved question',
      sql`update saved_question set ${set} where tenant_id = 1 and saved_id = ${id}::bigint returning 1 as one`,
    )
  }
  return {
    list: async ({ platform, workspace, id }) => {
      const found = await rows<Row>(
        db,
        'list saved questions',
        sql`select ${columns} from saved_question
          where tenant_id = 1 and platform = ${platform}::text and workspace = ${workspace}::text
            and (owner = ${id}::text or shared)
          order by (owner = ${id}::text) desc, name_key, saved_id`,
      )
      return found.map((row) => ({ ...row, id: Number(row.id) }))
    },
    put: async ({ platform, workspace, id }, { name, what }) => {
      await rows(
        db,
        'save question',
        sql`insert into saved_question (platform, workspace, owner, name, name_key, what)
          values (${platform}::text, ${workspace}::text, ${id}::text, ${name}::text,
            lower(${name}::text), ${what}::text)
          on conflict (tenant_id, platform, workspace, owner, name_key)
            do update set name = excluded.name, what = excluded.what
          returning 1 as one`,
      )
    },
    rename: (id, name) => change(id, sql`name = ${name}::text, name_key = lower(${name}::text)`),
    share: (id, shared) => change(id, sql`shared = ${shared}::boolean`),
    remove: async (id) => {
      await rows(
        db,
        'remove saved question',
        sql`delete from saved_question where tenant_id = 1 and saved_id = ${id}::bigint returning 1 as one`,
      )
    },
  }
}
