import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const messagesPerSession: MetricDefinition = {
  id: 'messages_per_session',
  name: 'Messages per session',
  unit: 'ratio',
  definition: 'How deep people go: what they send before they stop.',
  formula: 'messages ÷ sessions, of rows that tell both',
  rise: 'good',
  counts: ['Messages of people, and the sessions they make up'],
  doesNotCount: [
    'Replies',
    'Messages of vendors that do not tell sessions, or that nobody is known for',
  ],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'messages_per_session',
    aliases: ['messages per session', 'exchanges per session', 'session depth', 'depth'],
    doc: 'How deep sessions go',
  },
  said: (value) => `sent ${value} messages per session`,
  through: 'to',
  madeOf: [
    { name: 'messages', unit: 'count' },
    { name: 'sessions', unit: 'count' },
  ],
  format: (value) => formatValue('ratio', value),
}
