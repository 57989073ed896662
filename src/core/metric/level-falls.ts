import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const levelFalls: MetricDefinition = {
  id: 'level_falls',
  name: 'Moves down a level',
  unit: 'people',
  definition:
    'How many people were at a lower level of use when the period ended than when it began.',
  formula: 'count of people whose level on the last day is below that on the day before the first',
  rise: 'bad',
  counts: [
    'Levels as the filter `level:` has them, of the 12 whole weeks that end with the week of a day',
    'Everyone with use in scope in the period or the 12 weeks before it',
    'People who stopped altogether',
  ],
  doesNotCount: [
    'The unfinished week: nobody falls by it',
    'Periods at whose beginning fewer than four weeks are known, or around which a tool is known on some days of a week only',
  ],
  reportedBy: 'Every source that tells who did something',
  typed: {
    word: 'level_falls',
    aliases: ['level falls', 'moves down', 'moved down'],
    doc: 'People who moved down a level of use',
  },
  said: (value, one) => `saw ${value} ${one ? 'person' : 'people'} move down a level of use`,
  through: 'on',
  madeOf: [
    { name: 'moved down', unit: 'people' },
    { name: 'people looked at', unit: 'people' },
  ],
  format: (value) => formatValue('people', value),
}
