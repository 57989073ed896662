import { type SQL, sql } from 'drizzle-orm'

import type { Kept } from '#core/forecast/accuracy.ts'
import type { Forecast } from '#core/forecast/forecast.ts'
import type { Db } from '#db/db.ts'
import type { ForecastBook } from '#ledgers.ts'

import { rows } from './rows.ts'

type Row = Omit<Kept, 'id' | 'tools' | 'bounds' | 'actual'> & {
  readonly id: string
  /** As text: the two drivers read JSON differently. */
  readonly of: string
  readonly low: number | null
  readonly high: number | null
  readonly came: number | null
  readonly scored: boolean
}

const keptOf = ({ id, of, low, high, came, scored, ...row }: Row): Kept => ({
  ...row,
  id: Number(id),
  tools: JSON.parse(of) as Forecast['tools'],
  bounds: low === null || high === null ? null : [low, high],
  actual: scored ? came : undefined,
})

/** What digests told of days to come, as it was first told. */
export function forecastBook(db: Db): ForecastBook {
  const list = async (where: SQL) =>
    (
      await rows<Row>(
        db,
        'list forecasts',
        sql`select forecast_id::text as id, subject, metric, tools::text as of, value, low, high,
            made_on::text as "madeOn", period_from::text as "from", period_to::text as "to",
            actual as came, scored_at is not null as scored
          from forecast where tenant_id = 1 and ${where} order by forecast.period_to desc, forecast_id`,
      )
    ).map(keptOf)
  return {
    keep: async (told) => {
      const each = told.map(({ bounds, ...rest }) => ({
        ...rest,
        low: bounds?.[0] ?? null,
        high: bounds?.[1] ?? null,
      }))
      await rows(
        db,
        'keep forecasts',
        sql`insert into forecast
            (tenant_id, subject, metric, tools, made_on, period_from, period_to, value, low, high)
          select 1, subject, metric, tools, "madeOn", "from", "to", value, low, high
          from jsonb_to_recordset(${JSON.stringify(each)}::text::jsonb) as told (subject text,
            metric text, tools jsonb, "madeOn" date, "from" date, "to" date, value float8, low float8,
            high float8)
          on conflict do nothing`,
      )
    },
    over: (before) => list(sql`scored_at is null and period_to < ${before}::date`),
    score: async (id, actual, at) => {
      await rows(
        db,
        'score a forecast',
        sql`update forecast set actual = ${actual}::float8,
            scored_at = ${new Date(at).toISOString()}::timestamptz
          where tenant_id = 1 and forecast_id = ${id}::bigint and scored_at is null`,
      )
    },
    list: () => list(sql`true`),
  }
}
