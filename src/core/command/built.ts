import { LEVEL_NAMES, LEVEL_PEOPLE } from '#core/metric/level.ts'
import type { Dimension } from '#core/metric/metric.ts'
import { isDay } from '#core/time/day.ts'

import { format } from './format.ts'
import { DIMENSION_NAMES, DIMENSIONS, METRICS } from './grammar.ts'
import { parse } from './parse.ts'
import { writeFilter } from './suggest.ts'

/** A word of the grammar, and what it is called where it is chosen from a list. */
export type Choice = { readonly value: string; readonly label: string }

/** The parts of a question that are chosen one by one; each may be left out. */
export const CHOSEN = [
  'metric',
  'team',
  'user',
  'model',
  'level',
  'asset',
  'period',
  'from',
  'to',
  'by',
  'chart',
] as const
export type Chosen = { readonly [Part in (typeof CHOSEN)[number]]?: string }

/** The longest list a platform takes. */
const MOST = 100

export const METRIC_CHOICES: readonly Choice[] = Object.entries(METRICS)
  .map(([value, { doc }]) => ({ value, label: doc }))
  .slice(0, MOST)

export const PERIOD_CHOICES: readonly Choice[] = [
  { value: '7d', label: 'The last 7 days' },
  { value: '30d', label: 'The last 30 days' },
  { value: '90d', label: 'The last 90 days' },
  { value: '14w', label: 'The last 14 whole weeks' },
  { value: 'last month', label: 'The last calendar month' },
  { value: 'today', label: 'Today, so far' },
]

export const LEVEL_CHOICES: readonly Choice[] = LEVEL_NAMES.map((value) => {
  const label = LEVEL_PEOPLE[value] ?? value
  return { value, label: label.charAt(0).toUpperCase() + label.slice(1) }
})

/** What is told of exact numbers alone. */
const FINER: ReadonlySet<Dimension> = new Set<Dimension>(['user', 'level', 'quartile', 'asset'])

/** Splits; people one by one, levels, quartiles and assets for who may see them. */
export const splitChoices = (people: boolean): readonly Choice[] =>
  DIMENSION_NAMES.filter((name) => people || !FINER.has(name)).map((value) => ({
    value,
    label: DIMENSIONS[value].doc,
  }))

/** The command that was chosen together, canonical; or what of it can't be, by its part. */
export function built(
  chosen: Chosen,
): { readonly command: string } | { readonly wrong: { readonly [Part in keyof Chosen]?: string } } {
  const { metric, period, from, to, by, chart } = chosen
  const dates = from !== undefined || to !== undefined
  if (dates && (from === undefined || to === undefined))
    return { wrong: { [from === undefined ? 'from' : 'to']: 'Choose both days, or neither.' } }
  if (from !== undefined && to !== undefined) {
    if (!isDay(from) || !isDay(to)) return { wrong: { from: 'Choose two days of the calendar.' } }
    if (to < from) return { wrong: { to: 'The last day comes before the first.' } }
  }
  const filters = (['team', 'user', 'model', 'level', 'asset'] as const).flatMap((key) => {
    const value = chosen[key]
    return value === undefined ? [] : [writeFilter(key, [value])]
  })
  const text = [
    ...filters,
    ...(by === undefined ? [] : [`by:${by}`]),
    ...(metric === undefined ? [] : [metric]),
    dates ? `${from}..${to}` : (period ?? '30d'),
    ...(chart === undefined ? [] : [`chart:${chart}`]),
  ].join(' ')
  const command = parse(text)
  return command.kind === 'ask'
    ? { command: format(command) }
    : { wrong: { metric: 'This can not be asked together. Leave one part out.' } }
}
