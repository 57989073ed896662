import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const sessions: MetricDefinition = {
  id: 'sessions',
  name: 'Sessions',
  unit: 'count',
  definition: 'Stretches of work: the messages of one person in one tool, without a long pause.',
  formula:
    'messages of one person in one tool (and one conversation, where it is known), split at gaps of more than 30 minutes',
  rise: 'good',
  counts: ['Each session once, on the day, team, tool, model and feature of its first message'],
  doesNotCount: ["A vendor's own daily session counts", 'What agents did by themselves'],
  reportedBy: 'Sources of single messages with their time',
  typed: { word: 'sessions', aliases: ['session'], doc: 'Stretches of work' },
  said: (value, one) => `had ${value} session${one ? '' : 's'}`,
  through: 'with',
  format: (value) => formatValue('count', value),
}
