import { type SQL, sql } from 'drizzle-orm'

import type { Collection, PullFault, Reach, StreamName, StreamState } from '#collection.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { rows } from './rows.ts'
import { failRun } from './sync-runs.ts'

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`
const millis = (column: string) => sql.raw(`round(extract(epoch from ${column}) * 1000)::float8`)
const of = ({ connector, stream }: StreamName) =>
  sql`tenant_id = 1 and connector = ${connector} and stream = ${stream}`

/** The fault is missing here: it is three columns. */
type Row = Omit<StreamState, 'fault'> & {
  readonly what: string | null
  readonly fix: string | null
  readonly retryAt: number | null
}

const select = (where: SQL) =>
  sql`select connector, stream, cursor, pulled_from::text as "pulledFrom",
    pulled_through::text as "pulledThrough", ${millis('started_at')} as "startedAt",
    ${millis('succeeded_at')} as "succeededAt", ${millis('failing_since')} as "failingSince",
    failures::int as failures, fault_what as what, fault_fix as fix, ${millis('retry_at')} as "retryAt"
  from stream_state where ${where} order by connector, stream`

const state = ({ what, fix, retryAt, ...rest }: Row): StreamState => ({
  ...rest,
  fault: what === null || fix === null ? null : { what, fix, ...(retryAt !== null && { retryAt }) },
})

async function one(db: Db, name: StreamName): Promise<StreamState | undefined> {
  const [found] = await rows<Row>(db, 'read stream', select(of(name)))
  return found && state(found)
}

type States = Pick<Collection, 'expect' | 'states' | 'lease' | 'release' | 'failed'>

export function streamStates(db: Db): States {
  return {
    async expect(streams, at) {
      for (const { connector, stream } of streams)
        await rows(
          db,
          'expect stream',
          sql`insert into stream_state (connector, stream, awaited_since)
            values (${connector}, ${stream}, ${instant(at)})
            on conflict on constraint stream_state_pk do nothing`,
        )
    },
    async states() {
      const ran = sql`tenant_id = 1 and coalesce(started_at, failing_since) is not null`
      return (await rows<Row>(db, 'list streams', select(ran))).map(state)
    },
    async lease({ connector, stream }, by, { now, forMs }) {
      const got = await rows(
        db,
        'lease stream',
        sql`insert into stream_state (connector, stream, lease_by, lease_until)
          values (${connector}, ${stream}, ${by}, ${instant(now + forMs)})
          on conflict on constraint stream_state_pk do update
            set lease_by = excluded.lease_by, lease_until = excluded.lease_until
            where stream_state.lease_by is null or stream_state.lease_by = excluded.lease_by
              or stream_state.lease_until <= ${instant(now)}
          returning 1 as one`,
      )
      return got.length > 0
    },
    async release(name, by) {
      await rows(
        db,
        'release stream',
        sql`update stream_state set lease_by = null, lease_until = null
          where ${of(name)} and lease_by = ${by}`,
      )
    },
    failed: (name, fault, at) =>
      exclusive(db, 'record failure', async (tx) => {
        await failRun(tx, name, { what: fault.what, at })
        await writeFault(tx, name, { ...fault, at })
        const found = await one(tx, name)
        if (found === undefined) throw new Error('a stream that failed has no state')
        return found
      }),
  }
}

const writeFault = (
  tx: Db,
  { connector, stream }: StreamName,
  { what, fix, retryAt, at }: PullFault & { readonly at: number },
) =>
  rows(
    tx,
    'write fault',
    sql`insert into stream_state (connector, stream, failing_since, failures, fault_what, fault_fix,
        retry_at)
      values (${connector}, ${stream}, ${instant(at)}, 1, ${what}, ${fix},
        ${retryAt === undefined ? sql`null::timestamptz` : instant(retryAt)})
      on conflict on constraint stream_state_pk do update
        set failing_since = coalesce(stream_state.failing_since, excluded.failing_since),
          failures = stream_state.failures + 1, fault_what = excluded.fault_what,
          fault_fix = excluded.fault_fix, retry_at = excluded.retry_at`,
  )

export const beginStream = (db: Db, { connector, stream }: StreamName, at: number) =>
  rows(
    db,
    'begin stream',
    sql`insert into stream_state (connector, stream, started_at)
      values (${connector}, ${stream}, ${instant(at)})
      on conflict on constraint stream_state_pk do update set started_at = excluded.started_at`,
  )

export type Reached = { readonly from: Day | null; readonly through: Day | null }

/** Where a stream that is being committed stood. */
export async function reached(tx: Db, name: StreamName): Promise<Reached> {
  const found = await one(tx, name)
  return { from: found?.pulledFrom ?? null, through: found?.pulledThrough ?? null }
}

/** Days without a gap: those known before and new ones, or the later of the two if days lie between. */
export function joined(before: Reached, now: Reached): Reached {
  if (now.from === null || now.through === null) return before
  if (before.from === null || before.through === null) return now
  if (now.from > addDays(before.through, 1)) return now
  if (before.from > addDays(now.through, 1)) return before
  return {
    from: now.from < before.from ? now.from : before.from,
    through: now.through > before.through ? now.through : before.through,
  }
}

type Success = { readonly reach: Reach; readonly pulled: Reached; readonly at: number }

/** A cursor that is not given stays where it was. */
export const succeed = (tx: Db, name: StreamName, { reach, pulled, at }: Success) =>
  rows(
    tx,
    'write reach',
    sql`update stream_state set cursor = coalesce(${reach.cursor ?? null}, cursor),
        pulled_from = ${pulled.from}::date, pulled_through = ${pulled.through}::date,
        awaited_since = ${reach.more === true ? sql`coalesce(awaited_since, ${instant(at)})` : sql`null`},
        succeeded_at = ${instant(at)}, failing_since = null, failures = 0, fault_what = null,
        fault_fix = null, retry_at = null
      where ${of(name)}`,
  )
