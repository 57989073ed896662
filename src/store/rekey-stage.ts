import { sql } from 'drizzle-orm'

import { previousOf } from '#core/privacy/two-keys.ts'
import type { Db } from '#db/db.ts'
import type { UsageEvent } from '#ingest.ts'

import { findIds } from './names.ts'
import { newPairs, type Pairs, rekeyAssets, rekeyPeople } from './rekey.ts'
import { rows } from './rows.ts'
import { hex, NULL } from './stage-kind.ts'
import { part, type Staging } from './staging.ts'

/** What a stage has met under both keys; ids of lines lie in the stage itself. */
export type StageKeys = { readonly people: Pairs; readonly assets: Pairs; readonly lines: Pairs }

export const newStageKeys = (): StageKeys => ({
  people: newPairs(),
  assets: newPairs(),
  lines: newPairs(),
})

/** Notes what else an event has of hashes. */
export function takeEvent({ assets, lines }: StageKeys, event: UsageEvent): void {
  if (event.asset !== null) assets.take(event.asset)
  for (const hash of [event.conversation, event.run]) if (hash !== null) lines.take(hash)
}

/** The staged id of a line under the key before. */
export function previousId(id: string | null): string {
  return id === null || previousOf(id) === null ? NULL : hex(previousOf(id), 16)
}

/**
 * Stored rows that the stage knows under both keys are known under the present one: so the plan finds
 * them, and nothing is counted twice.
 */
export async function rekeyStage<Row>(
  tx: Db,
  staging: Pick<Staging<Row>, 'table' | 'kind' | 'names'>,
  { people, assets, lines }: StageKeys,
): Promise<void> {
  if (people.size > 0) await rekeyPeople(tx, people.query())
  if (!staging.kind.usesIds) return
  if (assets.size > 0) await rekeyAssets(tx, assets.query())
  const { source } = await findIds(tx, staging.names)
  const mine = sql`e.tenant_id = 1 and e.source_id = any(${sql.param(source)}::int[])`
  // Without its digest a row is another than the one that came: it is stored anew, under the present key.
  await rows(
    tx,
    'lines seen again',
    sql`update usage_event e set event_id = s.event_id, digest = 0 from ${part(staging)} s
      where ${mine} and s.previous_id is not null and e.event_id = s.previous_id`,
  )
  if (lines.size === 0) return
  await rows(
    tx,
    'conversations under both keys',
    sql`create temp table given_line on commit drop as
      select ('x' || encode(substring(present for 8), 'hex'))::bit(64)::bigint as present,
        ('x' || encode(substring(previous for 8), 'hex'))::bit(64)::bigint as previous
      from ${lines.query()} given`,
  )
  // A session goes on over midnight, no further.
  const near = sql`exists (select from ${part(staging, 'day')} d where e.day between d.day - 1 and d.day + 1)`
  for (const column of ['conversation', 'run'])
    await rows(
      tx,
      'conversations that go on',
      sql`update usage_event e set ${sql.identifier(column)} = g.present from given_line g
        where e.tenant_id = 1 and e.${sql.identifier(column)} = g.previous and ${near}`,
    )
  await rows(
    tx,
    'sessions that go on',
    sql`update session e set conversation = g.present from given_line g
      where e.tenant_id = 1 and e.conversation = g.previous and ${near}`,
  )
}
