import { type SQL, sql } from 'drizzle-orm'

import type { FeedName } from '#core/siem/record.ts'
import type { SinkStatus } from '#core/siem/status.ts'
import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'
import { type Cursor, READERS } from './siem-feeds.ts'

type Row = Omit<SinkStatus, 'waiting' | 'lag'>
type Place = Cursor & { readonly sink: number; readonly feed: FeedName }

const millis = (column: string) => sql.raw(`floor(extract(epoch from ${column}) * 1000)::float8`)

/** How the sinks fare that are set. */
export async function sinkStatuses(db: Db, now: number): Promise<readonly SinkStatus[]> {
  const sinks = await rows<Row>(
    db,
    'list sinks',
    sql`select s.sink::int as number, s.address, s.format, s.failed::float8 as failed,
        sum(c.sent)::float8 as sent, sum(c.dropped)::float8 as dropped, s.last_error as "lastError",
        ${millis('s.sent_at')} as "lastSent", ${millis('s.failing_since')} as "failingSince"
      from siem_sink s join siem_cursor c using (tenant_id, sink)
      where s.tenant_id = 1 and s.ended_at is null group by s.tenant_id, s.sink order by s.sink`,
  )
  const places = await rows<Place>(
    db,
    'list places of sinks',
    sql`select c.sink::int as sink, c.feed, c.position::float8 as position, c.mark::float8 as mark,
        ${millis('s.from_at')} as from
      from siem_cursor c join siem_sink s using (tenant_id, sink)
      where c.tenant_id = 1 and s.ended_at is null`,
  )
  const all: SinkStatus[] = []
  for (const sink of sinks) {
    const mine = places.filter((place) => place.sink === sink.number)
    const waits = await Promise.all(mine.map((place) => waitsOf(db, place)))
    const since = waits.flatMap((it) => it.since ?? [])
    all.push({
      ...sink,
      waiting: waits.reduce((sum, it) => sum + it.waiting, 0),
      lag: since.length === 0 ? null : Math.max(0, now - Math.min(...since)),
    })
  }
  return all
}

type Waits = { readonly since: number | null; readonly waiting: number }

async function waitsOf(db: Db, { feed, ...cursor }: Place): Promise<Waits> {
  const [found] = await rows<Waits>(
    db,
    'count what waits for a sink',
    READERS[feed].waiting(cursor),
  )
  return found ?? { since: null, waiting: 0 }
}

/**
 * Governance events that are about to be deleted (`gone`, on `e`) and that a sink does not have: they are
 * counted as dropped.
 */
export async function dropEvents(tx: Db, gone: SQL): Promise<void> {
  await rows(
    tx,
    'count events that were not sent',
    sql`update siem_cursor c set dropped = c.dropped + lost.n from (
        select c.tenant_id, c.sink, c.feed, count(*) as n
        from siem_cursor c join siem_sink s using (tenant_id, sink)
        join governance_event e on e.tenant_id = c.tenant_id and e.arrival > c.position
          and (e.arrival > c.mark or e.at >= s.from_at)
        where c.tenant_id = 1 and c.feed = 'events' and s.ended_at is null and ${gone}
        group by c.tenant_id, c.sink, c.feed) lost
      where c.tenant_id = lost.tenant_id and c.sink = lost.sink and c.feed = lost.feed`,
  )
}

/** The same for rows of the audit trail, up to `seq`. */
export async function dropAuditRows(tx: Db, seq: number): Promise<void> {
  await rows(
    tx,
    'count audit rows that were not sent',
    sql`update siem_cursor c set dropped = c.dropped + (${seq}::bigint - c.position), position = ${seq}::bigint
      from siem_sink s
      where c.tenant_id = 1 and s.tenant_id = 1 and s.sink = c.sink and s.ended_at is null
        and c.feed = 'audit' and c.position < ${seq}::bigint`,
  )
}
