/** Companies of all kinds, over four weeks. */
import * as fc from 'fast-check'

import type { MetricId } from '#core/metric/metric.ts'

import type { Company, Covered, Told, Use } from './reader-company.ts'
import { maybe, PEOPLE, TOOLS, UNITS } from './reader-names.ts'
import { limits, members, ofAccounts, seats } from './reader-surroundings.ts'

export const MODELS = ['gpt-5', 'anthropic/claude-opus-4-5', 'gpt-4o', 'gpt-5-mini']
export const FEATURES = ['chat', 'cli']
export const METRICS: readonly MetricId[] = [
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
/** Asked for less often: each takes a count of its own. */
export const OF_EVERYONE: readonly MetricId[] = ['adoption']
/** More often: few seats begin, and what narrows use does not narrow them. */
export const OF_SEATS: readonly MetricId[] = [
  'activation',
  'activation',
  'activation',
  'activation',
]
export const OF_PERSONS: readonly MetricId[] = [
  'proficiency',
  'habit_rate',
  'level_rises',
  'level_falls',
  'premium_starts',
]
export const QUARTILES = ['heavy', 'moderate', 'light', 'minimal', 'non-user']
export const LEVELS = ['power', 'habitual', 'novice', 'low', 'non-user']
/** Four weeks, from a Monday to a Sunday. */
export const DAYS = Array.from({ length: 28 }, (_, n) =>
  new Date(Date.UTC(2026, 9, 26 + n)).toISOString().slice(0, 10),
)

const day = fc.constantFrom(...DAYS)
/** The nine weeks before, of which little is known. */
const earlier = fc
  .nat(62)
  .map((back) => new Date(Date.UTC(2026, 9, 25 - back)).toISOString().slice(0, 10))
const count = maybe(fc.nat(1000))

const spread = maybe(fc.array(fc.nat(9), { minLength: 20, maxLength: 20 }))

const use: fc.Arbitrary<Use> = fc
  .record({
    day: fc.oneof({ weight: 5, arbitrary: day }, { weight: 1, arbitrary: earlier }),
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
  .map((use) => defined({ ...use, ...SILENT[use.tool], ...seldom(use) }))

/** Some people write little, so that there are all levels of use. */
const LITTLE: Readonly<Record<string, number>> = { 'p-cyd': 9, 'p-dee': 2 }

const seldom = ({
  person,
  messages,
}: {
  person?: string | undefined
  messages?: number | undefined
}) => {
  const least = LITTLE[person ?? '']
  return least === undefined || messages === undefined ? {} : { messages: messages % least }
}

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

/** Most days are of one source that tells everything; some of a bill or a count of people alone. */
const sources = {
  source: fc.oneof(
    { weight: 9, arbitrary: fc.constant(1) },
    { weight: 1, arbitrary: fc.constant(2) },
  ),
  of: fc.oneof(
    { weight: 8, arbitrary: fc.constant<readonly Told[]>(['activity', 'tokens', 'cost']) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<readonly Told[]>(
        ['activity'],
        ['cost'],
        ['tokens', 'cost'],
        ['activity', 'tokens'],
      ),
    },
  ),
}

type Size = {
  readonly uses: fc.ArrayConstraints
  readonly covered: { readonly minLength: number; readonly maxLength: number }
}

/** The Monday on which the newest person began, if not before all that is known. */
const begun = fc.constantFrom('', '', '', ...[7, 14, 21].flatMap((n) => DAYS[n] ?? []))

const EVERY_DAY = Array.from({ length: 91 }, (_, n) =>
  new Date(Date.UTC(2026, 7, 24 + n)).toISOString().slice(0, 10),
)

/** Of what is complete its sources tell everything, or some of it; or every day of every tool is. */
const KNOWN: Readonly<Record<string, (covered: readonly Covered[]) => readonly Covered[]>> = {
  some: (covered) => covered.map(({ of: _of, ...day }) => day),
  partial: (covered) => covered,
  all: () => EVERY_DAY.flatMap((day) => TOOLS.map((tool) => ({ tool, day }))),
  // But for three or four days of a month, on which nobody says who did something.
  'nearly all': () =>
    EVERY_DAY.flatMap((day, n) =>
      TOOLS.map((tool, of) =>
        n % 9 === of ? { tool, day, of: ['tokens', 'cost'] } : { tool, day },
      ),
    ),
}

const companyOf = ({ uses, covered }: Size): fc.Arbitrary<Company> =>
  fc
    .record({
      company: anyCompany({ uses, covered }),
      begun,
      known: fc.constantFrom('some', 'some', 'partial', 'all', 'all', 'nearly all'),
    })
    .map(({ company, begun, known }) => ({
      ...company,
      seats: ofAccounts(company),
      covered: KNOWN[known]?.(company.covered ?? []) ?? [],
      uses: (company.uses ?? []).filter(({ person, day }) => person !== 'p-eli' || day >= begun),
    }))

const anyCompany = ({ uses, covered }: Size): fc.Arbitrary<Company> =>
  fc.record({
    units: fc.constant(UNITS),
    members,
    people: fc.constant(PEOPLE),
    tools: fc.constant(TOOLS),
    models: fc.constant(MODELS),
    features: fc.constant(FEATURES),
    uses: fc.array(use, uses),
    covered: fc.uniqueArray(
      fc.record({
        tool: fc.constantFrom(...TOOLS),
        day: fc.oneof({ weight: 40, arbitrary: day }, { weight: 1, arbitrary: earlier }),
        ...sources,
      }),
      {
        ...covered,
        selector: ({ tool, day, source }) => `${tool} ${day} ${source}`,
      },
    ),
    limits,
    seats,
    groups: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom('pilots', 'leads'),
        person: fc.constantFrom(...PEOPLE),
        from: fc.constantFrom('2026-11-01', '2026-11-10'),
        to: fc.constantFrom('2026-11-12', '2026-11-17', '2026-11-19', '9999-12-31'),
      }),
      {
        minLength: 2,
        maxLength: 5,
        selector: ({ name, person, from }) => `${name} ${person} ${from}`,
      },
    ),
  })

/** Little use and many unknown days. */
export const company = companyOf({
  uses: { minLength: 10, maxLength: 80 },
  covered: { minLength: 20, maxLength: 80 },
})

/** Much use, few unknown days. */
export const busyCompany = companyOf({
  uses: { minLength: 120, maxLength: 240, size: 'max' },
  covered: { minLength: 76, maxLength: 92 },
})
