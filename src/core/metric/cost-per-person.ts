import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const costPerPerson: MetricDefinition = {
  id: 'cost_per_person',
  name: 'Spend per active person',
  unit: 'usd_micros_each',
  definition: 'What the usage cost for each person who was active.',
  formula: 'spend ÷ distinct active people, of the same tools and days',
  rise: 'bad',
  counts: [
    'Spend as the metric of that name has it',
    'People active with tools whose cost is known',
  ],
  doesNotCount: [
    'Seats and licences',
    'People who were not active',
    'Tokens without a known price: their share is shown instead',
  ],
  reportedBy: "Sources of single requests, where the model has a price; vendors' bills",
  typed: {
    word: 'cost_per_person',
    aliases: [
      'cost per active person',
      'cost per active user',
      'spend per active person',
      'spend per active user',
      'cost per head',
    ],
    doc: 'What an active person cost',
  },
  said: (value) => `spent ${value} per active person`,
  through: 'on',
  madeOf: [
    { name: 'spend', unit: 'usd_micros' },
    { name: 'active people', unit: 'people' },
  ],
  format: (value) => formatValue('usd_micros_each', value),
}
