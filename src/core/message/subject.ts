import type { FilterKey } from '#core/command/command.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { LEVEL_PEOPLE } from '#core/metric/level.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { QUARTILE_PEOPLE } from '#core/metric/quartile.ts'

import type { Answered } from './answered.ts'
import { listed } from './english.ts'

type Labels = Answered['labels']

/** Everyone there is, where nobody is singled out. */
const COMPANY = 'The company'

/** Whose use it is, to start a sentence: `Engineering`, `Sales in the group champions`, `The company`. */
export function subject(labels: Labels): string {
  const { level = [], quartile = [], ...others } = labels
  if (level.length + quartile.length > 0) return ofLevels({ level, quartile }, others)
  const { user = [], team = [], group = [] } = others
  const groups =
    group.length > 0 ? `the ${group.length > 1 ? 'groups' : 'group'} ${listed(group)}` : ''
  if (user.length > 0) return listed(user)
  if (team.length > 0) return listed(team) + (groups ? ` in ${groups}` : '')
  return groups ? groups.replace('the', 'The') : COMPANY
}

/** `Power users and novices in Engineering`, `Heavy users among power users` */
function ofLevels({ level = [], quartile = [] }: Labels, others: Labels): string {
  const called = (names: readonly string[], people: Readonly<Record<string, string>>) =>
    names.length > 0 ? [listed(names.map((name) => people[name] ?? `people of ${name}`))] : []
  const people = [...called(quartile, QUARTILE_PEOPLE), ...called(level, LEVEL_PEOPLE)].join(
    ' among ',
  )
  const whose = subject(others)
  const where = whose === COMPANY ? '' : ` in ${whose.replace(/^The /, 'the ')}`
  return people.charAt(0).toUpperCase() + people.slice(1) + where
}

/** The people meant, inside a sentence: `people in Engineering`; in the whole company just `people`. */
export function population(labels: Labels): string {
  const whose = subject(labels)
  if (labels.level || labels.quartile) return whose.charAt(0).toLowerCase() + whose.slice(1)
  return whose === COMPANY ? 'people' : `people in ${whose.replace(/^The /, 'the ')}`
}

/** How a number is said of its subject. `value` is already written as text. */
export function verb(
  metric: MetricId,
  { value, now, labels }: { readonly value: string; readonly now: number; readonly labels: Labels },
): string {
  const { said, what = '' } = catalogue[metric]
  return said(value, now === 1, listed(labels.asset ?? [what]))
}

/** ` on chatgpt with gpt-5 in agents`: what it was used through; empty without such filters. */
export function through(
  metric: MetricId,
  { tool = [], model = [], feature = [], asset = [] }: Labels,
): string {
  const { through: first, what } = catalogue[metric]
  return [
    tool.length > 0 ? ` ${first} ${listed(tool)}` : '',
    model.length > 0 ? ` ${tool.length > 0 ? 'with' : first} ${listed(model)}` : '',
    feature.length > 0 ? ` in ${listed(feature.map(spaced))}` : '',
    asset.length > 0 && what === undefined ? ` (${listed(asset)})` : '',
  ].join('')
}

/** `document chat` for `document_chat`: a feature as people say it. */
export function spaced(feature: string): string {
  return feature.replaceAll('_', ' ')
}

const isLevel = (key: FilterKey): boolean => key === 'level' || key === 'quartile'

/** Which of the two it is: `Sales`, `claude-code`, `document chat`, `all tools`. */
export function sideName({ labels }: Pick<Answered, 'labels'>, key: FilterKey): string {
  const names = labels[key]
  if (!names && (key === 'tool' || key === 'model' || key === 'feature')) return `all ${key}s`
  if (!names && key === 'asset') return 'all prompts, tools and agents'
  if (!names || key === 'team' || key === 'user' || key === 'group' || isLevel(key))
    return subject(labels)
  return (key === 'feature' ? names.map(spaced) : names).join(', ')
}
