import { sql } from 'drizzle-orm'

import type { StreamName, SyncRun } from '#collection.ts'
import type { Db } from '#db/db.ts'

import type { Seen } from './collect-intake.ts'
import { rows } from './rows.ts'

/** How long runs are kept. */
const KEPT_DAYS = 90

const instant = (at: number) => sql`${new Date(at).toISOString()}::timestamptz`
const maybe = (at: number | null) => (at === null ? sql`null::timestamptz` : instant(at))
const millis = (column: string) => sql.raw(`round(extract(epoch from ${column}) * 1000)::float8`)

/** Writes that a pull began; returns its number. */
export async function beginRun(
  db: Db,
  { connector, stream }: StreamName,
  at: number,
): Promise<number> {
  await rows(
    db,
    'forget old runs',
    sql`delete from sync_run where tenant_id = 1 and connector = ${connector}
      and stream = ${stream} and started_at < ${instant(at - KEPT_DAYS * 86_400_000)}`,
  )
  const [run] = await rows<{ run: number }>(
    db,
    'begin run',
    sql`insert into sync_run (connector, stream, started_at)
      values (${connector}, ${stream}, ${instant(at)}) returning run_id::int as run`,
  )
  if (run === undefined) throw new Error('an inserted run has no number')
  return run.run
}

/** What a commit adds to its run; of several commits the last one's end counts. */
export const endRun = (tx: Db, run: number, { rows: count, ...seen }: Seen & { at: number }) =>
  rows(
    tx,
    'end run',
    sql`update sync_run set outcome = 'ok', ended_at = ${instant(seen.at)},
        rows = rows + ${count}::int, refused = refused + ${seen.refused}::int,
        happened_at = greatest(happened_at, ${maybe(seen.happenedAt)}),
        published_at = greatest(published_at, ${maybe(seen.publishedAt)})
      where run_id = ${run}::bigint`,
  )

/** The run that has not ended, or one that never began, failed. */
export async function failRun(
  tx: Db,
  { connector, stream }: StreamName,
  { what, at }: { readonly what: string; readonly at: number },
): Promise<void> {
  const failed = await rows(
    tx,
    'fail run',
    sql`update sync_run set outcome = 'failed', ended_at = ${instant(at)}, fault_what = ${what}
      where run_id = (select max(run_id) from sync_run where tenant_id = 1
          and connector = ${connector} and stream = ${stream})
        and ended_at is null
      returning 1 as one`,
  )
  if (failed.length > 0) return
  await rows(
    tx,
    'record failed run',
    sql`insert into sync_run (connector, stream, started_at, ended_at, outcome, fault_what)
      values (${connector}, ${stream}, ${instant(at)}, ${instant(at)}, 'failed', ${what})`,
  )
}

/** The last of each stream, newest first. */
export const listRuns = (db: Db, limit: number): Promise<SyncRun[]> =>
  rows<SyncRun>(
    db,
    'list runs',
    sql`select connector, stream, ${millis('started_at')} as "startedAt",
        ${millis('ended_at')} as "endedAt", outcome, rows::int as rows, refused::int as refused,
        ${millis('happened_at')} as "happenedAt", ${millis('published_at')} as "publishedAt"
      from (select *, row_number() over (
          partition by connector, stream order by started_at desc, run_id desc) as place
        from sync_run where tenant_id = 1) run
      where place <= ${limit}::int order by started_at desc, run_id desc`,
  )
