import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'
import { ON_LEAVE } from './on-leave.ts'

export const idleSeatCost: MetricDefinition = {
  id: 'idle_seat_cost',
  name: 'Cost of idle seats',
  unit: 'usd_micros_month',
  definition:
    "What the idle seats cost a month, at the contract's price. A price, not a saving: it ends with the contract.",
  formula:
    "idle seats × the contract's price of a seat a month, else the price in the list of seats",
  rise: 'bad',
  counts: ['Idle seats whose price is known in US dollars'],
  doesNotCount: [
    'Seats priced in another currency, or not at all: they are counted beside it',
    'Seats of people on leave or just back, as idle seats',
  ],
  reportedBy: 'Lists of seats: `ai-usage import seats FILE`, and connectors that have them',
  typed: {
    word: 'idle_seat_cost',
    aliases: ['idle seat cost', 'cost of idle seats', 'idle cost', 'idle seats cost'],
    doc: 'What idle seats cost a month',
  },
  said: (value) => `left seats of ${value} a month idle`,
  through: 'on',
  madeOf: [
    { name: 'idle with a price', unit: 'seats' },
    { name: 'without one', unit: 'seats' },
    ON_LEAVE,
  ],
  format: (value) => formatValue('usd_micros_month', value),
}
