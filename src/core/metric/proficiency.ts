import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const proficiency: MetricDefinition = {
  id: 'proficiency',
  name: 'Proficiency',
  unit: 'ratio',
  definition:
    'How often, how deeply and how broadly those who use AI tools use them: a score from 0 to 100, built from nothing but what vendors report. It says nothing of time saved or of how well work is done.',
  formula:
    'mean over active people of 50 × min(1, active days ÷ (0.6 × working days)) + 30 × min(1, messages an active day ÷ 5) × min(1, active days ÷ 3) + 20 × min(1, tools ÷ 3); each of the three rounded down to a whole point',
  rise: 'good',
  counts: [
    'People who were active, each once',
    'Working days on which the use of any tool asked about is known',
    'An active day without a count of messages as one message',
  ],
  doesNotCount: [
    'People who were not active: adoption counts them',
    'Periods and buckets with fewer than three known working days',
    'Length of prompts: too few tools tell it',
  ],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'proficiency',
    aliases: ['proficiency score', 'engagement score', 'engagement'],
    doc: 'Score of how often, deeply and broadly people use it',
  },
  said: (value) => `scored ${value} of 100 in proficiency`,
  through: 'on',
  madeOf: [
    { name: 'points', unit: 'count' },
    { name: 'active people', unit: 'people' },
  ],
  format: (value) => formatValue('ratio', value),
}
