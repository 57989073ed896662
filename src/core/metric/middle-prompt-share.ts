import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const middlePromptShare: MetricDefinition = {
  id: 'middle_prompt_share',
  name: 'Middle prompts',
  unit: 'share',
  definition: 'How many prompts have 50 to 200 characters.',
  formula: 'prompts of 50 to 200 characters ÷ prompts whose length is known',
  rise: 'neutral',
  counts: ['Prompts of people'],
  doesNotCount: ['Prompts whose length is not known', 'What agents send'],
  reportedBy: 'Sources of single messages that have the text or its length',
  typed: {
    word: 'middle_prompt_share',
    aliases: ['middle prompts', 'middle prompt share'],
    doc: 'Share of prompts of 50 to 200 characters',
  },
  said: (value) => `wrote ${value} of prompts in 50 to 200 characters`,
  through: 'to',
  madeOf: [
    { name: 'middle prompts', unit: 'count' },
    { name: 'prompts measured', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
