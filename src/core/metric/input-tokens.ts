import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const inputTokens: MetricDefinition = {
  id: 'input_tokens',
  name: 'Input tokens',
  unit: 'tokens',
  definition: 'Text sent to the models, counted in tokens and not read from a cache.',
  formula: 'sum of uncached input tokens',
  rise: 'neutral',
  counts: ['Prompts, attached context and tool results'],
  doesNotCount: ['Tokens read from or written to a cache'],
  reportedBy: 'Sources of single requests with tokens; vendors that count them',
  typed: {
    word: 'input_tokens',
    aliases: ['input tokens', 'input token'],
    doc: 'Uncached tokens sent to models',
  },
  said: (value, one) => `sent ${value} input token${one ? '' : 's'}`,
  through: 'to',
  format: (value) => formatValue('tokens', value),
}
