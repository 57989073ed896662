import { type SQL, sql } from 'drizzle-orm'

/**
 * What one credit of the tool of row `of` costs on its day, in picodollars: the contract of all plans
 * says it, else those of single plans where they agree.
 */
const creditPicos = (of: 'l' | 'f'): SQL => {
  const row = sql.raw(of)
  return sql`(
    select coalesce(max(c.credit_picos) filter (where c.plan = ''),
      case when min(c.credit_picos) = max(c.credit_picos) then max(c.credit_picos) end)
    from contract c join tool t on t.tenant_id = 1 and t.name = c.tool
    where c.tenant_id = 1 and t.id = ${row}.tool_id
      and ${row}.day between c.valid_from and coalesce(c.valid_to, '9999-12-31'))`
}

/** Lines of bills; credits that their vendor puts no price on cost what the contract says. */
export const PRICED_LINES = sql`(
  select l.tenant_id, l.day, l.source_id, l.tool_id, l.account_id, l.model_id, l.basis,
    case when l.basis = 2 and l.cost_picos is null
      then round(l.amount * ${creditPicos('l')})::bigint else l.cost_picos end as cost_picos
  from bill_line l)`

/** Picodollars of thousandths of a credit, in a micro-dollar. */
const PER_MICRO = sql.raw('1000000000')

/** Micro-dollars of the credits of report `f`: as it says, else by contract, rounded half to even. */
export const REPORTED_CREDITS = sql`coalesce(f.cost_credits_micros, (
  select (div(exact, ${PER_MICRO}) + case when 2 * mod(exact, ${PER_MICRO}) > ${PER_MICRO}
    or (2 * mod(exact, ${PER_MICRO}) = ${PER_MICRO} and mod(div(exact, ${PER_MICRO}), 2) = 1)
    then 1 else 0 end)::bigint
  from (select f.credits_milli::numeric * ${creditPicos('f')} as exact) priced))`
