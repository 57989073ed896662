import { sql } from 'drizzle-orm'

import type { BudgetSpec } from '#core/budget/budget.ts'
import { day } from '#core/time/day.ts'
import { personBudgetBook } from '#store/person-budgets.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

const MAKER = { platform: 'slack', workspace: 'T1', kind: 'person', id: 'U1' } as const
const SPEC: BudgetSpec = { metric: 'messages', amount: 10, per: 'month', filters: {} }

const book = (store: Store) => personBudgetBook(store.db, () => Promise.resolve())
const row = (command: string, at: number) =>
  ({
    at,
    viewer: 'slack:T1/U1',
    place: 'slack:dm/D1',
    action: 'alert',
    command,
    outcome: 'done',
    detail: {},
  }) as const

/** A budget that reached a half, of the person whose account has this pseudonym (hex); its number. */
export async function reachedBudget(store: Store, pseudonym: string, at = Date.now()) {
  const [person] = await rows<{ readonly id: number }>(
    store.db,
    'whose it is',
    sql`select m.person_id::int as id from account a join account_person m using (tenant_id, account_id)
      where encode(a.pseudonym, 'hex') = ${pseudonym} order by m.valid_to desc limit 1`,
  )
  const { make, set, reach } = book(store)
  const made = { person: person?.id ?? 0, spec: SPEC, maker: MAKER }
  const id = await make(made, () => row('budget user:[person]', at))
  await set(id, { state: 'on', from: ['off'] }, row(`budget enable ${id}`, at))
  const half = { from: day('2026-11-01'), to: day('2026-11-30'), on: day('2026-11-10') }
  const crossing = { ...half, percent: 50, unknown: 0, overrun: null }
  await reach(id, [crossing], { at, told: () => undefined })
  return id
}

export const pauseBudget = (store: Store, id: number, at: number) =>
  book(store).set(id, { state: 'paused', from: ['on'] }, row(`budget disable ${id}`, at))

/** Those that are left, with the steps they reached. */
export async function budgetsLeft(store: Store) {
  const left = await rows<{ readonly left: string }>(
    store.db,
    'budgets that are left',
    sql`select 'budget ' || budget_id as left from person_budget
      union all select 'reached ' || budget_id from person_budget_reached order by 1`,
  )
  return left.map((one) => one.left)
}

/** Of whom they are, as their maker reads it. */
export const budgetAliases = async (store: Store) =>
  (await book(store).of(MAKER)).map(({ alias }) => alias)
