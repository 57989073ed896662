import { type SQL, sql } from 'drizzle-orm'

/** Days on which a tool was billed, for a `with`: all there are, unless days are given. */
export const billed = (days?: {
  readonly from: string
  readonly to: string
}): SQL => sql`billed as (
  select day, tool_id from rollup_day where tenant_id = 1
    ${days ? sql`and day between ${days.from}::date and ${days.to}::date` : sql``}
    and cost_billed_micros is not null)`

/** Adds to rows `f` of daily usage whether they were billed. */
export const WITH_BILL = sql.raw('left join billed b on b.day = f.day and b.tool_id = f.tool_id')

/** Micro-dollars of rows `f` as answers count them: the bill where there is one, else estimates. */
export const SPENT = sql.raw(`sum(case when b.tool_id is not null
  then coalesce(f.cost_billed_micros, 0)
  else coalesce(f.cost_estimated_micros, 0) + coalesce(f.cost_credits_micros, 0) end)`)
