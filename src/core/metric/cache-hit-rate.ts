import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const cacheHitRate: MetricDefinition = {
  id: 'cache_hit_rate',
  name: 'Cache hit rate',
  unit: 'share',
  definition: 'How much of the input came from a cache, which costs less.',
  formula:
    'cache read tokens ÷ (input + cache read + cache write tokens), of rows that tell cache reads and input',
  rise: 'good',
  counts: ['Input of agents too'],
  doesNotCount: ['Rows whose source does not tell cached input apart'],
  reportedBy: 'Sources that tell cached input apart',
  typed: {
    word: 'cache_hit_rate',
    aliases: ['cache hit rate', 'cache hits', 'cache rate'],
    doc: 'Share of input read from caches',
  },
  said: (value) => `took ${value} of input from caches`,
  through: 'with',
  madeOf: [
    { name: 'cache read tokens', unit: 'tokens' },
    { name: 'input tokens, cached ones included', unit: 'tokens' },
  ],
  format: (value) => formatValue('share', value),
}
