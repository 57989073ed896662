import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const outputCharacters: MetricDefinition = {
  id: 'output_characters',
  name: 'Output characters',
  unit: 'characters',
  definition: 'Text that AI tools wrote, counted in characters.',
  formula: 'sum of output characters, where they are measured; never mixed with tokens',
  rise: 'neutral',
  counts: ['Replies whose length is known'],
  doesNotCount: ['Replies known by their tokens alone'],
  reportedBy: 'Sources of single messages that have the text or its length',
  typed: {
    word: 'output_characters',
    aliases: ['output characters', 'output volume', 'characters written'],
    doc: 'Characters the tools wrote',
  },
  said: (value, one) => `received ${value} character${one ? '' : 's'}`,
  through: 'from',
  format: (value) => formatValue('characters', value),
}
