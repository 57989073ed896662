import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const assetRuns: MetricDefinition = {
  id: 'asset_runs',
  name: 'Runs of prompts, tools and agents',
  unit: 'count',
  definition:
    'How often what people share, a prompt, a custom tool or an agent, was run. By asset it tells which most.',
  formula:
    'count of different run ids; without one, of conversations with the prompt, tool or agent, else of lines',
  rise: 'neutral',
  counts: ['A run once, on the day of its lines', 'Runs that failed'],
  doesNotCount: ['Prompts that people type themselves', 'Products such as ChatGPT'],
  reportedBy: 'Sources of single messages that name the prompt, the tool or the agent',
  typed: {
    word: 'asset_runs',
    aliases: ['asset runs', 'prompt runs', 'tool runs', 'runs of prompts', 'runs of assets'],
    doc: 'How often shared prompts, tools and agents were run',
  },
  said: (value, one, what) => `ran ${what} ${one ? 'once' : `${value} times`}`,
  what: 'shared prompts, tools and agents',
  through: 'on',
  format: (value) => formatValue('count', value),
}
