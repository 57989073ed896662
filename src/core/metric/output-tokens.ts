import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const outputTokens: MetricDefinition = {
  id: 'output_tokens',
  name: 'Output tokens',
  unit: 'tokens',
  definition: 'Text the models wrote, counted in tokens.',
  formula: 'sum of output tokens',
  rise: 'neutral',
  counts: ['Replies', 'Reasoning, where the vendor counts it as output'],
  doesNotCount: ['Anything sent to the model'],
  format: (value) => formatValue('tokens', value),
}
