/** Who holds and uses which seats, and how the store has it. */
import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'

import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

import { found } from './reader-company.ts'
import { maybe } from './reader-names.ts'
import { type Held, shifted } from './seat-reference.ts'

export const TOOLS = ['chatgpt', 'claude']
const PLANS = ['pro', 'team']
export const UNITS = ['Sales', 'Sales/EMEA', 'Data']
const PEOPLE = ['p-ada', 'p-bob', 'p-cyd', 'p-dee']
export const HOME = { 'p-ada': 'Sales', 'p-bob': 'Sales/EMEA', 'p-cyd': 'Data' }
export const FIRST = '2026-09-20'
export const DAYS = Array.from({ length: 62 }, (_, n) => shifted(FIRST, n))
const day = fc.constantFrom(...DAYS)
const tool = fc.constantFrom(...TOOLS)
const plan = fc.constantFrom(...PLANS)

/** Anyone's seats. */
export const held: fc.Arbitrary<Held> = fc
  .record({
    seats: fc.uniqueArray(
      fc.record({
        person: fc.constantFrom(...PEOPLE),
        tool,
        plan,
        from: day,
        to: fc.oneof(fc.constant('9999-12-31'), fc.constant('2026-11-20')),
        vendor: maybe(day),
      }),
      { maxLength: 8, selector: ({ person, tool, from }) => `${person} ${tool} ${from}` },
    ),
    prices: fc.record({ micros: maybe(fc.nat(30_000_000)), purchased: maybe(fc.nat(9)) }),
    currency: fc.constantFrom('USD', 'EUR'),
    agreed: fc.uniqueArray(
      fc.record({
        tool,
        plan: fc.constantFrom('', ...PLANS),
        seats: maybe(fc.nat(9)),
        micros: maybe(fc.nat(30_000_000)),
        currency: fc.constantFrom('USD', 'EUR'),
      }),
      { maxLength: 2, selector: ({ tool, plan }) => `${tool} ${plan}` },
    ),
    uses: fc.array(fc.record({ tool, person: fc.constantFrom(...PEOPLE), day }), { maxLength: 8 }),
    leaves: maybe(
      fc.uniqueArray(
        fc.record({
          person: fc.constantFrom(...PEOPLE),
          from: day,
          to: fc.oneof(day, fc.constant('9999-12-31')),
        }),
        { maxLength: 6, selector: ({ person, from }) => `${person} ${from}` },
      ),
    ),
    watched: fc.subarray(TOOLS),
    from: fc.constantFrom(FIRST, '2026-10-25'),
  })
  .map(({ seats, prices, currency, agreed, uses, leaves, watched, from }) => {
    const plans = new Map(seats.map(({ tool, plan }) => [`${tool} ${plan}`, { tool, plan }]))
    return {
      seats,
      pools: [...plans.values()].map((of) => ({ ...of, ...prices, currency })),
      agreed,
      uses,
      leaves: leaves?.filter(({ from, to }) => from <= to),
      covered: watched.flatMap((tool) =>
        DAYS.filter((day) => day >= from).map((day) => ({ tool, day })),
      ),
      units: HOME,
    }
  })

const number = (all: readonly string[], one: string) => all.indexOf(one) + 1
const [tenant_id, batch_id, source_id] = [1, 1, 1]

/** Those who are there throughout. */
export const people = (store: Store) =>
  found(store, {
    tools: TOOLS,
    units: UNITS,
    people: PEOPLE,
    members: Object.entries(HOME).map(([person, unit]) => ({
      person,
      unit,
      from: '2026-01-01',
      to: '9999-12-31',
    })),
  })

/** What they hold and use, in place of what was there. */
export async function fill(store: Store, of: Held): Promise<void> {
  const put = async (table: string, given: readonly object[]) => {
    const columns = sql.raw(Object.keys(given[0] ?? {}).join(', '))
    if (given.length > 0)
      await rows(
        store.db,
        `fill ${table}`,
        sql`insert into ${sql.raw(table)} (${columns}) select ${columns}
          from jsonb_populate_recordset(null::${sql.raw(table)}, ${JSON.stringify(given)}::jsonb)`,
      )
  }
  for (const table of TABLES)
    await rows(store.db, `empty ${table}`, sql`delete from ${sql.raw(table)}`)
  await put(
    'covered_day',
    of.covered.map(({ tool, day }) => ({
      tenant_id,
      tool_id: number(TOOLS, tool),
      source_id,
      day,
      batch_id,
    })),
  )
  await put(
    'usage_daily',
    of.uses.map(({ tool, person, day }, n) => ({
      tenant_id,
      day,
      account_id: n + 1,
      tool_id: number(TOOLS, tool),
      model_id: 0,
      feature_id: 0,
      source_id,
      person_id: number(PEOPLE, person),
      unit_id: 0,
      active: true,
    })),
  )
  await put(
    'account_person',
    PEOPLE.map((person) => ({
      tenant_id,
      account_id: 1000 + number(PEOPLE, person),
      valid_from: '2020-01-01',
      valid_to: '9999-12-31',
      person_id: number(PEOPLE, person),
    })),
  )
  await put(
    'seat_pool',
    of.pools.map(({ tool, plan, purchased, micros, currency }) => ({
      tenant_id,
      tool_id: number(TOOLS, tool),
      plan,
      valid_from: '2026-01-01',
      valid_to: '9999-12-31',
      purchased,
      monthly_micros: micros,
      currency,
      batch_id,
    })),
  )
  await put(
    'seat_assignment',
    of.seats.map(({ person, tool, plan, from, to, vendor }) => ({
      tenant_id,
      tool_id: number(TOOLS, tool),
      account_id: 1000 + number(PEOPLE, person),
      valid_from: from,
      valid_to: to,
      plan,
      vendor_last_activity: vendor,
      batch_id,
    })),
  )
  await put(
    'leave',
    (of.leaves ?? []).map(({ person, from, to }, n) => ({
      tenant_id,
      source: ['', 'workday'][n % 2],
      account_id: 1000 + number(PEOPLE, person),
      valid_from: from,
      valid_to: to,
    })),
  )
  await put('leave_source', of.leaves ? [{ tenant_id, source: '' }] : [])
  for (const { tool, plan, seats, micros, currency } of of.agreed)
    await rows(
      store.db,
      'a contract',
      sql`insert into contract (tool, plan, valid_from, seats, monthly_micros, currency, by, at)
        values (${tool}, ${plan}, '2026-01-01', ${seats ?? null}::int, ${micros ?? null}::bigint, ${currency}, 'test', now())`,
    )
}

const TABLES = [
  'usage_daily',
  'covered_day',
  'account_person',
  'seat_pool',
  'seat_assignment',
  'leave',
  'leave_source',
  'contract',
]
