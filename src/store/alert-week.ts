import { sql } from 'drizzle-orm'

import type { AlertWeek, RuleWeek } from '#core/digest/facts.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { rows } from './rows.ts'

/** What was done to rules, the last first. */
const MOST_CHANGES = 20

/** Alerts that were opened and told in the week before a day, by rule; and what was changed of rules. */
export async function alertWeek(db: Db, asOf: Day): Promise<AlertWeek> {
  const from = sql`${addDays(asOf, -7)}::date`
  const to = sql`${asOf}::date`
  const rules = await rows<RuleWeek>(
    db,
    'alerts of a week',
    sql`select rule, count(*)::int as alerts,
        count(*) filter (where feedback = 'useful')::int as useful,
        count(*) filter (where feedback = 'noise')::int as noise
      from alert where tenant_id = ${TENANT} and notices > 0
        and opened_at >= ${from} and opened_at < ${to}
      group by rule order by noise desc, alerts desc, rule`,
  )
  const changes = await rows<{ readonly command: string }>(
    db,
    'changes of rules in a week',
    sql`select command from audit
      where tenant_id = ${TENANT} and action = 'alert' and outcome = 'done'
        and at >= ${from} and at < ${to}
        and command ~ '^alert (enable|disable|remove [a-z]|rule|route|unroute|when|budget|allow .*rule:)'
      order by seq desc limit ${MOST_CHANGES}`,
  )
  return { rules, changes: changes.map(({ command }) => command) }
}
