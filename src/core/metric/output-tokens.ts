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
  reportedBy: 'Sources of single requests with tokens; vendors that count them',
  typed: {
    word: 'output_tokens',
    aliases: ['output tokens', 'output token'],
    doc: 'Tokens the models wrote',
  },
  said: (value, one) => `received ${value} output token${one ? '' : 's'}`,
  through: 'from',
  format: (value) => formatValue('tokens', value),
}
