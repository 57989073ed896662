import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const sessionsPerPersonWeek: MetricDefinition = {
  id: 'sessions_per_person_week',
  name: 'Sessions per active person per week',
  unit: 'ratio',
  definition: 'How often those who use AI tools come back to them.',
  formula: 'sessions ÷ distinct active people of the period ÷ weeks; weeks are the known days ÷ 7',
  rise: 'good',
  counts: ['People active with tools that tell sessions'],
  doesNotCount: ['People who were not active', 'Periods and buckets shorter than a week'],
  reportedBy: 'Sources of single messages with their time',
  typed: {
    word: 'sessions_per_person_week',
    aliases: [
      'sessions per active person per week',
      'sessions per active user per week',
      'sessions per person per week',
      'sessions per person week',
    ],
    doc: 'How often active people come back',
  },
  said: (value) => `had ${value} sessions a week per active person`,
  through: 'with',
  madeOf: [
    { name: 'sessions', unit: 'count' },
    { name: 'active people', unit: 'people' },
    { name: 'weeks', unit: 'ratio' },
  ],
  format: (value) => formatValue('ratio', value),
}
