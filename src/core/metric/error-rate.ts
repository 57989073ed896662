import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const errorRate: MetricDefinition = {
  id: 'error_rate',
  name: 'Error rate',
  unit: 'share',
  definition: 'How many requests failed.',
  formula: 'requests that ended in an error ÷ requests, of rows that tell both',
  rise: 'bad',
  counts: ['Requests of people and of agents'],
  doesNotCount: ['Rows whose source does not tell errors'],
  reportedBy: 'Sources of single requests',
  typed: {
    word: 'error_rate',
    aliases: ['error rate', 'errors', 'failure rate'],
    doc: 'Share of requests that failed',
  },
  said: (value) => `saw ${value} of requests fail`,
  through: 'with',
  madeOf: [
    { name: 'failed', unit: 'count' },
    { name: 'requests', unit: 'count' },
  ],
  format: (value) => formatValue('share', value),
}
