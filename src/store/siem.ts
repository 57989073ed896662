import { sql } from 'drizzle-orm'

import type { FeedName } from '#core/siem/record.ts'
import type { Db } from '#db/db.ts'
import type { SiemBook } from '#forwarding.ts'

import { named, rows } from './rows.ts'
import { type Cursor, READERS } from './siem-feeds.ts'
import { registerSinks } from './siem-register.ts'
import { sinkStatuses } from './siem-status.ts'

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`
const of = (sink: number) => sql`tenant_id = 1 and sink = ${sink}`

/** Where each sink stands. Positions are of rows that no other can come before any more. */
export function siemBook(db: Db): SiemBook {
  return {
    register: (sinks, start) => registerSinks(db, sinks, start),
    async lease(sink, by, { now, forMs }) {
      const got = await rows(
        db,
        'lease sink',
        sql`update siem_sink set lease_by = ${by}, lease_until = ${instant(now + forMs)}
          where ${of(sink)} and (lease_by is null or lease_by = ${by} or lease_until <= ${instant(now)})
          returning 1 as one`,
      )
      return got.length > 0
    },
    async release(sink, by) {
      await rows(
        db,
        'release sink',
        sql`update siem_sink set lease_by = null, lease_until = null
          where ${of(sink)} and lease_by = ${by}`,
      )
    },
    async next(sink, feed, most) {
      const cursor = await cursorOf(db, sink, feed)
      const records = await READERS[feed].next(db, cursor, most)
      const last = records.at(-1)?.sequence ?? cursor.position
      // All that there is up to the mark was looked at: what is older is not looked at again.
      const position = records.length < most ? Math.max(last, cursor.mark) : last
      return { feed, records, position, after: cursor.position }
    },
    sent: (sink, { feed, records, position }, { by, at, well }) =>
      named('move sink on', () =>
        db.transaction(async (tx) => {
          const mine = await rows(
            tx,
            'sink took a batch',
            records.length === 0
              ? sql`select 1 as one from siem_sink where ${of(sink)} and lease_by = ${by} for update`
              : sql`update siem_sink set sent_at = ${instant(at)},
                    failing_since = case when ${well}::boolean then null else failing_since end,
                    failures = case when ${well}::boolean then 0 else failures end
                  where ${of(sink)} and lease_by = ${by} returning 1 as one`,
          )
          if (mine.length === 0) return false
          await rows(
            tx,
            'move sink on',
            sql`update siem_cursor set position = greatest(position, ${position}::bigint),
                sent = sent + ${records.length} where ${of(sink)} and feed = ${feed}`,
          )
          return true
        }),
      ),
    async failed(sink, kind, at) {
      const [found] = await rows<{ failures: number }>(
        db,
        'sink failed',
        sql`update siem_sink set failed = failed + 1, failures = failures + 1, last_error = ${kind},
            failing_since = coalesce(failing_since, ${instant(at)})
          where ${of(sink)} returning failures::int as failures`,
      )
      return found?.failures ?? 1
    },
    status: (now) => sinkStatuses(db, now),
    untold: () =>
      rows<{ number: number; dropped: number }>(
        db,
        'tell what was dropped',
        // One statement, and the row's lock: whoever comes second sees that it was told.
        sql`with all_dropped as (select sink, sum(dropped) as dropped from siem_cursor
              where tenant_id = 1 group by sink),
            before as (select s.sink, s.told_dropped from siem_sink s join all_dropped d using (sink)
              where s.tenant_id = 1 and s.ended_at is null and s.told_dropped < d.dropped for update of s)
          update siem_sink s set told_dropped = d.dropped
          from before b join all_dropped d using (sink)
          where s.tenant_id = 1 and s.sink = b.sink and s.told_dropped = b.told_dropped
          returning s.sink::int as number, (d.dropped - b.told_dropped)::float8 as dropped`,
      ),
    async tellAgain(sink, dropped) {
      await rows(
        db,
        'tell again what was dropped',
        sql`update siem_sink set told_dropped = told_dropped - ${dropped}::bigint where ${of(sink)}`,
      )
    },
  }
}

async function cursorOf(db: Db, sink: number, feed: FeedName): Promise<Cursor> {
  const [found] = await rows<Cursor>(
    db,
    'read place of a sink',
    sql`select c.position::float8 as position, c.mark::float8 as mark,
        floor(extract(epoch from s.from_at) * 1000)::float8 as from
      from siem_cursor c join siem_sink s using (tenant_id, sink)
      where c.tenant_id = 1 and c.sink = ${sink} and c.feed = ${feed}`,
  )
  if (!found) throw new Error(`sink ${sink} was not registered`)
  return found
}
