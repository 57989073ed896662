import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const costPerMessage: MetricDefinition = {
  id: 'cost_per_message',
  name: 'Spend per message',
  unit: 'usd_micros_each',
  definition: 'What one message of a person cost, with all that followed from it.',
  formula: 'spend ÷ messages, of the same tools and days',
  rise: 'bad',
  counts: ['Spend of agents too, in tools that tell messages'],
  doesNotCount: [
    'Seats and licences',
    'Tools that tell no messages',
    'Tokens without a known price: their share is shown instead',
  ],
  reportedBy: 'Sources that tell messages, where cost is known too',
  typed: {
    word: 'cost_per_message',
    aliases: ['cost per message', 'spend per message', 'cost per request', 'price per message'],
    doc: 'What a message cost',
  },
  said: (value) => `spent ${value} per message`,
  through: 'on',
  madeOf: [
    { name: 'spend', unit: 'usd_micros' },
    { name: 'messages', unit: 'count' },
  ],
  format: (value) => formatValue('usd_micros_each', value),
}
