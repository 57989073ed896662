import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const seatUtilisation: MetricDefinition = {
  id: 'seat_utilisation',
  name: 'Seat utilisation',
  unit: 'share',
  definition: 'How much of what is paid for was used in the 30 days to the last day of the period.',
  formula: 'active seats ÷ purchased seats, of tools that tell both',
  rise: 'good',
  counts: [
    'Seats assigned to nobody, as not used',
    'Seats of people on leave, as not used: they are paid for',
  ],
  doesNotCount: ['Teams and people: what is bought belongs to the company'],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'seat_utilisation',
    aliases: [
      'seat utilisation',
      'seat utilization',
      'utilisation',
      'utilization',
      'licence utilisation',
      'license utilization',
    ],
    doc: 'Share of paid seats in use',
  },
  said: (value) => `used ${value} of its seats`,
  through: 'on',
  madeOf: [
    { name: 'in use', unit: 'seats' },
    { name: 'paid for', unit: 'seats' },
  ],
  format: (value) => formatValue('share', value),
}
