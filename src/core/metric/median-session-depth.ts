import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const medianSessionDepth: MetricDefinition = {
  id: 'median_session_depth',
  name: 'Messages per session, median',
  unit: 'ratio',
  definition: 'How deep the median session goes: half of the sessions go deeper.',
  formula: 'median of the messages of a session; estimated within buckets that double in size',
  rise: 'good',
  counts: ['Sessions of one message too'],
  doesNotCount: ['Daily session counts of vendors'],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'median_session_depth',
    aliases: [
      'median messages per session',
      'messages per session median',
      'median session depth',
      'median depth',
    ],
    doc: 'Messages of the median session',
  },
  said: (value) => `sent ${value} messages in the median session`,
  through: 'to',
  madeOf: [{ name: 'sessions', unit: 'count' }],
  format: (value) => formatValue('ratio', value),
}
