import { sql } from 'drizzle-orm'

import type { PeriodsChange } from '#core/import/outcome.ts'
import { dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { BatchFacts, PeriodRows } from '#ingest.ts'

import { recordBatch } from './batches.ts'
import { comparePeriods } from './collect-periods.ts'
import { dryRunnable } from './directory.ts'
import { addNames, newNames } from './names.ts'
import { rows } from './rows.ts'
import { setSeats } from './seats.ts'
import { openSpool } from './spool.ts'

type Options = { readonly batch: BatchFacts; readonly whole: boolean; readonly dryRun: boolean }

/**
 * What people did in periods, and who holds seats now. Seats are as of the newest period: an export of
 * an older one, or one that lacks someone, does not say who has none.
 */
export function importPeriods(
  db: Db,
  { periods, seats }: PeriodRows,
  { batch, whole, dryRun }: Options,
): Promise<PeriodsChange> {
  return dryRunnable(db, dryRun, async (tx) => {
    const names = newNames()
    for (const { source, tool } of periods) {
      names.number('source', source)
      names.number('tool', tool)
    }
    await addNames(tx, names)
    const spool = await openSpool(tx)
    await spool.add('periods', periods)
    await spool.flush()
    await spool.rekey(tx)
    const firstDay = periods.map(({ from }) => from).toSorted()[0] ?? null
    const lastDay =
      periods
        .map(({ to }) => to)
        .toSorted()
        .at(-1) ?? null
    const newest = await isNewest(tx, periods[0]?.source ?? '', lastDay)
    const compared = await comparePeriods(tx, spool, whole)
    const number = await recordBatch(tx, batch, { lines: periods.length, firstDay, lastDay })
    await compared.write(number)
    const taken = dayAt(batch.at, batch.bucketZone)
    const set =
      seats && seats.length > 0 && whole && newest
        ? await setSeats(tx, seats, { batch: number, taken })
        : null
    await spool.drop()
    return { firstDay, lastDay, changed: compared.changed, newest, seats: set }
  })
}

async function isNewest(tx: Db, source: string, last: string | null): Promise<boolean> {
  const [found] = await rows<{ newer: boolean }>(
    tx,
    'look for newer periods',
    sql`select exists (select from period_use p join source s on s.tenant_id = 1 and s.id = p.source_id
      where p.tenant_id = 1 and s.name = ${source} and p.to_day > ${last}::date) as newer`,
  )
  return found?.newer !== true
}
