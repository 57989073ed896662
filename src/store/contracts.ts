import { sql } from 'drizzle-orm'

import type { ContractBook, Contracts } from '#books.ts'
import type { Contract } from '#core/contract/contract.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { dryRunnable } from './directory.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { rows } from './rows.ts'

const STILL = sql.raw(`'9999-12-31'::date`)

type Written = Omit<Contract, 'monthlyMicros' | 'committedMicros' | 'creditPicos'> & {
  readonly monthly: string | null
  readonly committed: string | null
  readonly credit: string | null
}

const big = (text: string | null) => (text === null ? null : BigInt(text))

/** What was agreed with vendors. */
export function contracts(db: Db): Contracts {
  return {
    list: (today) => book(db, today),
    async set(given, { by, at, dryRun }) {
      const set = await dryRunnable(db, dryRun, async (tx) => {
        await give(tx, given)
        const replaced = await replace(tx, { by, at })
        await refuseOverlaps(tx)
        return { added: given.length - replaced, replaced, days: await markCredits(tx) }
      })
      if (!dryRun) await rebuildDirtyDays(db)
      return set
    },
  }
}

async function book(db: Db, today: Day): Promise<ContractBook> {
  const found = await rows<Written>(
    db,
    'contracts',
    sql`select tool, plan, valid_from::text as "from", valid_to::text as "to", seats,
        monthly_micros::text as monthly, currency, notice_by::text as "noticeBy",
        committed_micros::text as committed, credit_picos::text as credit
      from contract where tenant_id = 1 order by tool, plan, valid_from`,
  )
  const missing = await rows<{ name: string }>(
    db,
    'tools without a contract',
    sql`select name from tool t where t.tenant_id = 1 and (
        exists (select from rollup_day f where f.tenant_id = 1 and f.tool_id = t.id)
        or exists (select from bill_line f where f.tenant_id = 1 and f.tool_id = t.id)
        or exists (select from seat_pool f where f.tenant_id = 1 and f.tool_id = t.id))
      and not exists (select from contract c where c.tenant_id = 1 and c.tool = t.name
        and ${today}::date between c.valid_from and coalesce(c.valid_to, ${STILL}))
      order by name`,
  )
  return {
    contracts: found.map(({ monthly, committed, credit, ...contract }) => ({
      ...contract,
      monthlyMicros: big(monthly),
      committedMicros: big(committed),
      creditPicos: big(credit),
    })),
    missing: missing.map(({ name }) => name),
  }
}

const give = (tx: Db, given: readonly Contract[]) =>
  rows(
    tx,
    'given contracts',
    sql`create temp table given_contract on commit drop as
      select * from jsonb_to_recordset(${JSON.stringify(
        given.map((contract) => ({
          tool: contract.tool,
          plan: contract.plan,
          valid_from: contract.from,
          valid_to: contract.to,
          seats: contract.seats,
          monthly_micros: contract.monthlyMicros?.toString() ?? null,
          currency: contract.currency,
          notice_by: contract.noticeBy,
          committed_micros: contract.committedMicros?.toString() ?? null,
          credit_picos: contract.creditPicos?.toString() ?? null,
        })),
      )}::text::jsonb) as given(tool text, plan text, valid_from date, valid_to date, seats int,
        monthly_micros bigint, currency text, notice_by date, committed_micros bigint,
        credit_picos bigint)`,
  )

const SAME = sql.raw('c.tool = g.tool and c.plan = g.plan and c.valid_from = g.valid_from')

/** Leaves `gone_contract`, those that were replaced. Returns how many. */
async function replace(tx: Db, { by, at }: { by: string; at: number }): Promise<number> {
  const gone = await rows(
    tx,
    'contracts that go',
    sql`create temp table gone_contract on commit drop as
      select c.* from contract c join given_contract g on ${SAME} where c.tenant_id = 1`,
  ).then(() =>
    rows(
      tx,
      'forget contracts',
      sql`delete from contract c using given_contract g
        where c.tenant_id = 1 and ${SAME} returning 1 as one`,
    ),
  )
  await rows(
    tx,
    'set contracts',
    sql`insert into contract (tool, plan, valid_from, valid_to, seats, monthly_micros, currency,
        notice_by, committed_micros, credit_picos, "by", at)
      select tool, plan, valid_from, valid_to, seats, monthly_micros, currency, notice_by,
        committed_micros, credit_picos, ${by}, ${new Date(at).toISOString()}::timestamptz
      from given_contract`,
  )
  return gone.length
}

async function refuseOverlaps(tx: Db): Promise<void> {
  const [two] = await rows<{ tool: string; plan: string; from: string; to: string | null }>(
    tx,
    'look for contracts that overlap',
    sql`select a.tool, a.plan, b.valid_from::text as "from", a.valid_to::text as "to"
      from contract a join contract b on b.tenant_id = 1 and b.tool = a.tool and b.plan = a.plan
        and b.valid_from > a.valid_from and b.valid_from <= coalesce(a.valid_to, ${STILL})
      where a.tenant_id = 1 order by 1, 2, 3 limit 1`,
  )
  if (!two) return
  const plan = two.plan === '' ? '' : ` (${two.plan})`
  throw new UserError(
    `Two contracts of ${two.tool}${plan} hold on ${two.from}`,
    'Set the earlier one again with a last day before the later begins.',
  )
}

/** Days whose credits have another price now. */
async function markCredits(tx: Db): Promise<number> {
  const marked = await rows(
    tx,
    'mark days of credits',
    sql`with term as (
        select tool, valid_from, valid_to, credit_picos from given_contract
        union all select tool, valid_from, valid_to, credit_picos from gone_contract
      ), stale as (
        select distinct l.day from bill_line l join tool t on t.tenant_id = 1 and t.id = l.tool_id
        join term c on c.tool = t.name and c.credit_picos is not null
          and l.day between c.valid_from and coalesce(c.valid_to, ${STILL})
        where l.tenant_id = 1 and l.basis = 2 and l.cost_picos is null
        union
        select distinct l.day from usage_report l join tool t on t.tenant_id = 1 and t.id = l.tool_id
        join term c on c.tool = t.name and c.credit_picos is not null
          and l.day between c.valid_from and coalesce(c.valid_to, ${STILL})
        where l.tenant_id = 1 and l.credits_milli is not null and l.cost_credits_micros is null
      ), written as (
        insert into dirty_day (day) select day from stale on conflict do nothing
      )
      select day::text from stale`,
  )
  return marked.length
}
