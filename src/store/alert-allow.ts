import { sql } from 'drizzle-orm'

import type { AlertBook } from '#alerts.ts'
import type { AllowRow } from '#core/alert/allow.ts'
import type { Exception } from '#core/alert/except.ts'
import type { Use } from '#core/alert/unapproved.ts'
import type { Db } from '#db/db.ts'

import { chain } from './audit.ts'
import { TENANT } from './measure-sql.ts'
import { named, rows } from './rows.ts'

/** What may be used, and what is. */
export function alertAllowed(
  db: Db,
): Pick<AlertBook, 'allowed' | 'exceptions' | 'allow' | 'dueAllowed' | 'uses'> {
  return {
    allowed: () =>
      rows<AllowRow>(
        db,
        'list what is allowed',
        sql`select kind, pattern, by from alert_allow
          where tenant_id = ${TENANT} and rule = '' order by kind, pattern`,
      ),
    exceptions: () =>
      rows<Exception>(
        db,
        'list what rules pass over',
        sql`select rule, kind, pattern from alert_allow
          where tenant_id = ${TENANT} and rule <> '' order by rule, kind, pattern`,
      ),
    allow: (entries, { change, row }) =>
      named('change what is allowed', () =>
        db.transaction(async (tx) => {
          const given = sql`json_to_recordset(${JSON.stringify(entries)}::text::json)
            as given (rule text, kind text, pattern text)`
          const changed = await rows(
            tx,
            'change what is allowed',
            change === 'add'
              ? sql`insert into alert_allow (rule, kind, pattern, by)
                  select distinct coalesce(rule, ''), kind, pattern, ${row.viewer} from ${given}
                  on conflict do nothing returning 1 as one`
              : sql`delete from alert_allow a using ${given} where a.tenant_id = ${TENANT}
                  and a.rule = coalesce(given.rule, '') and a.kind = given.kind and lower(a.pattern) = lower(given.pattern)
                  returning 1 as one`,
          )
          if (changed.length > 0) await chain(tx, row)
          return changed.length
        }),
      ),
    dueAllowed: async (now, everyMs) => {
      const at = sql`${new Date(now).toISOString()}::timestamptz`
      const due = await rows(
        db,
        'take a look at what is used',
        sql`update alert_allow set looked_at = ${at} where tenant_id = ${TENANT} and rule = ''
            and (looked_at is null or looked_at <= ${new Date(now - everyMs).toISOString()}::timestamptz)
          returning 1 as one`,
      )
      return due.length > 0
    },
    uses: (from, { counted, floor }) =>
      rows<Use>(
        db,
        'list what is used',
        sql`with known as (
            select model_id from usage_daily
            where tenant_id = ${TENANT} and day >= ${counted}::date and person_id <> 0
            group by 1 having count(distinct person_id) >= ${floor}::int)
          select t.name as tool, m.name as model, min(u.day)::text as day,
            coalesce(m.id not in (select model_id from known), false) as few
          from (select tool_id, model_id, min(day) as day from usage_daily
            where tenant_id = ${TENANT} and day >= ${from}::date group by 1, 2) u
          join tool t on t.tenant_id = ${TENANT} and t.id = u.tool_id
          left join model m on m.tenant_id = ${TENANT} and m.id = u.model_id
          group by 1, 2, m.id order by 1, 2`,
      ),
  }
}
