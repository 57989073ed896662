import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { FilterKey } from '#core/command/command.ts'
import type { Dimension, MetricId } from '#core/metric/metric.ts'
import { day as dayOf } from '#core/time/day.ts'
import type { Question } from '#ports.ts'
import { stores } from '#test/support/store.ts'

import { asking, measureBoth } from './reader-ask.ts'
import { type Company, found, type Use } from './reader-company.ts'
import { type Asked, reference } from './reader-reference.ts'

const UNITS = ['Sales', 'Sales/EMEA', 'Sales/EMEA/South', 'Data', 'Data/South']
const PEOPLE = ['p-ada', 'p-bob', 'p-cyd', 'p-dee']
const TOOLS = ['chatgpt', 'claude', 'github-copilot']
const MODELS = ['gpt-5', 'anthropic/claude-opus-4-5', 'gpt-4o', 'gpt-5-mini']
const FEATURES = ['chat', 'cli']
const METRICS: readonly MetricId[] = [
  'spend',
  'active_people',
  'messages',
  'sessions',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'output_characters',
  'weekly_active_people',
  'messages_per_session',
  'sessions_per_person_week',
  'tokens_per_person_week',
  'cost_per_person',
  'cost_per_session',
  'cost_per_message',
  'output_input_ratio',
  'cache_hit_rate',
  'acceptance_rate',
  'agent_share',
  'error_rate',
  'short_prompt_share',
  'middle_prompt_share',
  'long_prompt_share',
  'one_message_share',
  'long_session_share',
  'premium_share',
  'prompt_length',
  'session_duration',
  'median_session_depth',
]
/** Four weeks, from a Monday to a Sunday. */
const DAYS = Array.from({ length: 28 }, (_, n) =>
  new Date(Date.UTC(2026, 9, 26 + n)).toISOString().slice(0, 10),
)

const day = fc.constantFrom(...DAYS)
const maybe = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined })
const count = maybe(fc.nat(1000))

const spread = maybe(fc.array(fc.nat(9), { minLength: 20, maxLength: 20 }))

const use: fc.Arbitrary<Use> = fc
  .record({
    day,
    tool: fc.constantFrom(...TOOLS),
    person: maybe(fc.constantFrom(...PEOPLE)),
    unit: maybe(fc.constantFrom(...UNITS)),
    model: maybe(fc.constantFrom(...MODELS)),
    feature: maybe(fc.constantFrom(...FEATURES)),
    active: fc.boolean(),
    messages: count,
    sessions: count,
    requests: count,
    agent_requests: count,
    errors: count,
    output_characters: count,
    code_generations: count,
    code_acceptances: count,
    prompts_measured: count,
    prompts_short: count,
    prompts_middle: count,
    prompts_long: count,
    session_depth_histogram: spread,
    session_seconds_histogram: spread,
    prompt_histogram: spread,
    input_tokens: count,
    cache_read_tokens: count,
    cache_write_tokens: count,
    output_tokens: count,
    unpriced_tokens: count,
    cost_billed_micros: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.nat(1000) },
    ),
    cost_estimated_micros: count,
    cost_credits_micros: count,
  })
  // One tool reports no tokens, one no sessions and one no costs, as real ones do not.
  .map((use) => defined({ ...use, ...SILENT[use.tool] }))

const nothing = (...columns: readonly (keyof Use)[]) =>
  Object.fromEntries(columns.map((column) => [column, undefined]))

const SILENT: Readonly<Record<string, { readonly [Key in keyof Use]?: undefined }>> = {
  'github-copilot': nothing(
    'input_tokens',
    'cache_read_tokens',
    'cache_write_tokens',
    'output_tokens',
  ),
  chatgpt: nothing('code_generations', 'code_acceptances'),
  claude: nothing('sessions', 'cost_billed_micros', 'cost_estimated_micros', 'cost_credits_micros'),
}

function defined(use: { readonly [Key in keyof Use]: Use[Key] | undefined }): Use {
  return Object.fromEntries(Object.entries(use).filter(([, value]) => value !== undefined)) as Use
}

const company: fc.Arbitrary<Company> = fc.record({
  units: fc.constant(UNITS),
  people: fc.constant(PEOPLE),
  tools: fc.constant(TOOLS),
  models: fc.constant(MODELS),
  features: fc.constant(FEATURES),
  uses: fc.array(use, { minLength: 10, maxLength: 80 }),
  covered: fc.uniqueArray(fc.record({ tool: fc.constantFrom(...TOOLS), day }), {
    minLength: 20,
    maxLength: 80,
    selector: ({ tool, day }) => `${tool} ${day}`,
  }),
  groups: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('pilots', 'leads'),
      person: fc.constantFrom(...PEOPLE),
      from: fc.constantFrom('2026-11-01', '2026-11-10'),
      to: fc.constantFrom('2026-11-12', '9999-12-31'),
    }),
    { maxLength: 4, selector: ({ name, person, from }) => `${name} ${person} ${from}` },
  ),
})

const some = <Value>(values: readonly Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 })

const filters: fc.Arbitrary<Asked['filters']> = fc.oneof(
  fc.constant({}),
  fc.record({ team: some([...UNITS, null]) }),
  fc.record({ tool: some(TOOLS) }),
  fc.record({ team: some(UNITS), tool: some(TOOLS) }),
  fc.record({ model: some([...MODELS, null]) }),
  fc.record({ user: some([...PEOPLE, null]), feature: some(FEATURES) }),
  fc.record({ group: some(['pilots', 'leads']) }),
)

const asked: fc.Arbitrary<Asked> = fc.record({
  period: fc
    .tuple(fc.integer({ min: 14, max: 20 }), fc.integer({ min: 1, max: 14 }))
    .chain(([start, days]) =>
      fc.constant([DAYS[start] ?? '', DAYS[Math.min(start + days - 1, 27)] ?? ''] as const),
    ),
  previous: fc
    .tuple(fc.nat(4), fc.integer({ min: 1, max: 10 }))
    .map(([start, days]) => [DAYS[start] ?? '', DAYS[start + days - 1] ?? ''] as const),
  today: fc.constantFrom(...DAYS.slice(14), '2026-12-01'),
  partial: fc.boolean(),
  grain: fc.constantFrom('day' as const, 'week' as const, 'month' as const),
  metrics: fc.constant(METRICS),
  by: maybe(fc.constantFrom<Dimension>('team', 'department', 'user', 'model', 'tool', 'feature')),
  filters,
})

const NAMES: Readonly<Record<string, readonly string[]>> = {
  team: UNITS,
  user: PEOPLE,
  tool: TOOLS,
  model: MODELS,
  feature: FEATURES,
}

function idsOf(key: string, value: string | null): readonly number[] {
  if (value === null) return [0]
  return (NAMES[key] ?? []).flatMap((name, n) =>
    name === value || (key === 'team' && name.startsWith(`${value}/`)) ? [n + 1] : [],
  )
}

function questionOf({ period, previous, by, filters, today, ...rest }: Asked): Question {
  const scoped = Object.entries(filters) as [FilterKey, readonly (string | null)[]][]
  return asking(period, previous, {
    grain: rest.grain,
    partial: rest.partial,
    metrics: METRICS,
    today: dayOf(today),
    ...(by && { by: by as Dimension }),
    scope: {
      ids: Object.fromEntries(
        scoped
          .filter(([key]) => key !== 'group')
          .map(([key, values]) => [
            key,
            [...new Set(values.flatMap((value) => idsOf(key, value)))],
          ]),
      ),
      labels: Object.fromEntries(
        scoped.map(([key, values]) => [key, values.map((value) => value ?? 'none')]),
      ),
    },
  })
}

describe.each(stores())('$kind', ({ open }) => {
  test('whatever is asked of whatever company, rollups, facts and a count by hand agree', async () => {
    await using store = await open()
    await fc.assert(
      fc.asyncProperty(
        company,
        fc.array(asked, { minLength: 6, maxLength: 6 }),
        async (company, questions) => {
          await found(store, company)
          for (const asked of questions) {
            expect(await measureBoth(store, questionOf(asked))).toEqual(reference(company, asked))
          }
        },
      ),
      { numRuns: 15 },
    )
  }, 180_000)
})
