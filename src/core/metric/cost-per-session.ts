import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const costPerSession: MetricDefinition = {
  id: 'cost_per_session',
  name: 'Spend per session',
  unit: 'usd_micros_each',
  definition: 'What one stretch of work cost.',
  formula: 'spend ÷ sessions, of the same tools and days',
  rise: 'bad',
  counts: ['Spend of agents too, in tools that tell sessions'],
  doesNotCount: [
    'Seats and licences',
    'Tools that tell no sessions',
    'Tokens without a known price: their share is shown instead',
  ],
  reportedBy: 'Sources of single messages with their time, where cost is known too',
  typed: {
    word: 'cost_per_session',
    aliases: ['cost per session', 'spend per session'],
    doc: 'What a session cost',
  },
  said: (value) => `spent ${value} per session`,
  through: 'on',
  madeOf: [
    { name: 'spend', unit: 'usd_micros' },
    { name: 'sessions', unit: 'count' },
  ],
  format: (value) => formatValue('usd_micros_each', value),
}
