import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'

import { day as dayOf } from '#core/time/day.ts'
import * as schema from '#db/schema/index.ts'
import type { Question } from '#ports.ts'

/** One row of use. What is left out, the source does not know. */
export type Use = {
  readonly day: string
  readonly tool: string
  readonly person?: string
  readonly unit?: string
  readonly model?: string
  readonly feature?: string
  readonly active?: boolean
  readonly messages?: number
  readonly sessions?: number
  readonly input_tokens?: number
  readonly cache_read_tokens?: number
  readonly cache_write_tokens?: number
  readonly output_tokens?: number
  readonly unpriced_tokens?: number
  readonly cost_billed_micros?: number
  readonly cost_estimated_micros?: number
  readonly cost_credits_micros?: number
}

/** What a test says of a company; names become ids in the order they come, from 1. */
export type Company = {
  /** Paths; parents first. */
  readonly units?: readonly string[]
  readonly people?: readonly string[]
  readonly tools?: readonly string[]
  readonly models?: readonly string[]
  readonly features?: readonly string[]
  readonly groups?: readonly { name: string; person: string; from: string; to: string }[]
  readonly members?: readonly { person: string; unit: string; from: string; to: string }[]
  readonly covered?: readonly { tool: string; day: string }[]
  readonly uses?: readonly Use[]
}

export async function openStore() {
  const client = await PGlite.create()
  const db = drizzle(client, { schema })
  await migrate(db, { migrationsFolder: 'db/migrations' })
  return { db, client, [Symbol.asyncDispose]: () => client.close() }
}

type Store = Awaited<ReturnType<typeof openStore>>

/** Fills an empty store, or one filled before, with a company. */
export async function found({ db, client }: Pick<Store, 'db' | 'client'>, company: Company) {
  const { units = [], people = [], tools = [], models = [], features = [] } = company
  const id = (names: readonly string[], name: string | undefined) => {
    if (name === undefined) return 0
    if (!names.includes(name)) throw new Error(`The test's company has no ${name}`)
    return names.indexOf(name) + 1
  }
  const rows = async (into: string, columns: string, values: readonly object[]) => {
    if (values.length === 0) return
    await db.execute(sql`
      insert into ${sql.raw(into)} (${sql.raw(columns)})
      select ${sql.raw(columns)} from jsonb_populate_recordset(null::${sql.raw(into)}, ${JSON.stringify(values)}::jsonb)`)
  }
  await client.exec(`truncate org_unit, person, tool, model, feature, group_member, membership,
    covered_day, usage_daily, rollup_unit_day, active_bits, unit_people`)
  const tenant_id = 1
  const dictionary = (names: readonly string[]) =>
    names.map((name, n) => ({ tenant_id, id: n + 1, name }))
  await rows('tool', 'tenant_id, id, name', dictionary(tools))
  await rows('model', 'tenant_id, id, name', dictionary(models))
  await rows('feature', 'tenant_id, id, name', dictionary(features))
  await rows(
    'person',
    'tenant_id, person_id, alias',
    people.map((alias, n) => ({ tenant_id, person_id: n + 1, alias })),
  )
  await rows(
    'org_unit',
    'tenant_id, unit_id, path, name, level, department_id',
    units.map((path, n) => ({
      tenant_id,
      unit_id: n + 1,
      path,
      name: path.split('/').at(-1),
      level: path.split('/').length,
      department_id: id(units, path.split('/')[0]),
    })),
  )
  await rows(
    'group_member',
    'tenant_id, group_name, person_id, valid_from, valid_to',
    (company.groups ?? []).map(({ name, person, from, to }) => ({
      tenant_id,
      group_name: name,
      person_id: id(people, person),
      valid_from: from,
      valid_to: to,
    })),
  )
  await rows(
    'membership',
    'tenant_id, person_id, valid_from, valid_to, unit_id',
    (company.members ?? []).map(({ person, unit, from, to }) => ({
      tenant_id,
      person_id: id(people, person),
      valid_from: from,
      valid_to: to,
      unit_id: id(units, unit),
    })),
  )
  await rows(
    'covered_day',
    'tenant_id, tool_id, source_id, day, batch_id',
    (company.covered ?? []).map(({ tool, day }) => ({
      tenant_id,
      tool_id: id(tools, tool),
      source_id: 1,
      day,
      batch_id: 1,
    })),
  )
  const uses = (company.uses ?? []).map(({ tool, person, unit, model, feature, ...use }, n) => ({
    tenant_id,
    account_id: n + 1,
    source_id: 1,
    tool_id: id(tools, tool),
    person_id: id(people, person),
    unit_id: id(units, unit),
    model_id: id(models, model),
    feature_id: id(features, feature),
    active: false,
    ...use,
  }))
  await rows(
    'usage_daily',
    `tenant_id, day, account_id, tool_id, model_id, feature_id, source_id, person_id, unit_id, active, ${SUMMED.join(', ')}`,
    uses,
  )
  await client.exec(ROLLUPS)
}

const SUMMED = [
  'messages',
  'sessions',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'unpriced_tokens',
  'cost_billed_micros',
  'cost_estimated_micros',
  'cost_credits_micros',
]

const seen = (unit: string) => `
  select f.day, ${unit} as unit, tool_id, person_id
  from usage_daily f left join org_unit u on u.unit_id = f.unit_id
  where active and person_id <> 0`

const ROLLUPS = `
  insert into rollup_unit_day (day, unit_id, tool_id, ${SUMMED.join(', ')})
  select day, unit_id, tool_id, ${SUMMED.map((column) => `sum(${column})`).join(', ')}
  from usage_daily group by 1, 2, 3;
  insert into active_bits (day, department_id, tool_id, bits)
  select day, unit, coalesce(tool_id, 0),
    bit_or(set_bit(repeat('0', 8192)::bit varying, person_id, 1))
  from (${seen('coalesce(u.department_id, 0)')}) s
  group by grouping sets ((day, unit, tool_id), (day, unit));
  insert into unit_people (day, unit_id, tool_id, people)
  select day, unit, coalesce(tool_id, 0), array_agg(distinct person_id order by person_id)
  from (${seen('f.unit_id')} and u.level > 1) s
  group by grouping sets ((day, unit, tool_id), (day, unit));`

/** A question over the whole company, with what a test cares about put over it. */
export function asking(
  period: readonly [string, string],
  previous: readonly [string, string],
  more: Partial<Question> = {},
): Question {
  return {
    metrics: ['messages', 'active_people', 'sessions', 'spend', 'input_tokens', 'output_tokens'],
    period: { from: dayOf(period[0]), to: dayOf(period[1]) },
    previous: { from: dayOf(previous[0]), to: dayOf(previous[1]) },
    grain: 'day',
    scope: { ids: {}, labels: {} },
    today: dayOf('2026-11-21'),
    partial: false,
    ...more,
  }
}
