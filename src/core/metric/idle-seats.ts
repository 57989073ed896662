import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'
import { ON_LEAVE } from './on-leave.ts'

export const idleSeats: MetricDefinition = {
  id: 'idle_seats',
  name: 'Idle seats',
  unit: 'seats',
  definition: 'How many assigned seats nobody used in the 30 days to the last day of the period.',
  formula:
    'assigned seats − active seats − seats in their first 30 days − seats of people on leave or just back',
  rise: 'bad',
  counts: ['Seats never used at all'],
  doesNotCount: [
    'New starters: seats assigned less than 30 days before',
    'Seats assigned to nobody',
    'People on leave on the last day, and those back who were not there for 30 days since they last used it: days of leave are not days of theirs',
    'Leave that no directory tells: where it is not known, nobody is taken out, and the answer says so',
  ],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'idle_seats',
    aliases: ['idle seats', 'idle', 'unused seats', 'idle licences', 'idle licenses'],
    doc: 'Assigned seats nobody used for 30 days',
  },
  said: (value, one) => `left ${value} ${one ? 'seat' : 'seats'} idle`,
  through: 'on',
  madeOf: [
    { name: 'never used', unit: 'seats' },
    { name: 'in their first 30 days', unit: 'seats' },
    ON_LEAVE,
  ],
  format: (value) => formatValue('seats', value),
}
