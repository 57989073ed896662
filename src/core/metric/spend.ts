import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const spend: MetricDefinition = {
  id: 'spend',
  name: 'Spend',
  unit: 'usd_micros',
  definition: 'What the usage cost, in US dollars.',
  formula:
    "per tool and day the vendor's bill where it covers the day, else tokens × the price valid that day; whole micro-dollars",
  rise: 'bad',
  counts: ['Billed usage', 'Estimates from list prices', 'Credits at the contract rate'],
  doesNotCount: [
    'Seats and licences',
    'Tokens without a known price: their share is shown instead',
  ],
  reportedBy: "Sources of single requests, where the model has a price; vendors' bills",
  typed: {
    word: 'spend',
    aliases: ['spending', 'cost', 'costs', 'money'],
    doc: 'What the usage cost',
  },
  said: (value) => `spent ${value}`,
  through: 'on',
  format: (value) => formatValue('usd_micros', value),
}
