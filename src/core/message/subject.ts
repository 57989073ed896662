import type { MetricId } from '#core/metric/metric.ts'

import type { Answered } from './answered.ts'
import { listed } from './english.ts'

type Labels = Answered['labels']

/** Everyone there is, where nobody is singled out. */
const COMPANY = 'The company'

/** Whose use it is, to start a sentence: `Engineering`, `Sales in the group champions`, `The company`. */
export function subject(labels: Labels): string {
  const { user = [], team = [], group = [] } = labels
  const groups =
    group.length > 0 ? `the ${group.length > 1 ? 'groups' : 'group'} ${listed(group)}` : ''
  if (user.length > 0) return listed(user)
  if (team.length > 0) return listed(team) + (groups ? ` in ${groups}` : '')
  return groups ? groups.replace('the', 'The') : COMPANY
}

/** The people meant, inside a sentence: `people in Engineering`; in the whole company just `people`. */
export function population(labels: Labels): string {
  const whose = subject(labels)
  return whose === COMPANY ? 'people' : `people in ${whose.replace(/^The /, 'the ')}`
}

/** How a number is said of its subject. `value` is already written as text. */
const VERB: Record<MetricId, (value: string, one: boolean) => string> = {
  spend: (value) => `spent ${value}`,
  messages: (value, one) => `sent ${value} message${one ? '' : 's'}`,
  active_people: (value) => `had ${value} active`,
  sessions: (value, one) => `had ${value} session${one ? '' : 's'}`,
  input_tokens: (value, one) => `sent ${value} input token${one ? '' : 's'}`,
  cache_read_tokens: (value, one) => `read ${value} token${one ? '' : 's'} from caches`,
  cache_write_tokens: (value, one) => `wrote ${value} token${one ? '' : 's'} to caches`,
  output_tokens: (value, one) => `received ${value} output token${one ? '' : 's'}`,
}

export function verb(metric: MetricId, value: string, now: number): string {
  return VERB[metric](value, now === 1)
}

const PREPOSITION: Record<MetricId, string> = {
  spend: 'on',
  messages: 'to',
  active_people: 'with',
  sessions: 'with',
  input_tokens: 'to',
  cache_read_tokens: 'with',
  cache_write_tokens: 'with',
  output_tokens: 'from',
}

/** ` on chatgpt with gpt-5 in agents`: what it was used through; empty without such filters. */
export function through(metric: MetricId, { tool = [], model = [], feature = [] }: Labels): string {
  const first = PREPOSITION[metric]
  return [
    tool.length > 0 ? ` ${first} ${listed(tool)}` : '',
    model.length > 0 ? ` ${tool.length > 0 ? 'with' : first} ${listed(model)}` : '',
    feature.length > 0 ? ` in ${listed(feature.map(spaced))}` : '',
  ].join('')
}

/** `document chat` for `document_chat`: a feature as people say it. */
export function spaced(feature: string): string {
  return feature.replaceAll('_', ' ')
}
