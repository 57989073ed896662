import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const activeSeats: MetricDefinition = {
  id: 'active_seats',
  name: 'Active seats',
  unit: 'seats',
  definition: 'How many assigned seats were used in the 30 days to the last day of the period.',
  formula:
    "count of seats whose holder was active in the tool on one of the 30 days, by our own days or the vendor's last activity",
  rise: 'good',
  counts: ['A seat once, however often it was used'],
  doesNotCount: [
    'What ran by itself',
    'Tools of which fewer than 27 of the 30 days are known, unless their vendor tells last activity',
  ],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'active_seats',
    aliases: ['active seats', 'used seats'],
    doc: 'Seats used in the last 30 days',
  },
  said: (value, one) => `used ${value} ${one ? 'seat' : 'seats'}`,
  through: 'on',
  format: (value) => formatValue('seats', value),
}
