import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { PRICED_LINES } from './credit-price.ts'
import { belongs, PERSON, UNIT } from './rebuild-belongs.ts'
import { SAID_COST } from './rebuild-columns.ts'
import { giveOrder } from './rebuild-order.ts'
import { rows } from './rows.ts'

/**
 * Where a vendor's bill covers a tool's day, its cost is the bill: lines that name an account go to it,
 * the rest to those who used the tool in proportion to the estimates, and what nobody's estimate can
 * take is nobody's. The whole is the bill's sum, rounded once; estimates become witnesses.
 */
export async function applyBills(tx: Db, stale: SQL): Promise<void> {
  const [billed] = await rows<{ any: boolean }>(
    tx,
    'look for bills',
    sql`select exists (select from bill_line where tenant_id = 1 and day = ${stale}) as any`,
  )
  if (billed?.any !== true) return
  await giveOrder(tx, sql`select id from tool where tenant_id = 1`)
  await findBilled(tx, stale)
  await findLines(tx, stale)
  await findEstimates(tx, stale)
  await aim(tx)
  await rows(tx, 'shares of the bill', SHARES)
  await rows(tx, 'note estimates', ESTIMATES_AS_WITNESSES)
  await rows(
    tx,
    'take estimates out of the cost',
    sql`update usage_daily f set cost_estimated_micros = null,
        cost_billed_micros = case when not b.credits and ${SAID_COST} is not null then 0 end,
        cost_credits_micros = case when b.credits and ${SAID_COST} is not null then 0 end,
        unpriced_tokens = case when f.unpriced_tokens is not null then 0 end
      from rebuild_billed b
      where f.tenant_id = 1 and f.day = ${stale} and f.day = b.day and f.tool_id = b.tool_id`,
  )
  await rows(tx, 'write the bill', WRITE)
  const workings = 'rebuild_billed, rebuild_line, rebuild_estimate, rebuild_aim, rebuild_share'
  await rows(tx, 'drop workings of the bill', sql.raw(`drop table ${workings}`))
}

/**
 * The tools and days a bill covers, and the source of the bill. A source's bill speaks of a day once it
 * has a line on it: then a tool that it covers and does not list cost nothing. A line in a currency
 * without a rate leaves the day's sum unknown, so its estimates stand. Of two bills the first in the
 * order is believed.
 */
const findBilled = (tx: Db, stale: SQL) =>
  rows(
    tx,
    'days with a bill',
    sql`create temp table rebuild_billed on commit drop as
      with line as (
        select day, source_id, tool_id, bool_or(cost_picos is null) as unknown,
          bool_and(basis = 2) as credits
        from ${PRICED_LINES} l where tenant_id = 1 and day = ${stale} group by 1, 2, 3
      )
      select distinct on (c.day, c.tool_id) c.day, c.tool_id, c.source_id,
        coalesce(l.credits, false) as credits
      from (select distinct day, source_id, tool_id from covered_day
        where tenant_id = 1 and day = ${stale} and cost) c
      left join line l using (day, source_id, tool_id)
      join rebuild_order o on o.tool = c.tool_id and o.source = c.source_id and o.measure = 'cost'
        and c.day between o.valid_from and o.valid_to
      where (c.day, c.source_id) in (select day, source_id from line)
        and coalesce(not l.unknown, true)
      order by c.day, c.tool_id, o.place`,
  )

/** What the bill says of each account and model. */
const findLines = (tx: Db, stale: SQL) =>
  rows(
    tx,
    'lines of the bill',
    sql`create temp table rebuild_line on commit drop as
      select l.day, l.tool_id, l.account_id, l.model_id, b.source_id, sum(l.cost_picos) as picos,
        row_number() over (order by l.day, l.tool_id) as line
      from ${PRICED_LINES} l join rebuild_billed b using (day, tool_id, source_id)
      where l.tenant_id = 1 and l.day = ${stale}
      group by 1, 2, 3, 4, 5`,
  )

/** What was reckoned until the bill came. */
const findEstimates = (tx: Db, stale: SQL) =>
  rows(
    tx,
    'estimates of billed days',
    sql`create temp table rebuild_estimate on commit drop as
      select f.day, f.tool_id, f.account_id, f.model_id, f.feature_id, f.source_id, f.person_id,
        f.unit_id, ${SAID_COST} as micros
      from usage_daily f join rebuild_billed b on b.day = f.day and b.tool_id = f.tool_id
      where f.tenant_id = 1 and f.day = ${stale} and ${SAID_COST} is not null`,
  )

/**
 * Where each line goes: to rows of its account and model that have an estimate, else to a row of the
 * bill's own. A line without an account goes to the rows of its model, else, under its model, to the
 * accounts of all rows, else to nobody.
 */
async function aim(tx: Db): Promise<void> {
  const fits = {
    account: sql.raw('(l.account_id = 0 or e.account_id = l.account_id)'),
    model: sql.raw('(l.model_id = 0 or e.model_id = l.model_id)'),
  }
  await rows(
    tx,
    'where the bill goes',
    sql`create temp table rebuild_aim on commit drop as
      with fit as (
        select l.*, e.account_id as to_account, e.model_id as to_model, e.feature_id as to_feature,
          e.source_id as to_source, e.micros
        from rebuild_line l join rebuild_estimate e
          on e.day = l.day and e.tool_id = l.tool_id and e.micros > 0
          and ${fits.account} and ${fits.model}
      ), spread as (
        select l.*, e.account_id as to_account, l.model_id as to_model, 0 as to_feature,
          l.source_id as to_source, sum(e.micros) as micros
        from rebuild_line l join rebuild_estimate e
          on e.day = l.day and e.tool_id = l.tool_id and e.micros > 0
        where l.account_id = 0 and l.line not in (select line from fit)
        group by l.day, l.tool_id, l.account_id, l.model_id, l.source_id, l.picos, l.line, e.account_id
      ), own as (
        select l.*, l.account_id as to_account, l.model_id as to_model, 0 as to_feature,
          l.source_id as to_source, 1 as micros
        from rebuild_line l
        where l.line not in (select line from fit) and l.line not in (select line from spread)
      )
      select * from fit union all select * from spread union all select * from own`,
  )
  await rows(tx, 'analyse where the bill goes', sql`analyze rebuild_aim`)
}

/** Picodollars in a micro-dollar. */
const PICOS = sql.raw('1000000::numeric')

/**
 * Whole micro-dollars: every share is rounded down, and the largest of what was cut off get one more
 * until the sum is the bill's. Ties go by name, since numbers depend on who came first.
 */
const SHARES = sql`
  create temp table rebuild_share on commit drop as
  with whole as (
    select *, picos * micros as part, sum(micros) over (partition by line) * ${PICOS} as of_whole
    from rebuild_aim
  ), cut as (
    select *, mod(mod(part, of_whole) + of_whole, of_whole) as rest from whole
  ), down as (
    select *, div(part - rest, of_whole) as floor, div(rest * 1e40, of_whole) as left_over from cut
  ), sums as (
    select day, tool_id, ${roundedHalfEven('picos')} as micros
    from (select day, tool_id, sum(picos) as picos from rebuild_line group by 1, 2) bill
  ), ranked as (
    select d.*, row_number() over (partition by d.day, d.tool_id order by left_over desc,
        a.pseudonym nulls first, m.name collate "C" nulls first, f.name collate "C" nulls first,
        s.name collate "C", la.pseudonym nulls first, lm.name collate "C" nulls first) as place,
      sum(floor) over (partition by d.day, d.tool_id) as floors
    from down d
    left join account a on a.tenant_id = 1 and a.account_id = d.to_account
    left join model m on m.tenant_id = 1 and m.id = d.to_model
    left join feature f on f.tenant_id = 1 and f.id = d.to_feature
    left join source s on s.tenant_id = 1 and s.id = d.to_source
    left join account la on la.tenant_id = 1 and la.account_id = d.account_id
    left join model lm on lm.tenant_id = 1 and lm.id = d.model_id
  )
  select r.day, r.tool_id, to_account as account_id, to_model as model_id, to_feature as feature_id,
    to_source as source_id, sum(floor + (place <= s.micros - floors)::int)::bigint as micros
  from ranked r join sums s using (day, tool_id)
  group by 1, 2, 3, 4, 5, 6`

function roundedHalfEven(picos: string): SQL {
  const whole = `div(${picos}, 1000000)`
  const rest = `2 * abs(mod(${picos}, 1000000))`
  return sql.raw(`(${whole} + case
    when ${rest} > 1000000 or (${rest} = 1000000 and mod(${whole}, 2) <> 0) then sign(${picos})
    else 0 end)`)
}

const ESTIMATES_AS_WITNESSES = sql`
  insert into rebuild_witness (day, account_id, tool_id, model_id, source_id, person_id, unit_id,
    cost_micros, measures)
  select day, account_id, tool_id, model_id, source_id, person_id, unit_id, micros,
    array['cost', 'estimate']
  from rebuild_estimate`

const WRITE = sql`
  insert into usage_daily as d (tenant_id, day, account_id, tool_id, model_id, feature_id, source_id,
    person_id, unit_id, cost_billed_micros, cost_credits_micros)
  select 1, f.day, f.account_id, f.tool_id, f.model_id, f.feature_id, f.source_id, ${PERSON}, ${UNIT},
    case when not b.credits then f.micros end, case when b.credits then f.micros end
  from rebuild_share f join rebuild_billed b on b.day = f.day and b.tool_id = f.tool_id ${belongs}
  on conflict (tenant_id, day, account_id, tool_id, model_id, feature_id, source_id)
  do update set
    cost_billed_micros = coalesce(d.cost_billed_micros + excluded.cost_billed_micros,
      excluded.cost_billed_micros, d.cost_billed_micros),
    cost_credits_micros = coalesce(d.cost_credits_micros + excluded.cost_credits_micros,
      excluded.cost_credits_micros, d.cost_credits_micros)`
