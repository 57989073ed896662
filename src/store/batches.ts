import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { BatchFacts, BatchSummary, ImportPlan } from '#ingest.ts'

import { rows } from './rows.ts'

/** Writes the row that `imports list` shows; returns its number. */
export async function recordBatch(
  tx: Db,
  batch: BatchFacts,
  plan: Pick<ImportPlan, 'lines' | 'firstDay' | 'lastDay'>,
): Promise<number> {
  const [row] = await rows<{ batch: number }>(
    tx,
    'record import',
    sql`insert into import_batch (kind, files, "by", at, lines, first_day, last_day, through, bucket_zone)
      values (${batch.kind}, ${JSON.stringify(batch.files)}::text::jsonb, ${batch.by},
        ${new Date(batch.at).toISOString()}::timestamptz, ${plan.lines}::int,
        ${plan.firstDay}::date, ${plan.lastDay}::date, ${batch.through ?? null}::date,
        ${batch.bucketZone})
      returning batch_id::int as batch`,
  )
  if (row === undefined) throw new Error('an inserted import has no number')
  return row.batch
}

/** The newest first. */
export async function listBatches(db: Db): Promise<BatchSummary[]> {
  return rows<BatchSummary>(
    db,
    'list imports',
    sql`select batch_id::int as batch, kind, files,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, lines::int as lines,
        first_day::text as "firstDay", last_day::text as "lastDay", state
      from import_batch where tenant_id = 1 order by batch_id desc`,
  )
}
