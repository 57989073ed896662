import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const agentRuns: MetricDefinition = {
  id: 'agent_runs',
  name: 'Agent runs',
  unit: 'count',
  definition: 'How often an agent that people made or set up was set to work.',
  formula:
    'count of different run ids; without one, of conversations with the agent, else of lines',
  rise: 'neutral',
  counts: ['A run once, on the day of its lines', 'Runs that failed'],
  doesNotCount: ['Prompts and tools that are no agents', 'What agents did without being named'],
  reportedBy: 'Sources of single messages that name the agent',
  typed: {
    word: 'agent_runs',
    aliases: ['agent runs', 'agent run', 'runs of agents'],
    doc: 'How often agents ran',
  },
  said: (value, one) => `ran agents ${one ? 'once' : `${value} times`}`,
  through: 'on',
  format: (value) => formatValue('count', value),
}
