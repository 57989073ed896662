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
  format: (value) => formatValue('tokens', value),
}
