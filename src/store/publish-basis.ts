import { type SQL, sql } from 'drizzle-orm'

import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { TENANT } from './measure-sql.ts'
import { PAIRED, type PairedColumn } from './paired-columns.ts'
import { type Basis, SUMMED } from './publish-uses.ts'
import { packed, rows } from './rows.ts'

const KEYS = sql.raw(
  'unit_id as unit, person_id as person, tool_id as tool, model_id as model, feature_id as feature',
)

/** A period's use as it stands now: of covered days, with the bill in place of estimates. */
export async function currentBasis(db: Db, period: Period): Promise<readonly Basis[]> {
  return await packed<Basis>(
    db,
    'uses to publish',
    sql`
      with billed as (
        select day, tool_id from rollup_day f
        where tenant_id = ${TENANT} and ${within(period)} and cost_billed_micros is not null
      )
      select f.day::text as day, ${KEYS}, sum(messages)::float8 as messages,
        sum(sessions)::float8 as sessions,
        sum(case when exists (select from billed b where b.day = f.day and b.tool_id = f.tool_id)
          then cost_billed_micros
          else coalesce(cost_estimated_micros + cost_credits_micros, cost_estimated_micros,
            cost_credits_micros) end)::float8 as spend,
        sum(input_tokens)::float8 as input_tokens,
        sum(cache_read_tokens)::float8 as cache_read_tokens,
        sum(cache_write_tokens)::float8 as cache_write_tokens,
        sum(output_tokens)::float8 as output_tokens,
        ${part('accepted')} as accepted, ${part('suggested', 'accepted')} as rejected,
        ${part('failed')} as failed, ${part('tried', 'failed')} as succeeded
      from usage_daily f
      where f.tenant_id = ${TENANT} and ${within(period)} and exists (
        select from covered_day c
        where c.tenant_id = ${TENANT} and c.tool_id = f.tool_id and c.day = f.day)
      group by f.day, unit_id, person_id, tool_id, model_id, feature_id
      order by f.day, unit_id, person_id, tool_id, model_id, feature_id`,
  )
}

/** Of rows that tell both sides, as where the share is exact; less another. */
const part = (column: PairedColumn, less?: PairedColumn): SQL =>
  sql.raw(`sum(${PAIRED[column]}${less ? ` - ${PAIRED[less]}` : ''})::float8`)

const within = ({ from, to }: Period): SQL => sql`f.day between ${from}::date and ${to}::date`

/** What was published of a period, per version. */
export async function keptBasis(
  db: Db,
  period: Period,
): Promise<ReadonlyMap<number, readonly Basis[]>> {
  const kept = await packed<{ readonly version: number; readonly use: Basis }>(
    db,
    'published basis',
    sql`
      select version, (select row_to_json(u) from (
        select f.day::text as day, ${KEYS}, ${sql.raw(SUMMED.join(', '))}) u) as use
      from published_basis f where f.tenant_id = ${TENANT} and ${within(period)}
      order by f.day, unit_id, person_id, tool_id, model_id, feature_id`,
  )
  const versions = Map.groupBy(kept, ({ version }) => version)
  return new Map([...versions].map(([version, kept]) => [version, kept.map(({ use }) => use)]))
}

export async function keepBasis(tx: Db, version: number, basis: readonly Basis[]): Promise<void> {
  const columns = sql.raw(SUMMED.join(', '))
  await rows(
    tx,
    'keep published basis',
    sql`
      insert into published_basis
        (version, day, unit_id, person_id, tool_id, model_id, feature_id, ${columns})
      select ${version}::int, day, unit, person, tool, model, feature, ${columns}
      from jsonb_to_recordset(${JSON.stringify(basis)}::jsonb) as f (day date, unit int, person int,
        tool smallint, model smallint, feature smallint,
        ${sql.raw(SUMMED.map((metric) => `${metric} bigint`).join(', '))})`,
  )
}
