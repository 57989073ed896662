import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const promptLength: MetricDefinition = {
  id: 'prompt_length',
  name: 'Prompt length',
  unit: 'ratio',
  definition: 'How much people write: half of the prompts are longer.',
  formula: 'median of the characters of a prompt; estimated within buckets that double in size',
  rise: 'good',
  counts: ['Prompts of people whose length is known'],
  doesNotCount: ['What agents send'],
  reportedBy: 'Sources of single messages that have the text or its length',
  typed: {
    word: 'prompt_length',
    aliases: ['prompt length', 'characters per prompt', 'median prompt length'],
    doc: 'Characters of the median prompt',
  },
  said: (value) => `wrote prompts of ${value} characters at the median`,
  through: 'to',
  madeOf: [{ name: 'prompts measured', unit: 'count' }],
  format: (value) => formatValue('ratio', value),
}
