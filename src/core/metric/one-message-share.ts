import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const oneMessageShare: MetricDefinition = {
  id: 'one_message_share',
  name: 'One-message sessions',
  unit: 'share',
  definition: 'How many sessions end after one message.',
  formula: 'sessions of one message ÷ sessions whose depth is known',
  rise: 'bad',
  counts: ['Sessions of one message, whatever became of it'],
  doesNotCount: ['Daily session counts of vendors'],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'one_message_share',
    aliases: ['one message sessions', 'one message share', 'single message sessions'],
    doc: 'Share of sessions with one message',
  },
  said: (value) => `left ${value} of sessions after one message`,
  through: 'with',
  madeOf: [
    { name: 'one-message sessions', unit: 'count' },
    { name: 'sessions', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
