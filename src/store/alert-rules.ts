import { sql } from 'drizzle-orm'

import type { AlertBook } from '#alerts.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import type { Db } from '#db/db.ts'

import { chain } from './audit.ts'
import { TENANT } from './measure-sql.ts'
import { named, packed, rows } from './rows.ts'

/** Rules as admins have set them, each change with its audit row. */
export function alertRules(db: Db): Pick<AlertBook, 'rules' | 'turnRule'> {
  return {
    rules: () =>
      packed<RuleRow>(
        db,
        'list rules of alerts',
        sql`select coalesce(built_in, 'made-' || rule_no) as rule, "on", spec, by from alert_rule
          where tenant_id = ${TENANT} and removed_at is null order by rule_no`,
      ),
    turnRule: (rule, { on, builtIn, row }) =>
      named('switch a rule', () =>
        db.transaction(async (tx) => {
          const changed = await rows(
            tx,
            'switch a rule',
            builtIn
              ? sql`insert into alert_rule (built_in, "on", by) values (${rule}, ${on}, ${row.viewer})
                  on conflict (tenant_id, built_in) where built_in is not null
                  do update set "on" = excluded."on", by = excluded.by, at = now()
                  returning 1 as one`
              : sql`update alert_rule set "on" = ${on}, by = ${row.viewer}, at = now()
                  where tenant_id = ${TENANT} and removed_at is null
                    and 'made-' || rule_no = ${rule} returning 1 as one`,
          )
          if (changed.length === 0) return false
          await chain(tx, row)
          return true
        }),
      ),
  }
}
