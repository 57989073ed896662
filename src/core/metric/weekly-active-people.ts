import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const weeklyActivePeople: MetricDefinition = {
  id: 'weekly_active_people',
  name: 'Weekly active people',
  unit: 'people',
  definition:
    'How many different people were active in an average week: the number to read over long periods.',
  formula:
    'mean of the distinct active people of each full week, Monday to Sunday, all of whose days are known',
  rise: 'good',
  counts: ['Each person once a week'],
  doesNotCount: ['Weeks cut by the period, and weeks with an unknown day', 'Averages of days'],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'weekly_active_people',
    aliases: [
      'weekly active people',
      'weekly active users',
      'weekly active',
      'weekly people',
      'wau',
    ],
    doc: 'Different people in an average full week',
  },
  said: (value) => `had ${value} active in an average week`,
  through: 'with',
  madeOf: [{ name: 'full weeks', unit: 'count' }],
  format: (value) => formatValue('people', value),
}
