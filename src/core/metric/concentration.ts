import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

/** A share of the most active says nothing of fewer people, and much of each of them. */
export const CONCENTRATION = { top: 10, least: 30 } as const

export const concentration: MetricDefinition = {
  id: 'concentration',
  name: 'Share of the top ten',
  unit: 'share',
  definition:
    'How much of all messages the ten people who sent most of them sent. Of at least 30 people.',
  formula:
    'messages of the ten people who sent most ÷ messages of people; with it the Lorenz curve, in tenths of the people',
  rise: 'neutral',
  counts: ['People who sent at least one message'],
  doesNotCount: ['Use without a known person', 'Fewer than 30 people: it is not told'],
  reportedBy: 'Sources of single messages; vendors that count them per person and day',
  typed: {
    word: 'concentration',
    aliases: ['top ten share', 'lorenz', 'lorenz curve'],
    doc: 'Share of messages of the ten most active people',
  },
  said: (value) => `had ${value} of its messages from ten people`,
  through: 'on',
  madeOf: [
    { name: 'messages of the ten', unit: 'count' },
    { name: 'messages', unit: 'count' },
    { name: 'people', unit: 'people' },
  ],
  format: (value) => formatValue('share', value),
}
