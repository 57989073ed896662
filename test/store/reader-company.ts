import { sql } from 'drizzle-orm'

import { rebuildActive, rebuildUnits } from '#store/rebuild-rollups.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

import { giveSeats, type Surroundings } from './reader-company-seats.ts'

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
  readonly requests?: number
  readonly agent_requests?: number
  readonly errors?: number
  readonly output_characters?: number
  readonly code_generations?: number
  readonly code_acceptances?: number
  readonly prompts_measured?: number
  readonly prompts_short?: number
  readonly prompts_middle?: number
  readonly prompts_long?: number
  /** Twenty counts: of one message, 2 to 3, 4 to 7 … */
  readonly session_depth_histogram?: readonly number[]
  readonly session_seconds_histogram?: readonly number[]
  readonly prompt_histogram?: readonly number[]
  readonly input_tokens?: number
  readonly cache_read_tokens?: number
  readonly cache_write_tokens?: number
  readonly output_tokens?: number
  readonly unpriced_tokens?: number
  readonly cost_billed_micros?: number
  readonly cost_estimated_micros?: number
  readonly cost_credits_micros?: number
  /** How much who it is of uses AI, as a reference worked it out. */
  readonly level?: string
  /** And how much of its tool, beside its other users. */
  readonly quartile?: string
}

/** A day of a tool that a source says is complete: in all it can tell, or in some. */
export type Covered = {
  readonly tool: string
  readonly day: string
  readonly source?: number
  readonly of?: readonly Told[]
}
export type Told = 'activity' | 'tokens' | 'cost'

/** What a test says of a company; names become ids in the order they come, from 1. */
export type Company = Surroundings & {
  /** Paths; parents first. */
  readonly units?: readonly string[]
  readonly people?: readonly string[]
  readonly tools?: readonly string[]
  readonly models?: readonly string[]
  readonly features?: readonly string[]
  /** The hex pseudonym under which a source knows a person. */
  readonly accounts?: readonly { pseudonym: string; person: string }[]
  readonly groups?: readonly { name: string; person: string; from: string; to: string }[]
  readonly members?: readonly { person: string; unit: string; from: string; to: string }[]
  readonly covered?: readonly Covered[]
  readonly uses?: readonly Use[]
}

function id(names: readonly string[], name: string | undefined): number {
  if (name === undefined) return 0
  if (!names.includes(name)) throw new Error(`The test's company has no ${name}`)
  return names.indexOf(name) + 1
}

/** Fills a store with a company, in place of what was there, and computes its rollups. */
export async function found({ db }: Store, company: Company): Promise<void> {
  const { units = [], people = [], tools = [], models = [], features = [] } = company
  const put = (into: string, columns: string, values: readonly object[]) =>
    rows(
      db,
      `fill ${into}`,
      sql`
        insert into ${sql.raw(into)} (${sql.raw(columns)})
        select ${sql.raw(columns)}
        from jsonb_populate_recordset(null::${sql.raw(into)}, ${JSON.stringify(values)}::jsonb)`,
    )
  await rows(
    db,
    'empty',
    sql`truncate org_unit, person, tool, model, feature, group_member, membership, covered_day,
      usage_daily, rollup_unit_day, rollup_department_day, rollup_day, active_bits, active_day, unit_people, account,
      account_person, seat_assignment, quartile_limit`,
  )
  await rows(
    db,
    'import',
    sql`insert into import_batch (kind, files, by) values ('usage', '[]', 'test')`,
  )
  const tenant_id = 1
  const dictionary = (names: readonly string[]) =>
    names.map((name, n) => ({ tenant_id, id: n + 1, name }))
  await put('tool', 'tenant_id, id, name', dictionary(tools))
  await put('model', 'tenant_id, id, name', dictionary(models))
  await put('feature', 'tenant_id, id, name', dictionary(features))
  await put(
    'person',
    'tenant_id, person_id, alias',
    people.map((alias, n) => ({ tenant_id, person_id: n + 1, alias })),
  )
  await put(
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
  await put(
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
  await put(
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
  await put(
    'covered_day',
    'tenant_id, tool_id, source_id, day, batch_id, activity, tokens, cost',
    (company.covered ?? []).map(({ tool, day, source = 1, of = EVERYTHING }) => ({
      tenant_id,
      tool_id: id(tools, tool),
      source_id: source,
      day,
      batch_id: 1,
      ...Object.fromEntries(EVERYTHING.map((told) => [told, of.includes(told)])),
    })),
  )
  await put(
    'account',
    'tenant_id, account_id, key_version, pseudonym',
    (company.accounts ?? []).map(({ pseudonym }, n) => ({
      tenant_id,
      account_id: n + 1,
      key_version: 1,
      pseudonym: `\\x${pseudonym}`,
    })),
  )
  await put(
    'account_person',
    'tenant_id, account_id, valid_from, valid_to, person_id',
    (company.accounts ?? []).map(({ person }, n) => ({
      tenant_id,
      account_id: n + 1,
      valid_from: '2020-01-01',
      valid_to: '9999-12-31',
      person_id: id(people, person),
    })),
  )
  await giveSeats(company, put)
  await put(
    'usage_daily',
    `tenant_id, day, account_id, tool_id, model_id, feature_id, source_id, person_id, unit_id, active, ${SUMMED.join(', ')}`,
    (company.uses ?? []).map(({ tool, person, unit, model, feature, active = false, ...use }, n) =>
      Object.assign(
        {
          tenant_id,
          account_id: n + 1,
          source_id: 1,
          tool_id: id(tools, tool),
          person_id: id(people, person),
          unit_id: id(units, unit),
          model_id: id(models, model),
          feature_id: id(features, feature),
          active,
        },
        use,
      ),
    ),
  )
  await db.transaction(async (tx) => {
    const everyDay = sql`any(array(select distinct day from usage_daily))`
    await rebuildUnits(tx, everyDay)
    await rebuildActive(tx, everyDay)
  })
}

const EVERYTHING: readonly Told[] = ['activity', 'tokens', 'cost']

const SUMMED = [
  'messages',
  'sessions',
  'requests',
  'agent_requests',
  'errors',
  'output_characters',
  'code_generations',
  'code_acceptances',
  'prompts_measured',
  'prompts_short',
  'prompts_middle',
  'prompts_long',
  'session_depth_histogram',
  'session_seconds_histogram',
  'prompt_histogram',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'unpriced_tokens',
  'cost_billed_micros',
  'cost_estimated_micros',
  'cost_credits_micros',
]
