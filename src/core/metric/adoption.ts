import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const adoption: MetricDefinition = {
  id: 'adoption',
  name: 'Adoption',
  unit: 'share',
  definition: 'How many of the people there are used AI at all in the period.',
  formula:
    'distinct active people ÷ distinct people the directory has, on the days whose use is known; where they sat on the day',
  rise: 'good',
  counts: [
    'Everyone with a home unit on one of the days, once',
    'Teams without any use, as 0%, where a tool would have told it',
  ],
  doesNotCount: ['People, and the use of people, who had no home unit on the day'],
  reportedBy:
    'Every source that tells who did something, beside a directory of people: `ai-usage import directory FILE`',
  typed: {
    word: 'adoption',
    aliases: ['adoption rate', 'active rate', 'share of people'],
    doc: 'Share of people who used AI at all',
  },
  said: (value) => `had ${value} of its people use AI`,
  through: 'with',
  madeOf: [
    { name: 'active people', unit: 'people' },
    { name: 'people in the directory', unit: 'people' },
  ],
  format: (value) => formatValue('share', value),
}
