import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const sessionDuration: MetricDefinition = {
  id: 'session_duration',
  name: 'Session duration',
  unit: 'seconds',
  definition: 'How long people stay: half of the sessions take longer.',
  formula:
    'median of last − first message of a session; one-message sessions are left out and counted; estimated within buckets that double in size',
  rise: 'neutral',
  counts: ['Sessions of two messages or more'],
  doesNotCount: ['One-message sessions: they have no duration', 'Daily session counts of vendors'],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'session_duration',
    aliases: ['session duration', 'session length', 'median session duration'],
    doc: 'Duration of the median session',
  },
  said: (value) => `had sessions of ${value} at the median`,
  through: 'with',
  madeOf: [
    { name: 'sessions of several messages', unit: 'count' },
    { name: 'one-message sessions left out', unit: 'count' },
  ],
  format: (value) => formatValue('seconds', value),
}
