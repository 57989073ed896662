import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const outputInputRatio: MetricDefinition = {
  id: 'output_input_ratio',
  name: 'Output to input ratio',
  unit: 'ratio',
  definition: 'How much models wrote for each token they were given.',
  formula:
    'output tokens ÷ (input + cache read + cache write tokens), of rows that tell both; cached input is inside',
  rise: 'neutral',
  counts: ['Input from caches, since not every vendor tells it apart'],
  doesNotCount: ['Rows with input or output alone'],
  reportedBy: 'Sources that tell input and output tokens',
  typed: {
    word: 'output_input_ratio',
    aliases: [
      'output input ratio',
      'output to input ratio',
      'output/input ratio',
      'output to input',
    ],
    doc: 'Output tokens for each input token',
  },
  said: (value) => `received ${value} output tokens per input token`,
  through: 'from',
  madeOf: [
    { name: 'output tokens', unit: 'tokens' },
    { name: 'input tokens, cached ones included', unit: 'tokens' },
  ],
  format: (value) => formatValue('ratio', value),
}
