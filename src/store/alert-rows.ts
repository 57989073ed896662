import { type SQL, sql } from 'drizzle-orm'

import type { Alert, ToldIn } from '#core/alert/alert.ts'
import type { Db } from '#db/db.ts'
import { alert, alertActor } from '#db/schema/alerts.ts'

import { TENANT } from './measure-sql.ts'
import { named, packed, rows } from './rows.ts'

const ms = (column: string, as: string): SQL =>
  sql`(extract(epoch from ${sql.identifier(column)}) * 1000)::bigint as ${sql.identifier(as)}`

/** Alerts `a` that meet a condition, each with who did it, by the alias they have now. */
export function alertsWhere(db: Db, condition: SQL): Promise<readonly Alert[]> {
  return packed<Alert>(
    db,
    'read alerts',
    sql`select alert_id as id, fingerprint, rule, severity, state, says, tool, storm, once, command,
        facts, teams, told_in as "toldIn", events, told_events as "toldEvents", notices, by, reason, feedback, rung, assignee,
        ${ms('first_at', 'firstAt')}, ${ms('last_at', 'lastAt')}, ${ms('opened_at', 'openedAt')},
        ${ms('found_at', 'foundAt')}, ${ms('told_at', 'toldAt')}, ${ms('acted_at', 'actedAt')},
        ${ms('silenced_until', 'silencedUntil')}, ${ms('escalated_at', 'escalatedAt')},
        ${ms('reminded_at', 'remindedAt')},
        (select json_build_object('arrival', e.arrival, 'source', s.name, 'reference', e.reference,
            'publishedAt', (extract(epoch from e.published_at) * 1000)::bigint)
          from governance_event e join source s on s.tenant_id = e.tenant_id and s.id = e.source_id
          where e.tenant_id = ${TENANT} and e.arrival = a.newest) as newest,
        (select coalesce(json_agg(json_build_object('account', one.account_id, 'name', one.name, 'team', one.team)
            order by one.account_id), '[]')
          from (
            select distinct on (aa.account_id) aa.account_id, coalesce(p.alias, sa.label) as name,
              u.path as team
            from alert_actor aa
            left join account_person ap on ap.tenant_id = ${TENANT} and ap.account_id = aa.account_id
            left join person p on p.tenant_id = ${TENANT} and p.person_id = ap.person_id
            left join membership m on m.tenant_id = ${TENANT} and m.person_id = ap.person_id
              and a.last_at::date between m.valid_from and m.valid_to
            left join org_unit u on u.tenant_id = ${TENANT} and u.unit_id = m.unit_id
            left join service_account sa on sa.tenant_id = ${TENANT} and sa.account_id = aa.account_id
            where aa.tenant_id = ${TENANT} and aa.alert_id = a.alert_id
            order by aa.account_id, ap.valid_to desc
          ) one) as actors
      from alert a where a.tenant_id = ${TENANT} and ${condition}
      order by array_position(array['critical', 'warning', 'info'], severity), alert_id desc`,
  )
}

const instant = (at: number): string => new Date(at).toISOString()
const maybe = (at: number | null): string | null => (at === null ? null : instant(at))

/** Writes an alert as it is now; returns it with its number. */
export async function writeAlert(tx: Db, it: Alert): Promise<Alert & { readonly id: number }> {
  const { id, actors, facts, newest, ...rest } = it
  const values = {
    ...rest,
    facts,
    // The entry itself is kept once, and what is forgotten of it is forgotten here.
    newest: newest?.arrival ?? null,
    firstAt: instant(it.firstAt),
    lastAt: instant(it.lastAt),
    openedAt: instant(it.openedAt),
    foundAt: instant(it.foundAt),
    toldAt: instant(it.toldAt),
    actedAt: maybe(it.actedAt),
    silencedUntil: maybe(it.silencedUntil),
    escalatedAt: maybe(it.escalatedAt),
    remindedAt: maybe(it.remindedAt),
  }
  const stored = await named('write alert', async () => {
    if (id === undefined) {
      const [made] = await tx.insert(alert).values(values).returning({ id: alert.alertId })
      if (!made) throw new Error('an alert was not written')
      return made.id
    }
    await tx
      .update(alert)
      .set(values)
      .where(sql`tenant_id = ${TENANT} and alert_id = ${id}`)
    return id
  })
  if (actors.length > 0)
    await named('write who did it', () =>
      tx
        .insert(alertActor)
        .values(actors.map(({ account }) => ({ alertId: stored, accountId: account })))
        .onConflictDoNothing(),
    )
  return { ...it, id: stored }
}

/** Writes down where an alert was told. */
export async function keepPlaces(tx: Db, id: number, places: readonly ToldIn[]): Promise<void> {
  await rows(
    tx,
    'keep where it was told',
    sql`update alert set told_in = ${JSON.stringify(places)}::text::jsonb
      where tenant_id = ${TENANT} and alert_id = ${id}::bigint
        and told_in <> ${JSON.stringify(places)}::text::jsonb`,
  )
}
