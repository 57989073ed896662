import { type SQL, sql } from 'drizzle-orm'

import type { AlertRecord, EventRecord, FeedName, SiemRecord } from '#core/siem/record.ts'
import { MOST_WAITING } from '#core/siem/status.ts'
import type { Db } from '#db/db.ts'

import { type LinkRow, linkColumns, linkOf } from './audit-link.ts'
import { packed, rows } from './rows.ts'
import { toldPlace } from './told-place.ts'

/** Where a sink is. What came before `mark` is sent only where it happened at `from` or later. */
export type Cursor = {
  readonly position: number
  readonly mark: number
  /** Epoch milliseconds; null: nothing from before the mark. */
  readonly from: number | null
}

type Feed = {
  readonly next: (db: Db, cursor: Cursor, most: number) => Promise<readonly SiemRecord[]>
  /** The last there is, and the last that a sink which starts now needs not have. */
  readonly start: (from: number | null) => SQL
  /** What waits: how much, since when. */
  readonly waiting: (cursor: Cursor) => SQL
}

/** A record names no more people than this. */
const MOST_ACTORS = 50

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`
const millis = (column: string) => sql.raw(`floor(extract(epoch from ${column}) * 1000)::float8`)

/** To add one: what `FEEDS` names, read here in the order in which it became visible. */
export const READERS: Readonly<Record<FeedName, Feed>> = {
  events: {
    async next(db, cursor, most) {
      const found = await packed<Omit<EventRecord, 'kind'>>(
        db,
        'read events to forward',
        sql`select encode(e.event_id, 'hex') as id, e.arrival as sequence, ${millis('e.at')} as at,
            ${millis('e.collected_at')} as "collectedAt", s.name as source, t.name as tool, e.type,
            e.action, ${who('e.actor_id')} as actor, ${who('e.target_id')} as target,
            e.object_kind as "objectKind", encode(e.object, 'hex') as object,
            case e.outcome when 0 then 'ok' when 1 then 'denied' end as outcome,
            (select sa.label from service_account sa where sa.tenant_id = e.tenant_id
              and sa.account_id = e.key_id) as key, ${toldPlace('e')} as place,
            e.reference, ${millis('e.published_at')} as "publishedAt"
          from governance_event e
          join source s on s.tenant_id = e.tenant_id and s.id = e.source_id
          join tool t on t.tenant_id = e.tenant_id and t.id = e.tool_id
          where ${unsent(cursor)} order by e.arrival limit ${most}`,
      )
      return found.map((row) => ({ kind: 'event', ...row }))
    },
    start: (from) =>
      from === null
        ? sql`select last, last as "position" from (${LAST_EVENT}) l`
        : sql`select last, coalesce((select min(arrival) - 1 from governance_event
            where tenant_id = 1 and at >= ${instant(from)}), last) as "position" from (${LAST_EVENT}) l`,
    waiting: (cursor) =>
      sql`select ${millis('min(collected_at)')} as since, count(*)::float8 as waiting from (
        select collected_at from governance_event e where ${unsent(cursor)}
        order by arrival limit ${MOST_WAITING}) w`,
  },
  audit: {
    async next(db, { position }, most) {
      const found = await rows<LinkRow>(
        db,
        'read audit rows to forward',
        sql`select ${linkColumns} from audit where tenant_id = 1 and seq > ${position}::bigint
          order by audit.seq limit ${most}`,
      )
      return found.map((row) => {
        const { seq, hash, entry } = linkOf(row)
        return { kind: 'audit', ...entry, id: hash, sequence: seq, at: Date.parse(entry.at) }
      })
    },
    start: (from) =>
      from === null
        ? sql`select last, last as "position" from (${LAST_ROW}) l`
        : sql`select last, coalesce((select min(seq) - 1 from audit
            where tenant_id = 1 and at >= ${instant(from)}), last) as "position" from (${LAST_ROW}) l`,
    waiting: ({ position }) =>
      sql`select ${millis('min(at)')} as since, count(*)::float8 as waiting from (
        select at from audit where tenant_id = 1 and seq > ${position}::bigint
        order by seq limit ${MOST_WAITING}) w`,
  },
  // One process at a time opens alerts, so their numbers become visible in order.
  alerts: {
    async next(db, { position }, most) {
      const found = await packed<Omit<AlertRecord, 'kind' | 'id'>>(
        db,
        'read alerts to forward',
        sql`select alert_id as sequence, ${millis('opened_at')} as at, ${millis('first_at')} as "firstAt",
            ${millis('last_at')} as "lastAt", rule, severity, says, tool, events,
            (select coalesce(json_agg(one.who), '[]') from (
              select ${who('d.account_id')} as who from alert_actor d
              where d.tenant_id = l.tenant_id and d.alert_id = l.alert_id and d.account_id <> 0
              order by d.account_id limit ${MOST_ACTORS}) one where one.who is not null) as actors
          from alert l where tenant_id = 1 and alert_id > ${position}::bigint
          order by alert_id limit ${most}`,
      )
      return found.map((row) => ({ kind: 'alert', id: `alert-${row.sequence}`, ...row }))
    },
    start: (from) =>
      from === null
        ? sql`select last, last as "position" from (${LAST_ALERT}) l`
        : sql`select last, coalesce((select min(alert_id) - 1 from alert
            where tenant_id = 1 and opened_at >= ${instant(from)}), last) as "position"
          from (${LAST_ALERT}) l`,
    waiting: ({ position }) =>
      sql`select ${millis('min(opened_at)')} as since, count(*)::float8 as waiting from (
        select opened_at from alert where tenant_id = 1 and alert_id > ${position}::bigint
        order by alert_id limit ${MOST_WAITING}) w`,
  },
}

const LAST_ALERT = sql`select coalesce(max(alert_id), 0) as last from alert where tenant_id = 1`
const LAST_EVENT = sql`select coalesce(max(arrival), 0) as last from governance_event where tenant_id = 1`
const LAST_ROW = sql`select coalesce(max(seq), 0) as last from audit_head where tenant_id = 1`

function unsent({ position, mark, from }: Cursor): SQL {
  const old = from === null ? sql`false` : sql`e.at >= ${instant(from)}`
  return sql`e.tenant_id = 1 and e.arrival > ${position}::bigint
    and (e.arrival > ${mark}::bigint or ${old})`
}

/** An identifier may have been several people over time: it is the one it is now. */
const who = (column: 'e.actor_id' | 'e.target_id' | 'd.account_id') =>
  sql`(select json_build_object('pseudonym', encode(a.pseudonym, 'hex'),
      'service', v.account_id is not null,
      'alias', case when v.account_id is null then (
        select p.alias from account_person m
        join person p on p.tenant_id = m.tenant_id and p.person_id = m.person_id
        where m.tenant_id = a.tenant_id and m.account_id = a.account_id
        order by m.valid_to desc limit 1) end)
    from account a
    left join service_account v on v.tenant_id = a.tenant_id and v.account_id = a.account_id
    where a.tenant_id = 1 and a.account_id = ${sql.raw(column)} and a.account_id <> 0)`
