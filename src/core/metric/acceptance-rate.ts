import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const acceptanceRate: MetricDefinition = {
  id: 'acceptance_rate',
  name: 'Acceptance rate',
  unit: 'share',
  definition: 'How many of the suggested pieces of code were taken.',
  formula: 'accepted ÷ suggested, as vendors count them, of rows that tell both',
  rise: 'good',
  counts: ['Suggestions and accepted suggestions, as each vendor defines them'],
  doesNotCount: ['Edits an agent made by itself', 'Lines of code'],
  reportedBy: 'GitHub Copilot, Claude Code and Cursor',
  typed: {
    word: 'acceptance_rate',
    aliases: ['acceptance rate', 'acceptance', 'accept rate'],
    doc: 'Share of suggestions accepted',
  },
  said: (value) => `accepted ${value} of suggestions`,
  through: 'from',
  madeOf: [
    { name: 'accepted', unit: 'count' },
    { name: 'suggested', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
