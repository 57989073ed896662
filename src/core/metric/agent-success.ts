import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const agentSuccess: MetricDefinition = {
  id: 'agent_success',
  name: 'Agent success rate',
  unit: 'share',
  definition: 'How many runs of agents ended without an error.',
  formula: 'runs of agents without an error in any of their lines ÷ runs of agents',
  rise: 'good',
  counts: ['Every run, as agent runs are counted'],
  doesNotCount: ['Whether the result was of use: no source tells'],
  reportedBy:
    'Sources of single messages that name the agent; where they tell no errors, none is seen',
  typed: {
    word: 'agent_success',
    aliases: ['agent success', 'agent success rate', 'success rate'],
    doc: 'Share of agent runs without an error',
  },
  said: (value) => `ended ${value} of agent runs without an error`,
  through: 'on',
  madeOf: [
    { name: 'without an error', unit: 'count' },
    { name: 'agent runs', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
