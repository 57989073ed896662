import type { Dimension, MetricId } from '#core/metric/metric.ts'

import type { Ask, PeriodSpec } from './command.ts'
import { DEFAULT_PERIOD } from './periods.ts'

export type BundleKey = 'usage' | 'costs' | 'people' | 'seats' | 'agents' | 'models' | 'prompts'

type Bundle = {
  readonly metrics: readonly [MetricId, ...MetricId[]]
  readonly by?: Dimension
  readonly period?: PeriodSpec
  /** The number that its word means beside others: `costs and messages`. */
  readonly alone?: MetricId
}

const QUARTER: PeriodSpec = { kind: 'weeks', count: 14 }

/** Questions by one word: the numbers, the split and the days that belong to it. */
const BUNDLES: Readonly<Record<BundleKey, Bundle>> = {
  usage: {
    metrics: [
      'messages',
      'active_people',
      'sessions',
      'sessions_per_person_week',
      'messages_per_session',
      'session_duration',
      'output_tokens',
      'error_rate',
    ],
  },
  costs: {
    metrics: ['spend', 'cost_per_person', 'cost_per_session', 'cost_per_message', 'cache_hit_rate'],
    by: 'team',
    alone: 'spend',
  },
  people: {
    metrics: [
      'active_people',
      'weekly_active_people',
      'sessions_per_person_week',
      'messages_per_session',
    ],
    by: 'team',
    alone: 'active_people',
  },
  seats: {
    metrics: ['assigned_seats', 'seat_utilisation', 'idle_seats', 'idle_seat_cost'],
    by: 'tool',
    alone: 'assigned_seats',
  },
  agents: { metrics: ['agent_runs', 'agent_success', 'agent_share'], by: 'team' },
  models: { metrics: ['sessions', 'premium_share', 'spend'], by: 'model', period: QUARTER },
  prompts: {
    metrics: [
      'prompt_length',
      'short_prompt_share',
      'middle_prompt_share',
      'long_prompt_share',
      'messages_per_session',
      'one_message_share',
    ],
    period: QUARTER,
  },
}

/** As the table of sections has them. */
export const BUNDLE_WORDS = {
  usage: {
    aliases: [],
    doc: 'How much is used: messages, people, sessions, how deep and how long',
    examples: ['usage team:eng 30d'],
  },
  costs: {
    aliases: [],
    doc: 'What it costs: spend by team, per person, session and message',
    examples: ['costs team:eng 30d', 'costs by:model last month'],
  },
  people: {
    aliases: [],
    doc: 'Who uses it: active people by team, in an average week, and how often',
    examples: ['people 90d'],
  },
  seats: {
    aliases: [],
    doc: 'Which seats are paid for, used and idle, by tool, and what the idle ones cost',
    examples: ['seats', 'seats tool:chatgpt', 'seats by:department last month'],
  },
  agents: {
    aliases: [],
    doc: 'How often agents ran, by team, how many runs ended well, and what agents did by themselves',
    examples: ['agents 30d', 'agents by:tool'],
  },
  models: {
    aliases: [],
    doc: 'Which models: sessions by model over fourteen weeks, and the premium share',
    examples: ['models', 'models team:eng 30d'],
  },
  prompts: {
    aliases: [],
    doc: 'How people ask: length, keyword searches, structured prompts, over fourteen weeks',
    examples: ['prompts team:support'],
  },
} as const satisfies Record<
  BundleKey,
  {
    readonly aliases: readonly string[]
    readonly doc: string
    readonly examples: readonly string[]
  }
>

export const BUNDLE_KEYS = Object.keys(BUNDLES) as readonly BundleKey[]

export const isBundle = (key: string): key is BundleKey => key in BUNDLES

/** The question that a word begins; what was typed behind it comes first. */
export function bundled(
  key: BundleKey,
  { metrics, period, ...typed }: Partial<Omit<Ask, 'filters'>> & Pick<Ask, 'filters'>,
): Ask {
  const { alone, ...bundle } = BUNDLES[key]
  const days = period ?? bundle.period ?? DEFAULT_PERIOD
  if (metrics)
    return {
      ...typed,
      kind: 'ask',
      period: days,
      metrics: [...new Set(alone ? [alone, ...metrics] : metrics)],
    }
  const by = typed.by ?? (typed.compare ? undefined : bundle.by)
  return { ...typed, kind: 'ask', period: days, metrics: bundle.metrics, ...(by && { by }) }
}

/** The section whose numbers these are, all of them and no others. */
export function bundleOf(metrics: readonly MetricId[]): BundleKey | undefined {
  const said = metrics.join()
  return BUNDLE_KEYS.find((key) => BUNDLES[key].metrics.join() === said)
}
