import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { recordBatch } from './batches.ts'
import type { Commit } from './collect-commit.ts'
import type { Batch } from './collect-usage.ts'
import { rows } from './rows.ts'

export type Span = { readonly firstDay: Day | null; readonly lastDay: Day | null }

/**
 * The batch that a pull's rows belong to. A stream that is polled all day adds to the batch of the
 * day, as long as no other could have replaced rows of that one since.
 */
export async function batchFor(
  tx: Db,
  { facts, batch, own }: Commit,
  span: Span,
  lines: number,
): Promise<Batch> {
  const earlier = facts.stream.how === 'cursor' ? await openBatch(tx, batch, own) : undefined
  if (earlier === undefined) {
    return { number: await recordBatch(tx, batch, { lines, ...span }), written: 0 }
  }
  await rows(
    tx,
    'add to batch',
    sql`update import_batch set lines = lines + ${lines}::int,
        at = greatest(at, ${new Date(batch.at).toISOString()}::timestamptz),
        first_day = least(first_day, ${span.firstDay}::date),
        last_day = greatest(last_day, ${span.lastDay}::date)
      where batch_id = ${earlier.number}::int`,
  )
  return earlier
}

async function openBatch(
  tx: Db,
  { files, at, bucketZone }: Commit['batch'],
  own: number | undefined,
): Promise<Batch | undefined> {
  const label = JSON.stringify(files)
  const [last] = await rows<{ number: number; written: number; open: boolean }>(
    tx,
    'last batch of the stream',
    sql`select batch_id::int as number, lines::int as written,
        kind = 'sync' and state = 'applied' and bucket_zone = ${bucketZone}
          and (batch_id = ${own ?? 0}::int or (at at time zone 'UTC')::date
            = (${new Date(at).toISOString()}::timestamptz at time zone 'UTC')::date) as open
      from import_batch
      where tenant_id = 1 and batch_id > coalesce((select max(since_batch) from pseudonym_key
        where tenant_id = 1), 0) and (kind <> 'sync' or files = ${label}::text::jsonb)
      order by batch_id desc limit 1`,
  )
  return last?.open ? { number: last.number, written: last.written } : undefined
}
