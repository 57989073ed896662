import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const premiumStarts: MetricDefinition = {
  id: 'premium_starts',
  name: 'Moves to premium models',
  unit: 'people',
  definition: 'How many people who used AI without premium models began with one.',
  formula:
    'count of people active with a premium model in the period who were active in the 12 weeks before its first day, and never with one in them',
  rise: 'neutral',
  counts: [
    'Models as premium share has them, by the day',
    'Use anywhere in the 12 weeks before, whatever the filter',
  ],
  doesNotCount: [
    'People who used no AI in the 12 weeks before: they are new',
    'Periods before which fewer than four weeks are known',
  ],
  reportedBy: 'Sources that tell who used which model',
  typed: {
    word: 'premium_starts',
    aliases: [
      'premium starts',
      'moves to premium',
      'moves to premium models',
      'moved to premium',
      'new premium users',
    ],
    doc: 'People who began with premium models',
  },
  said: (value, one) => `saw ${value} ${one ? 'person' : 'people'} begin with premium models`,
  through: 'on',
  madeOf: [
    { name: 'began', unit: 'people' },
    { name: 'active with premium models', unit: 'people' },
  ],
  format: (value) => formatValue('people', value),
}
