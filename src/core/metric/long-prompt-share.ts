import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const longPromptShare: MetricDefinition = {
  id: 'long_prompt_share',
  name: 'Long prompts',
  unit: 'share',
  definition: 'How many prompts carry role, constraints and context: over 200 characters.',
  formula: 'prompts over 200 characters ÷ prompts whose length is known',
  rise: 'good',
  counts: ['Prompts of people'],
  doesNotCount: ['Prompts whose length is not known', 'What agents send'],
  reportedBy: 'Sources of single messages that have the text or its length',
  typed: {
    word: 'long_prompt_share',
    aliases: ['long prompts', 'long prompt share', 'structured prompts'],
    doc: 'Share of prompts over 200 characters',
  },
  said: (value) => `wrote ${value} of prompts in over 200 characters`,
  through: 'to',
  madeOf: [
    { name: 'long prompts', unit: 'count' },
    { name: 'prompts measured', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
