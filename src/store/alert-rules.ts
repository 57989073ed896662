import { sql } from 'drizzle-orm'

import type { AlertBook } from '#alerts.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import type { Rated } from '#core/alert/tuning.ts'
import type { Db } from '#db/db.ts'

import { chain } from './audit.ts'
import { TENANT } from './measure-sql.ts'
import { named, packed, rows } from './rows.ts'

/** Rules as admins have set them, each change with its audit row. */
const MOST_RATED = 5_000

export function alertRules(
  db: Db,
): Pick<AlertBook, 'rules' | 'turnRule' | 'make' | 'remove' | 'looked' | 'setRule' | 'rated'> {
  return {
    rules: () =>
      packed<RuleRow>(
        db,
        'list rules of alerts',
        sql`select coalesce(built_in, 'made-' || rule_no) as rule, "on", spec, by,
            (extract(epoch from looked_at) * 1000)::bigint as "lookedAt", target, quiet,
            (extract(epoch from muted_until) * 1000)::bigint as "mutedUntil" from alert_rule
          where tenant_id = ${TENANT} and removed_at is null order by rule_no`,
      ),
    make: (spec, row) =>
      named('make a rule', () =>
        db.transaction(async (tx) => {
          const [made] = await rows<{ readonly no: number }>(
            tx,
            'make a rule',
            sql`insert into alert_rule (spec, "on", by)
              values (${JSON.stringify(spec)}::text::jsonb, false, ${row.viewer})
              returning rule_no::int as no`,
          )
          if (!made) throw new Error('a rule was not written')
          await chain(tx, row)
          return `made-${made.no}`
        }),
      ),
    remove: (rule, row) =>
      named('remove a rule', () =>
        db.transaction(async (tx) => {
          const gone = await rows(
            tx,
            'remove a rule',
            sql`update alert_rule set "on" = false, removed_at = now()
              where tenant_id = ${TENANT} and removed_at is null and built_in is null
                and 'made-' || rule_no = ${rule} returning 1 as one`,
          )
          if (gone.length > 0) await chain(tx, row)
          return gone.length > 0
        }),
      ),
    looked: async (rules, at) => {
      await rows(
        db,
        'note a look at rules',
        sql`update alert_rule set looked_at = ${new Date(at).toISOString()}::timestamptz
          where tenant_id = ${TENANT} and coalesce(built_in, 'made-' || rule_no)
            = any(${sql.param([...rules])}::text[])`,
      )
    },
    setRule: (rule, { builtIn, row, ...set }) =>
      named('set a rule', () =>
        db.transaction(async (tx) => {
          if (builtIn !== undefined)
            await rows(
              tx,
              'have a rule to set',
              sql`insert into alert_rule (built_in, "on", by) values (${rule}, ${builtIn}, ${row.viewer})
                on conflict (tenant_id, built_in) where built_in is not null do nothing`,
            )
          const { target, quiet, mutedUntil, spec } = set
          const changed = await rows(
            tx,
            'set a rule',
            sql`update alert_rule set by = ${row.viewer}, at = now()
              ${target === undefined ? sql`` : sql`, target = ${target && JSON.stringify(target)}::text::jsonb`}
              ${spec === undefined ? sql`` : sql`, spec = ${JSON.stringify(spec)}::text::jsonb, looked_at = null`}
              ${quiet === undefined ? sql`` : sql`, quiet = ${quiet}::text`}
              ${mutedUntil === undefined ? sql`` : sql`, muted_until = ${mutedUntil && new Date(mutedUntil).toISOString()}::timestamptz`}
              where tenant_id = ${TENANT} and removed_at is null
                and coalesce(built_in, 'made-' || rule_no) = ${rule} returning 1 as one`,
          )
          if (changed.length === 0) return false
          await chain(tx, row)
          return true
        }),
      ),
    rated: (rule, since) =>
      packed<Rated>(
        db,
        'how a rule was rated',
        sql`select fingerprint, tool, feedback,
            (extract(epoch from opened_at) * 1000)::bigint as "openedAt"
          from alert where tenant_id = ${TENANT} and rule = ${rule} and notices > 0
            and opened_at >= ${new Date(since).toISOString()}::timestamptz
          order by alert_id desc limit ${MOST_RATED}`,
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
                  where tenant_id = ${TENANT} and removed_at is null and built_in is null
                    and 'made-' || rule_no = ${rule} returning 1 as one`,
          )
          if (changed.length === 0) return false
          await chain(tx, row)
          return true
        }),
      ),
  }
}
