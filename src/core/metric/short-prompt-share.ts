import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const shortPromptShare: MetricDefinition = {
  id: 'short_prompt_share',
  name: 'Short prompts',
  unit: 'share',
  definition: 'How many prompts are keyword searches: under 50 characters.',
  formula: 'prompts under 50 characters ÷ prompts whose length is known',
  rise: 'bad',
  counts: ['Prompts of people'],
  doesNotCount: ['Prompts whose length is not known', 'What agents send'],
  reportedBy: 'Sources of single messages that have the text or its length',
  typed: {
    word: 'short_prompt_share',
    aliases: ['short prompts', 'short prompt share', 'keyword prompts'],
    doc: 'Share of prompts under 50 characters',
  },
  said: (value) => `wrote ${value} of prompts in under 50 characters`,
  through: 'to',
  madeOf: [
    { name: 'short prompts', unit: 'count' },
    { name: 'prompts measured', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
