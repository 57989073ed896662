import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const tokensPerPersonWeek: MetricDefinition = {
  id: 'tokens_per_person_week',
  name: 'Tokens per active person per week',
  unit: 'ratio',
  definition: 'How much those who use AI tools have models read and write.',
  formula:
    'all four token counts ÷ distinct active people of the period ÷ weeks; weeks are the known days ÷ 7',
  rise: 'neutral',
  counts: ['Tokens of agents too', 'People active with tools that tell tokens'],
  doesNotCount: ['People who were not active', 'Periods and buckets shorter than a week'],
  reportedBy: 'Sources of single requests with tokens; vendors that count them',
  typed: {
    word: 'tokens_per_person_week',
    aliases: [
      'tokens per active person per week',
      'tokens per active user per week',
      'tokens per person per week',
      'tokens per person week',
    ],
    doc: 'Tokens of active people, per week',
  },
  said: (value) => `used ${value} tokens a week per active person`,
  through: 'with',
  madeOf: [
    { name: 'tokens', unit: 'tokens' },
    { name: 'active people', unit: 'people' },
    { name: 'weeks', unit: 'ratio' },
  ],
  format: (value) => formatValue('ratio', value),
}
