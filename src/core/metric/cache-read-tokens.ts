import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const cacheReadTokens: MetricDefinition = {
  id: 'cache_read_tokens',
  name: 'Cache read tokens',
  unit: 'tokens',
  definition: 'Input the models took from a cache instead of reading it again.',
  formula: 'sum of cache read tokens',
  rise: 'neutral',
  counts: ['Repeated context served from a cache'],
  doesNotCount: ['Uncached input'],
  reportedBy: 'Sources that tell cached input apart',
  typed: {
    word: 'cache_read_tokens',
    aliases: ['cache read tokens', 'cache read token'],
    doc: 'Tokens read from a cache',
  },
  said: (value, one) => `read ${value} token${one ? '' : 's'} from caches`,
  through: 'with',
  format: (value) => formatValue('tokens', value),
}
