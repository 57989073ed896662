import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const agentShare: MetricDefinition = {
  id: 'agent_share',
  name: 'Agent share of requests',
  unit: 'share',
  definition: 'How much of what models did was done by agents on their own.',
  formula: 'requests of agents ÷ requests, of rows that tell both',
  rise: 'neutral',
  counts: ['Steps of agents, failed ones too'],
  doesNotCount: ['Rows whose source does not say who started a request'],
  reportedBy: 'Sources of single requests; Cursor',
  typed: {
    word: 'agent_share',
    aliases: ['agent share', 'agent share of requests', 'agent requests'],
    doc: 'Share of requests that agents made',
  },
  said: (value) => `left ${value} of requests to agents`,
  through: 'with',
  madeOf: [
    { name: 'requests of agents', unit: 'count' },
    { name: 'requests', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
