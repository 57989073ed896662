import { sql } from 'drizzle-orm'

import type { Collection, StreamName } from '#collection.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`

/** Who consented to streams that carry text. Consents that were withdrawn are kept, and count no more. */
export function consents(db: Db): Pick<Collection, 'consents' | 'consent' | 'withdraw'> {
  return {
    consents: () =>
      rows<StreamName & { readonly by: string; readonly at: number }>(
        db,
        'list consents',
        sql`select connector, stream, "by",
            (extract(epoch from at) * 1000)::float8 as at
          from consent where tenant_id = 1 and ended_at is null order by connector, stream`,
      ),
    async consent({ connector, stream }, by, at) {
      await rows(
        db,
        'consent',
        sql`insert into consent (connector, stream, "by", at)
          select ${connector}, ${stream}, ${by}, ${instant(at)}
          where not exists (select from consent where tenant_id = 1 and connector = ${connector}
            and stream = ${stream} and ended_at is null)
          on conflict on constraint consent_pk do update set "by" = excluded."by", ended_at = null`,
      )
    },
    async withdraw({ connector, stream }, at) {
      await rows(
        db,
        'withdraw consent',
        sql`update consent set ended_at = ${instant(at)} where tenant_id = 1
          and connector = ${connector} and stream = ${stream} and ended_at is null`,
      )
    },
  }
}
