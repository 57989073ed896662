import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const activePeople: MetricDefinition = {
  id: 'active_people',
  name: 'Active people',
  unit: 'people',
  definition: 'Different people who did at least one thing with an AI tool in the period.',
  formula: 'count of distinct people with at least one action of their own; never a sum of days',
  rise: 'good',
  counts: ['A person once, however many days and tools', 'Where they sat on the day'],
  doesNotCount: ['People for whom something only ran by itself', 'Use without a known person'],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'active_people',
    aliases: ['people', 'active people', 'active users', 'users'],
    doc: 'Different people who were active',
  },
  said: (value) => `had ${value} active`,
  through: 'with',
  format: (value) => formatValue('people', value),
}
