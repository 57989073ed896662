import type { Ask, FilterKey } from '#core/command/command.ts'
import type { Span } from '#core/insight/usual-range.ts'
import type { Measured, Measurement, MetricId } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'

/** Everything an answer is composed from. Nothing in it names a person but by alias. */
export type Answered = {
  /** With `user` filters by alias. */
  readonly ask: Ask
  readonly span: Span & { readonly grain: Grain }
  /** What was asked about, as readers know it: `{ team: ['Engineering'] }`. */
  readonly labels: { readonly [Key in FilterKey]?: readonly string[] }
  readonly measured: Measured
  /** The same of what it is compared with. */
  readonly compared?: Pick<Answered, 'labels' | 'measured'>
  /** Tools in use, of all there are, that nobody gave a contract for. */
  readonly withoutContract?: readonly string[]
  /** The workspace's zone. */
  readonly zone: string
  readonly today: Day
  /** Whether the viewer may see people one by one here. */
  readonly mayNamePeople: boolean
}

const HEADLINE: readonly MetricId[] = ['spend', 'active_people', 'messages', 'sessions']

const TOKENS: readonly MetricId[] = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
]

/** What makes two of different size comparable. */
const BESIDE: readonly MetricId[] = ['cost_per_person']

/** Every number, so that `ask --json` has the same shape for every question. */
export const EVERYTHING: readonly MetricId[] = [...HEADLINE, ...TOKENS]

type Wish = Pick<Ask, 'metrics' | 'compare' | 'filters' | 'by' | 'also'>

/** What someone wants to know, where they said it: of prompts, tools and agents only runs are known. */
function wishedFor({ metrics = [], filters, by, also, compare }: Wish): readonly MetricId[] {
  if (metrics.length > 0) return metrics
  const ofAssets = filters.asset !== undefined || compare?.key === 'asset'
  return ofAssets || by === 'asset' || also === 'asset' ? ['asset_runs'] : []
}

/** What has to be measured to answer: everything, and what else is asked for. */
export function wanted(ask: Wish): readonly MetricId[] {
  const wished = wishedFor(ask)
  return [...new Set([...EVERYTHING, ...(wished.length === 0 && ask.compare ? BESIDE : wished)])]
}

export function find(measured: Measured, metric: MetricId): Measurement | undefined {
  return measured.measurements.find((measurement) => measurement.metric === metric)
}

/** The numbers shown as facts: those asked for, else the four of the headline. */
export function shownMetrics({
  ask,
  labels,
}: Pick<Answered, 'ask' | 'labels'>): readonly MetricId[] {
  const said = wishedFor(ask)
  if (said.length > 0) return said
  if (ask.compare) return [...HEADLINE, ...BESIDE]
  // How many people one person is needs no saying.
  return labels.user?.length === 1
    ? HEADLINE.filter((metric) => metric !== 'active_people')
    : HEADLINE
}

/**
 * The number the sentence, the chart and the table speak of: the first of those asked for that is
 * known; without a wish spend, else messages, else what else is known.
 */
export function primary({ ask, measured }: Answered): Measurement | undefined {
  const said = wishedFor(ask)
  const wished: readonly MetricId[] =
    said.length > 0 ? said : ['spend', 'messages', 'active_people', 'sessions', ...TOKENS]
  const found = wished.flatMap((metric) => find(measured, metric) ?? [])
  return (
    found.find(({ now }) => now !== null) ??
    found.find(({ withheld }) => withheld?.about) ??
    found[0]
  )
}
