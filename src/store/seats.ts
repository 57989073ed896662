import { sql } from 'drizzle-orm'

import { type Day, dayAt } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { BatchFacts, Seat } from '#ingest.ts'

import { addAccounts } from './accounts.ts'
import { recordBatch } from './batches.ts'
import { dryRunnable } from './directory.ts'
import { addNames, newNames } from './names.ts'
import { rekeySeats } from './rekey-lists.ts'
import { rows } from './rows.ts'

const STILL = '9999-12-31'

/**
 * A seats file is the whole of the tools it names, as of the day it was taken: seats that it no longer
 * lists ended the day before. Its rows, taken together, describe each (tool, plan)'s pool.
 */
export async function importSeats(
  db: Db,
  seats: readonly Seat[],
  { batch, dryRun }: { readonly batch: BatchFacts; readonly dryRun: boolean },
): Promise<{ readonly pools: number; readonly assigned: number }> {
  return dryRunnable(db, dryRun, async (tx) => {
    const number = await recordBatch(tx, batch, {
      lines: seats.length,
      firstDay: null,
      lastDay: null,
    })
    return setSeats(tx, seats, { batch: number, taken: dayAt(batch.at, batch.bucketZone) })
  })
}

type SeatFacts = {
  readonly batch: number
  readonly taken: Day
  /** Tools whose seats these are all of, beside those they name. */
  readonly tools?: readonly string[]
}

export async function setSeats(
  tx: Db,
  given: readonly Seat[],
  { batch, taken, tools = [] }: SeatFacts,
): Promise<{ readonly pools: number; readonly assigned: number }> {
  const seats = await rekeySeats(tx, given)
  await giveSeats(tx, seats)
  await addAccounts(tx, sql`select account from given_seat`)
  const names = newNames()
  for (const { tool } of seats) names.number('tool', tool)
  await addNames(tx, names)
  const pools = await setPools(tx, batch)
  const assigned = await setAssignments(tx, { batch, taken, tools })
  return { pools, assigned }
}

async function giveSeats(tx: Db, seats: readonly Seat[]): Promise<void> {
  const document = JSON.stringify(
    seats.map((seat) => ({
      tool: seat.tool,
      plan: seat.plan,
      account: seat.account,
      valid_from: seat.from,
      valid_to: seat.to ?? STILL,
      monthly_micros: seat.monthlyMicros?.toString() ?? null,
      currency: seat.currency,
      purchased: seat.purchased,
      last_activity: seat.lastActivity,
    })),
  )
  await rows(
    tx,
    'given seats',
    sql`create temp table given_seat on commit drop as
      select tool, plan, decode(account, 'hex') as account, valid_from, valid_to, monthly_micros,
        currency, purchased, last_activity
      from jsonb_to_recordset(${document}::text::jsonb) as given(tool text, plan text, account text,
        valid_from date, valid_to date, monthly_micros bigint, currency text, purchased int,
        last_activity date)`,
  )
}

/** Rows without a person state the pool; without such a row, the seats' own rows do. */
async function setPools(tx: Db, batch: number): Promise<number> {
  await rows(
    tx,
    'given pools',
    sql`create temp table given_pool on commit drop as
      with stated as (
        select t.id as tool_id, g.*, bool_or(account is null) over (partition by tool, plan) as named
        from given_seat g join tool t on t.tenant_id = 1 and t.name = g.tool
      )
      select tool_id, plan, valid_from, max(valid_to) as valid_to, max(purchased) as purchased,
        max(monthly_micros) as monthly_micros, max(currency) as currency
      from stated where named and account is null group by 1, 2, 3
      union all
      select s.tool_id, s.plan, coalesce(min(p.valid_from), min(s.valid_from)), ${STILL}::date,
        max(s.purchased), max(s.monthly_micros), max(s.currency)
      from stated s
      left join seat_pool p on p.tenant_id = 1 and p.tool_id = s.tool_id and p.plan = s.plan
        and p.valid_to = ${STILL}::date
      where not named group by 1, 2`,
  )
  await rows(
    tx,
    'end earlier contracts',
    sql`update seat_pool p set valid_to = g.valid_from - 1 from given_pool g
      where p.tenant_id = 1 and p.tool_id = g.tool_id and p.plan = g.plan
        and p.valid_from < g.valid_from and p.valid_to >= g.valid_from`,
  )
  const stored = await rows(
    tx,
    'set pools',
    sql`insert into seat_pool (tool_id, plan, valid_from, valid_to, purchased, monthly_micros,
        currency, batch_id)
      select tool_id, plan, valid_from, valid_to, purchased, monthly_micros, currency, ${batch}::int
      from given_pool
      on conflict on constraint seat_pool_pk do update set valid_to = excluded.valid_to,
        purchased = excluded.purchased, monthly_micros = excluded.monthly_micros,
        currency = excluded.currency, batch_id = excluded.batch_id
      returning 1 as one`,
  )
  return stored.length
}

async function setAssignments(
  tx: Db,
  { batch, taken, tools }: Required<SeatFacts>,
): Promise<number> {
  await rows(
    tx,
    'seats assigned',
    sql`create temp table given_assignment on commit drop as
      select distinct on (t.id, a.account_id, g.valid_from) t.id as tool_id, a.account_id,
        g.valid_from, g.valid_to, g.plan, g.last_activity
      from given_seat g
      join tool t on t.tenant_id = 1 and t.name = g.tool
      join account a on a.tenant_id = 1 and a.key_version = 1 and a.pseudonym = g.account
      order by t.id, a.account_id, g.valid_from, g.last_activity desc nulls last, g.plan`,
  )
  const gone = sql`s.tenant_id = 1 and s.valid_to >= ${taken}::date
    and s.tool_id in (select tool_id from given_assignment union select id from tool
      where tenant_id = 1 and name = any(${sql.param(tools)}::text[]))
    and not exists (select from given_assignment g where g.tool_id = s.tool_id
      and g.account_id = s.account_id and g.valid_from = s.valid_from)`
  await rows(
    tx,
    'take back seats that never began',
    sql`delete from seat_assignment s where ${gone} and s.valid_from >= ${taken}::date`,
  )
  await rows(
    tx,
    'end seats',
    sql`update seat_assignment s set valid_to = ${taken}::date - 1 where ${gone}`,
  )
  const assigned = await rows(
    tx,
    'assign seats',
    sql`insert into seat_assignment (tool_id, account_id, valid_from, valid_to, plan,
        vendor_last_activity, batch_id)
      select tool_id, account_id, valid_from, valid_to, plan, last_activity, ${batch}::int
      from given_assignment
      on conflict on constraint seat_assignment_pk do update set valid_to = excluded.valid_to,
        plan = excluded.plan, vendor_last_activity = excluded.vendor_last_activity,
        batch_id = excluded.batch_id
      returning 1 as one`,
  )
  return assigned.length
}
