import type { Dimension, MetricId, Row } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Question } from '#ports.ts'

import type { Abouts } from './published-about.ts'
import { departmentNodes, ownNodes, type Unit } from './published-scope.ts'
import type { Ledger, Of } from './published-sums.ts'

/** What published answers are made from. */
export type Ground = {
  readonly question: Question
  /** The period asked about, as far as it has closed. */
  readonly period: Period
  readonly units: readonly Unit[]
  /** What tools, models and features are called. */
  readonly names: Readonly<Partial<Record<Dimension, ReadonlyMap<number, string>>>>
  readonly told: Ledger
  readonly about: Abouts
  readonly nodes: readonly string[]
  /** What the filters narrow to; 'none' where the lattice has no such narrowing. */
  readonly of: Of | undefined | 'none'
  readonly holidays: ReadonlySet<Day>
}

export type Group = Pick<Row, 'key' | 'label' | 'also'> & {
  readonly nodes: readonly string[]
  readonly of: Of | undefined
}

/** What published cells are never split by. */
export const isFiner = (by: Dimension): by is 'user' | 'level' | 'quartile' | 'asset' =>
  by === 'user' || by === 'level' || by === 'quartile' || by === 'asset'

export function groupsBy(metric: MetricId, by: Dimension, ground: Ground): readonly Group[] {
  const { question, period, units, nodes, of, names, told } = ground
  const { scope } = question
  if (of === 'none' || isFiner(by)) return []
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
    ...named(names, by, key),
    nodes,
    of: { split: by, keys: [key] },
  }))
}

/** What a tool, model or feature is called outside the store, and by its readers. */
export function named(names: Ground['names'], of: Dimension, key: number) {
  const name = names[of]?.get(key)
  return { key: name ?? null, label: name ?? `no ${of}` }
}
