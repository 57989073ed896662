import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const assignedSeats: MetricDefinition = {
  id: 'assigned_seats',
  name: 'Assigned seats',
  unit: 'seats',
  definition: 'How many licences were assigned to someone on the last day of the period.',
  formula: "count of seats assigned on the day, by the vendor's list or the one given",
  rise: 'neutral',
  counts: ['Every seat someone holds, used or not', "Someone's seats in each tool and plan"],
  doesNotCount: ['Seats that are bought and assigned to nobody'],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'assigned_seats',
    aliases: ['seats', 'seat', 'assigned seats', 'licences', 'licenses'],
    doc: 'Seats assigned to someone',
  },
  said: (value, one) => `held ${value} ${one ? 'seat' : 'seats'}`,
  through: 'on',
  format: (value) => formatValue('seats', value),
}
