import type { MetricDefinition } from './definition.ts'
import { formatValue } from './format.ts'

export const messages: MetricDefinition = {
  id: 'messages',
  name: 'Messages',
  unit: 'count',
  definition: 'What people sent to AI tools: one prompt, request or command is one message.',
  formula: 'count of usage lines a person initiated, failed ones included',
  rise: 'good',
  counts: ['Requests a person started', 'Requests that ended in an error'],
  doesNotCount: ['Replies', 'Steps an agent took by itself', 'Completions nobody asked for'],
  reportedBy: 'Sources of single messages; vendors that count them per person and day',
  typed: { word: 'messages', aliases: ['message', 'requests', 'request'], doc: 'What people sent' },
  said: (value, one) => `sent ${value} message${one ? '' : 's'}`,
  through: 'to',
  format: (value) => formatValue('count', value),
}
