import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const habitRate: MetricDefinition = {
  id: 'habit_rate',
  name: 'Habit rate',
  unit: 'share',
  definition:
    'How many of those who use AI tools do so as a habit: with a proficiency of 50 points or more.',
  formula: 'active people with a proficiency of 50 or more ÷ active people',
  rise: 'good',
  counts: ['Each active person once, by the points as proficiency has them'],
  doesNotCount: [
    'People who were not active',
    'Periods and buckets with fewer than three known working days',
  ],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'habit_rate',
    aliases: ['habit rate', 'habit', 'regular use', 'regular users'],
    doc: 'Share of active people with 50 points or more',
  },
  said: (value) => `had a habit of AI in ${value} of its active people`,
  through: 'on',
  madeOf: [
    { name: 'with a habit', unit: 'people' },
    { name: 'active people', unit: 'people' },
  ],
  format: (value) => formatValue('share', value),
}
