import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const cacheWriteTokens: MetricDefinition = {
  id: 'cache_write_tokens',
  name: 'Cache write tokens',
  unit: 'tokens',
  definition: 'Input the models put into a cache for later.',
  formula: 'sum of cache write tokens',
  rise: 'neutral',
  counts: ['Context stored for later requests'],
  doesNotCount: ['Uncached input that was not stored'],
  reportedBy: 'Sources that tell cached input apart',
  typed: {
    word: 'cache_write_tokens',
    aliases: ['cache write tokens', 'cache write token'],
    doc: 'Tokens written to a cache',
  },
  said: (value, one) => `wrote ${value} token${one ? '' : 's'} to caches`,
  through: 'with',
  format: (value) => formatValue('tokens', value),
}
