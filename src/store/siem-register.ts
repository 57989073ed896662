import { sql } from 'drizzle-orm'

import { FEEDS } from '#core/siem/record.ts'
import type { Db } from '#db/db.ts'
import type { SiemBook, SinkChange, SinkSetting } from '#forwarding.ts'

import { chain } from './audit.ts'
import { named, rows } from './rows.ts'
import { READERS } from './siem-feeds.ts'

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`

type Start = Parameters<SiemBook['register']>[1]

/** One replica at a time: what changed is written into the trail, and told, once. */
export function registerSinks(
  db: Db,
  sinks: readonly SinkSetting[],
  start: Start,
): Promise<readonly SinkChange[]> {
  return named('register sinks', () =>
    db.transaction(async (tx) => {
      await rows(tx, 'register in turn', sql`lock table siem_sink in share row exclusive mode`)
      const changes = await rest(tx, sinks, start)
      for (const sink of sinks) changes.push(...(await begin(tx, sink, start)))
      for (const { number, kind, address, format } of changes)
        await chain(tx, {
          at: start.at,
          viewer: 'operator',
          place: 'settings',
          action: 'siem',
          command: `siem ${number}`,
          outcome: 'done',
          detail: { sink: number, change: kind, address, format },
        })
      return changes
    }),
  )
}

/** Those that are not set any more keep their place. */
async function rest(tx: Db, sinks: readonly SinkSetting[], { at }: Start): Promise<SinkChange[]> {
  const numbers = JSON.stringify(sinks.map(({ number }) => number))
  const gone = await rows<Omit<SinkChange, 'kind'>>(
    tx,
    'rest sinks',
    sql`update siem_sink set ended_at = ${instant(at)}, failing_since = null, failures = 0
      where tenant_id = 1 and ended_at is null
        and sink not in (select value::int from json_array_elements_text(${numbers}::json))
      returning sink::int as number, address, format`,
  )
  return gone.map((sink) => ({ ...sink, kind: 'taken out' }))
}

/** A sink that was there before goes on where it was. */
async function begin(
  tx: Db,
  { number, address: { shown, format } }: SinkSetting,
  { from, at }: Start,
): Promise<readonly SinkChange[]> {
  const [before] = await rows<{ address: string; format: string }>(
    tx,
    'find sink',
    sql`select address, format from siem_sink
      where tenant_id = 1 and sink = ${number} and ended_at is null`,
  )
  // Also of a sink that was there before: a feed may be new.
  for (const feed of FEEDS)
    await rows(
      tx,
      'begin feed',
      sql`insert into siem_cursor (sink, feed, position, mark)
        select ${number}, ${feed}, "position", last from (${READERS[feed].start(from ?? null)}) f
        on conflict on constraint siem_cursor_pk do nothing`,
    )
  if (before?.address === shown && before.format === format) return []
  await rows(
    tx,
    'register sink',
    sql`insert into siem_sink (sink, address, format, started_at, from_at)
      values (${number}, ${shown}, ${format}, ${instant(at)},
        ${from === undefined ? null : instant(from)})
      on conflict on constraint siem_sink_pk do update set address = excluded.address,
        format = excluded.format, ended_at = null`,
  )
  return [{ number, kind: before ? 'changed' : 'set', address: shown, format }]
}
