import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const purchasedSeats: MetricDefinition = {
  id: 'purchased_seats',
  name: 'Purchased seats',
  unit: 'seats',
  definition: 'How many licences were paid for on the last day of the period.',
  formula: 'sum of the seats of each tool and plan as its list of seats says, else its contract',
  rise: 'neutral',
  counts: ['Seats assigned to nobody too'],
  doesNotCount: [
    'Tools whose list and contract name no number',
    'Teams and people: what is bought belongs to the company',
  ],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'purchased_seats',
    aliases: ['purchased seats', 'bought seats', 'paid seats'],
    doc: 'Seats paid for',
  },
  said: (value, one) => `paid for ${value} ${one ? 'seat' : 'seats'}`,
  through: 'on',
  format: (value) => formatValue('seats', value),
}
