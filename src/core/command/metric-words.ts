import type { MetricId } from '#core/metric/metric.ts'

import type { Command, Misread } from './command.ts'
import { METRICS, spellings } from './grammar.ts'
import { nearest } from './nearest.ts'

const plain = (word: string): string =>
  word
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim()

/** Every word that stands for one metric. */
const WORDS: ReadonlyMap<string, MetricId> = new Map(
  Object.entries(METRICS).flatMap(([name, word]) => {
    const [id, ...others] = word.metrics
    return id === undefined || others.length > 0
      ? []
      : spellings(name, word).map((spelling): [string, MetricId] => [plain(spelling), id])
  }),
)

/** The number a word stands for. */
export const metricTyped = (word: string): MetricId | undefined => WORDS.get(plain(word))

/** What a metric is called in a command. */
export function metricWord(metric: MetricId): string {
  const [word] = Object.entries(METRICS).find(
    ([, { metrics }]) => metrics.length === 1 && metrics[0] === metric,
  ) ?? [metric]
  return word
}

/** What follows `metrics` from `start` on: nothing, or one of them. */
export function readMetrics(text: string, start: number): Command | Misread {
  const typed = text.slice(start).replace(/[\s.!?]+$/u, '')
  const word = plain(typed)
  if (word === '' || word === 'list') return { kind: 'metrics' }
  const metric = WORDS.get(word)
  if (metric !== undefined) return { kind: 'metrics', metric }
  const suggestions = nearest(word, [...WORDS.keys()], 3)
    .flatMap((near) => WORDS.get(near) ?? [])
    .map((near) => `metrics ${metricWord(near)}`)
  const problem = {
    text: typed,
    why: 'There is no number of that name.',
    suggestions: [...new Set(suggestions)],
  }
  return { kind: 'misread', text, problems: [problem], suggestion: 'metrics' }
}
