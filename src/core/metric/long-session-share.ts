import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const longSessionShare: MetricDefinition = {
  id: 'long_session_share',
  name: 'Long sessions',
  unit: 'share',
  definition: 'How many sessions have 16 messages or more.',
  formula: 'sessions of 16 messages or more ÷ sessions whose depth is known',
  rise: 'neutral',
  counts: ['Sessions of 16 messages or more'],
  doesNotCount: ['Daily session counts of vendors', 'How long they took'],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'long_session_share',
    aliases: ['long sessions', 'long session share', 'deep sessions'],
    doc: 'Share of sessions with 16 messages or more',
  },
  said: (value) => `went on to 16 messages or more in ${value} of sessions`,
  through: 'with',
  madeOf: [
    { name: 'long sessions', unit: 'count' },
    { name: 'sessions', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
