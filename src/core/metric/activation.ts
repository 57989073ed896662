import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const activation: MetricDefinition = {
  id: 'activation',
  name: 'Activation',
  unit: 'share',
  definition:
    'How many of those who were given their first seat of a tool used it within 30 days. Told of seats whose first 30 days ended in the period.',
  formula:
    'first seats whose holder was active in the tool on one of their first 30 days ÷ first seats whose 30 days ended in the period and are known',
  rise: 'good',
  counts: [
    'Someone’s first seat of a tool, whatever came of it since',
    'Where the holder sat on the last of the 30 days',
  ],
  doesNotCount: [
    'Seats given anew, and another plan of the same tool',
    'Seats of which nobody says when they were given',
    'Seats of tools of which fewer than 27 of the 30 days are known',
  ],
  reportedBy: 'Lists of seats with the day each was given, and sources that tell who did something',
  typed: {
    word: 'activation',
    aliases: ['activation rate', 'first use', 'activated seats'],
    doc: 'Share of new seats used within 30 days',
  },
  said: (value) => `had ${value} of its new seats used within 30 days`,
  through: 'on',
  madeOf: [
    { name: 'used within 30 days', unit: 'seats' },
    { name: 'new seats', unit: 'seats' },
    { name: 'days to first use at the median', unit: 'ratio' },
    { name: 'not used to this day', unit: 'seats' },
  ],
  format: (value) => formatValue('share', value),
}
