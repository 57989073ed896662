import { type SQL, sql } from 'drizzle-orm'

import type { BillFacts, MeasureFacts, ReconcileFacts, SourceFacts } from '#core/reconcile/facts.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import { MEASURE_GROUPS, type MeasureGroup } from '#core/truth/measure-group.ts'
import type { Db } from '#db/db.ts'
import type { Reconcile } from '#ports.ts'

import { PRICED_LINES } from './credit-price.ts'
import { ids, TENANT } from './measure-sql.ts'
import { SAID_COST } from './rebuild-columns.ts'
import { rows } from './rows.ts'

/** Compares what sources say of the same use, and bills with estimates. */
export function reconciler(db: Db): Reconcile {
  return async ({ period, tools }) => {
    const asked = where(period, tools)
    const [said, counted, cache, days, bills] = await Promise.all([
      rows<Said>(db, 'what sources say', saidBySource(asked)),
      rows<Counted>(db, 'what is counted', countedByTool(asked)),
      rows<Cache>(db, 'cached tokens by source', cachedBySource(asked)),
      rows<BillRow>(db, 'bills and estimates by day', billDays(asked)),
      rows<BillTotals>(db, 'bills', billTotals(asked)),
    ])
    const names = new Set([...counted, ...bills].map(({ tool }) => tool))
    return {
      tools: [...names].toSorted().map((tool) => ({
        tool,
        measures: MEASURE_GROUPS.flatMap((measure) =>
          measureFacts(tool, measure, { said, counted }),
        ),
        cache: mine(cache, tool).map(({ source, cacheRead, input }) => ({
          source,
          cacheRead: number(cacheRead),
          input: number(input),
        })),
        bill: billFacts(mine(days, tool), mine(bills, tool)[0]),
      })),
    } satisfies ReconcileFacts
  }
}

type Text = string | null
type Said = {
  readonly tool: string
  readonly source: string
  readonly measure: MeasureGroup
  readonly says: Text
  readonly counted: Text
  readonly then: Text
  readonly days: number
  readonly rows: number
}
type Counted = Pick<Said, 'tool' | 'measure' | 'counted' | 'days'>
type Cache = Pick<Said, 'tool' | 'source'> & { readonly cacheRead: Text; readonly input: Text }
type BillRow = {
  readonly tool: string
  readonly day: Day
  readonly bill: Text
  readonly estimate: Text
}
type BillTotals = {
  readonly tool: string
  readonly sources: readonly string[]
  readonly rows: number
  readonly credited: string
  readonly withoutEstimate: string
  readonly unknownLines: number
}

const mine = <Row extends { readonly tool: string }>(all: readonly Row[], tool: string) =>
  all.filter((row) => row.tool === tool)

/** @throws RangeError rather than give a number that is not exact */
function number(text: Text): number | null {
  if (text === null) return null
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('A sum is too large to be exact')
}

function measureFacts(
  tool: string,
  measure: MeasureGroup,
  { said, counted }: { readonly said: readonly Said[]; readonly counted: readonly Counted[] },
): readonly MeasureFacts[] {
  const whole = mine(counted, tool).find((it) => it.measure === measure)
  if (!whole) return []
  const sources = mine(said, tool)
    .filter((it) => it.measure === measure)
    .map(({ source, says, counted, then, days, rows }): SourceFacts => ({
      source,
      says: number(says),
      counted: number(counted),
      countedThen: number(then),
      days,
      rows,
    }))
    .toSorted((a, b) => (a.source < b.source ? -1 : 1))
  return [{ measure, counted: number(whole.counted), days: whole.days, sources }]
}

function billFacts(days: readonly BillRow[], totals: BillTotals | undefined): BillFacts | null {
  if (!days.some(({ bill }) => bill !== null) && (totals?.unknownLines ?? 0) === 0) return null
  return {
    sources: totals?.sources ?? [],
    days: days.map(({ day, bill, estimate }) => ({
      day,
      bill: number(bill),
      estimate: number(estimate),
    })),
    rows: totals?.rows ?? 0,
    credited: number(totals?.credited ?? '0') ?? 0,
    withoutEstimate: number(totals?.withoutEstimate ?? '0') ?? 0,
    unknownLines: totals?.unknownLines ?? 0,
  }
}

const where = ({ from, to }: Period, tools: readonly number[] | undefined): SQL =>
  sql`f.tenant_id = ${TENANT} and f.day between ${from}::date and ${to}::date
    ${tools ? sql`and f.tool_id = any(${ids(tools)})` : sql``}`

/** Tools and days whose cost is a bill of the ledger, and whose it is. */
const billed = (asked: SQL) => sql`
  select day, tool_id, max(source_id) as source_id from (
    select f.day, f.tool_id, 0 as source_id from usage_witness f
    where ${asked} and 'estimate' = any(f.measures)
    union all
    select f.day, f.tool_id, f.source_id from ${PRICED_LINES} f
    join covered_day c on c.tenant_id = f.tenant_id and c.day = f.day and c.tool_id = f.tool_id
      and c.source_id = f.source_id and c.cost
    where ${asked} group by 1, 2, 3 having bool_and(f.cost_picos is not null)
  ) bill group by 1, 2`

const TOKENS = sql.raw(`case when num_nonnulls(f.input_tokens, f.cache_read_tokens,
  f.cache_write_tokens, f.output_tokens) > 0 then coalesce(f.input_tokens, 0)
    + coalesce(f.cache_read_tokens, 0) + coalesce(f.cache_write_tokens, 0)
    + coalesce(f.output_tokens, 0) end`)

/** Every number anyone said: of the counted rows, and of the witnesses. A bill's share is the bill's. */
const parts = (asked: SQL) => sql`
  billed as (${billed(asked)}), part as (
    select f.tool_id, f.day, m.measure, m.value, m.source_id, true as counted
    from usage_daily f left join billed b on b.day = f.day and b.tool_id = f.tool_id,
    lateral (values ('activity', f.messages::numeric, f.source_id::int),
      ('tokens', ${TOKENS}::numeric, f.source_id::int),
      ('cost', ${SAID_COST}::numeric, coalesce(b.source_id, f.source_id)::int)
    ) m(measure, value, source_id)
    where ${asked} and m.value is not null
    union all
    select f.tool_id, f.day, m.measure, m.value, f.source_id, false
    from usage_witness f left join billed b on b.day = f.day and b.tool_id = f.tool_id,
    lateral (values ('activity', f.messages::numeric), ('tokens', ${TOKENS}::numeric),
      -- What a source reckoned is no second bill of its own: bill and estimate are compared apart.
      ('cost', case when 'estimate' = any(f.measures) and f.source_id = b.source_id then null
        else f.cost_micros::numeric end)) m(measure, value)
    where ${asked} and m.value is not null
  )`

const saidBySource = (asked: SQL) => sql`
  with ${parts(asked)}, whole as (
    select tool_id, measure, day, sum(value) filter (where counted) as total from part group by 1, 2, 3
  ), said as (
    select tool_id, measure, source_id, day, sum(value) as says,
      sum(value) filter (where counted) as counted, count(*) as n
    from part group by 1, 2, 3, 4
  )
  select t.name as tool, coalesce(s.name, 'bill') as source, measure, sum(says)::text as says,
    sum(said.counted)::text as counted, sum(total)::text as "then", count(*)::int as days,
    sum(n)::int as rows
  from said join whole using (tool_id, measure, day)
  join tool t on t.tenant_id = ${TENANT} and t.id = tool_id
  left join source s on s.tenant_id = ${TENANT} and s.id = source_id
  group by 1, 2, 3`

const countedByTool = (asked: SQL) => sql`
  with ${parts(asked)}
  select t.name as tool, measure, sum(value) filter (where counted)::text as counted,
    count(distinct day)::int as days
  from part join tool t on t.tenant_id = ${TENANT} and t.id = tool_id
  group by 1, 2`

const cachedBySource = (asked: SQL) => sql`
  select t.name as tool, s.name as source, sum(f.cache_read_tokens)::text as "cacheRead",
    sum(f.input_tokens)::text as input
  from (
    select f.tool_id, f.source_id, f.cache_read_tokens, f.input_tokens from usage_daily f where ${asked}
    union all
    select f.tool_id, f.source_id, f.cache_read_tokens, f.input_tokens from usage_witness f
    where ${asked}
  ) f join tool t on t.tenant_id = ${TENANT} and t.id = f.tool_id
  join source s on s.tenant_id = ${TENANT} and s.id = f.source_id
  group by 1, 2 having sum(f.input_tokens) is not null order by 1, 2`

/** The bill of each day and what was reckoned for it, for tools that have any bill in the period. */
const billDays = (asked: SQL) => sql`
  with billed as (${billed(asked)}), estimate as (
    select f.day, f.tool_id, sum(f.cost_micros) as micros from usage_witness f
    where ${asked} and 'estimate' = any(f.measures) group by 1, 2
  ), cost as (
    select f.day, f.tool_id, sum(f.cost_billed_micros) as own, sum(f.cost_credits_micros) as credits,
      sum(f.cost_estimated_micros) as reckoned
    from usage_daily f where ${asked} group by 1, 2
  ), both_sides as (
    select day, tool_id,
      case when b.tool_id is not null then coalesce(c.own, 0) + coalesce(c.credits, 0)
        when c.reckoned is not null then c.own end as bill,
      case when b.tool_id is not null then e.micros
        else coalesce(c.reckoned + coalesce(c.credits, 0), c.credits) end as estimate
    from cost c full join billed b using (day, tool_id) left join estimate e using (day, tool_id)
  )
  select t.name as tool, day::text as day, bill::text as bill, estimate::text as estimate
  from both_sides join tool t on t.tenant_id = ${TENANT} and t.id = tool_id
  where num_nonnulls(bill, estimate) > 0
    and tool_id in (select tool_id from both_sides where bill is not null
      union select f.tool_id from bill_line f where ${asked})
  order by 1, 2`

const billTotals = (asked: SQL) => sql`
  with billed as (${billed(asked)}), line as (
    select f.tool_id, array_agg(distinct s.name order by s.name) as sources,
      coalesce(round(sum(f.cost_picos) filter (where f.cost_picos < 0) / 1000000), 0) as credited,
      count(*) filter (where f.cost_picos is null) as unknown
    from ${PRICED_LINES} f join source s on s.tenant_id = f.tenant_id and s.id = f.source_id
    where ${asked} group by 1
  ), estimate as (
    select f.tool_id, count(*) as n from usage_witness f
    where ${asked} and 'estimate' = any(f.measures) group by 1
  ), alone as (
    select f.tool_id, sum(coalesce(f.cost_billed_micros, f.cost_credits_micros)) as micros
    from usage_daily f join billed b on b.day = f.day and b.tool_id = f.tool_id
    where ${asked} and f.person_id = 0 and not exists (
      select from usage_witness w where w.tenant_id = f.tenant_id and w.day = f.day
        and w.tool_id = f.tool_id and w.account_id = f.account_id and 'estimate' = any(w.measures))
    group by 1
  )
  select t.name as tool, coalesce(l.sources, '{}') as sources, coalesce(e.n, 0)::int as rows,
    coalesce(l.credited, 0)::bigint::text as credited,
    coalesce(a.micros, 0)::bigint::text as "withoutEstimate", coalesce(l.unknown, 0)::int as "unknownLines"
  from tool t left join line l on l.tool_id = t.id left join estimate e on e.tool_id = t.id
  left join alone a on a.tool_id = t.id
  where t.tenant_id = ${TENANT} and (l.tool_id is not null or e.tool_id is not null)`
