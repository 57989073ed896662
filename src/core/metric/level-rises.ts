import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const levelRises: MetricDefinition = {
  id: 'level_rises',
  name: 'Moves up a level',
  unit: 'people',
  definition:
    'How many people were at a higher level of use when the period ended than when it began.',
  formula: 'count of people whose level on the last day is above that on the day before the first',
  rise: 'good',
  counts: [
    'Levels as the filter `level:` has them, of the 12 whole weeks that end with the week of a day',
    'Everyone with use in scope in the period or the 12 weeks before it',
  ],
  doesNotCount: [
    'The unfinished week: nobody falls by it',
    'Periods at whose beginning fewer than four weeks are known, or around which a tool is known on some days of a week only',
  ],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'level_rises',
    aliases: ['level rises', 'moves up', 'moved up', 'level moves', 'moves between levels'],
    doc: 'People who moved up a level of use',
  },
  said: (value, one) => `saw ${value} ${one ? 'person' : 'people'} move up a level of use`,
  through: 'on',
  madeOf: [
    { name: 'moved up', unit: 'people' },
    { name: 'people looked at', unit: 'people' },
  ],
  format: (value) => formatValue('people', value),
}
