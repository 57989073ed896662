import type { MetricId } from '#core/metric/metric.ts'
import type { Withheld } from '#core/metric/withheld.ts'
import { addDays, addMonths, type Day, firstOfMonth, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import { SUMMED } from './publish-uses.ts'
import { COMPANY_NODE } from './published-cells.ts'
import type { Ground } from './published-groups.ts'
import { isOfPeople, isPublishedRatio } from './published-ratios.ts'
import type { Unit } from './published-scope.ts'

/** Why a number is not told, or not exactly, and the nearest larger question that is. */
export function whyWithheld(metric: MetricId, ground: Ground): Withheld {
  const { period, nodes, of, about } = ground
  const rounded = of === undefined ? about(metric, nodes, period) : undefined
  return { ...reasonFor(metric, ground), ...(rounded && { about: rounded }) }
}

function reasonFor(metric: MetricId, ground: Ground): Withheld {
  const { question, period, told, nodes, of, units } = ground
  // Of everyone there is nothing is published but who of them was active.
  if (metric === 'adoption')
    return { reason: 'detail', nearest: { kind: 'number', metric: 'active_people' } }
  if (!isPublished(metric)) return { reason: 'detail' }
  const open = period.to >= addDays(question.today, -3)
  if (of === 'none') return { reason: 'detail', nearest: { kind: 'without', what: 'filter' } }
  const wider = widened(period).find((period) => told.value(metric, nodes, { period, of }) !== null)
  // People are counted once, in whole weeks and months: of other days nothing is told of anyone.
  const uncounted = isOfPeople(metric) && !isClosed(period)
  const reason = open ? 'open' : uncounted ? 'detail' : 'few'
  if (wider) return { reason, nearest: { kind: 'period', ...wider } }
  if (of && told.value(metric, nodes, { period }) !== null)
    return { reason: 'few', nearest: { kind: 'without', what: 'filter' } }
  for (const { path, node } of aboveAll(nodes, units)) {
    if (told.value(metric, [node], { period, of }) !== null)
      return { reason: 'few', nearest: { kind: 'unit', path } }
  }
  return { reason: open ? 'open' : 'few' }
}

const PUBLISHED: ReadonlySet<string> = new Set([...SUMMED, 'active_people'])
const isPublished = (metric: MetricId): boolean => PUBLISHED.has(metric) || isPublishedRatio(metric)

const isClosed = ({ from, to }: Period) =>
  (from === monday(from) && to === addDays(from, 6)) ||
  (from === firstOfMonth(from) && addDays(to, 1) === addMonths(from, 1))

/** The units above, nearest first, and the company last. */
function aboveAll([node, ...others]: readonly string[], units: readonly Unit[]) {
  const found: { readonly path: string | null; readonly node: string }[] = []
  let unit = others.length > 0 ? undefined : units.find(({ id }) => `${id}` === node?.split(' ')[0])
  if (node?.endsWith(' own') && unit) found.push({ path: unit.path, node: `${unit.id}` })
  while (unit?.parent != null) {
    const { parent } = unit
    unit = units.find(({ id }) => id === parent)
    if (unit) found.push({ path: unit.path, node: `${unit.id}` })
  }
  return [...found, { path: null, node: COMPANY_NODE }]
}

/** Whole weeks, then whole months around a period, also to where it ends; then its first month alone. */
function widened({ from, to }: Period): readonly Period[] {
  const lastOf = (day: Day) => addDays(addMonths(firstOfMonth(day), 1), -1)
  const [week, month] = [monday(from), firstOfMonth(from)]
  return [
    { from: week, to: addDays(monday(to), 6) },
    { from: week, to },
    { from: month, to: lastOf(to) },
    { from: month, to },
    { from: month, to: lastOf(from) },
  ]
}
