import type { Dimension, MetricId, Row, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Question } from '#ports.ts'

import { departmentNodes, ownNodes, type Unit } from './published-scope.ts'
import type { Ledger, Of } from './published-sums.ts'
import { whyWithheld } from './published-why.ts'

/** What published answers are made from. */
export type Ground = {
  readonly question: Question
  /** The period asked about, as far as it has closed. */
  readonly period: Period
  readonly units: readonly Unit[]
  readonly names: ReadonlyMap<number, string>
  readonly told: Ledger
  readonly nodes: readonly string[]
  /** What the filters narrow to; 'none' where the lattice has no such narrowing. */
  readonly of: Of | undefined | 'none'
  readonly holidays: ReadonlySet<Day>
}

export function valueOf(metric: MetricId, period: Period, { told, nodes, of }: Ground): Value {
  return of === 'none' ? null : told.value(metric, nodes, { period, of })
}

/** Who is told apart, and what is left of the whole: the others together. */
export function split(metric: MetricId, by: Dimension, ground: Ground): readonly Row[] {
  const { told, period, question } = ground
  const { previous } = question
  const groups = groupsBy(metric, by, ground)
  const each = groups.flatMap(({ key, label, nodes, of }): readonly Row[] => {
    const now = told.value(metric, nodes, { period, of })
    return now === null
      ? []
      : [{ key, label, now, before: told.value(metric, nodes, { period: previous, of }) }]
  })
  const whole = valueOf(metric, period, ground)
  const rest = whole === null ? null : whole - each.reduce((sum, { now }) => sum + (now ?? 0), 0)
  const others = { key: 'others', label: `Others, too few to tell apart`, before: null }
  const last: readonly Row[] =
    metric === 'active_people' || rest === 0
      ? []
      : [{ ...others, now: rest, ...(rest === null && { withheld: whyWithheld(metric, ground) }) }]
  return [...each.toSorted((a, b) => (b.now ?? 0) - (a.now ?? 0)), ...last]
}

type Group = {
  readonly key: string | null
  readonly label: string
  readonly nodes: readonly string[]
  readonly of: Of | undefined
}

function groupsBy(metric: MetricId, by: Dimension, ground: Ground): readonly Group[] {
  const { question, period, units, nodes, of, names, told } = ground
  const { scope } = question
  if (of === 'none' || by === 'user') return []
  if (by === 'team' || by === 'department') {
    const found = by === 'team' ? ownNodes(scope, units) : departmentNodes(scope, units)
    const nobodys: Group = { key: null, label: 'unattributed', nodes: ['0'], of }
    const told = found.map(({ path, name, node }) => ({
      key: path,
      label: name,
      nodes: [node],
      of,
    }))
    return scope.ids.team ? told : [...told, nobodys]
  }
  if (of || (by !== 'tool' && scope.ids.team)) return []
  return told.keys(metric, nodes, { period, split: by }).map((key) => ({
    key: names.get(key) ?? null,
    label: names.get(key) ?? `no ${by}`,
    nodes,
    of: { split: by, keys: [key] },
  }))
}
