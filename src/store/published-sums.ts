import type { MetricId, Value } from '#core/metric/metric.ts'
import type { Period } from '#core/time/period.ts'

import type { PublishedPart } from './publish-uses.ts'
import { COMPANY_NODE, type People, type Sum, tile } from './published-cells.ts'

/** Which tools, models or features a number is of; without, of all. */
export type Of = Pick<Sum, 'split'> & {
  readonly keys: readonly number[]
  /** Of models and features: of this tool alone. */
  readonly tool?: number
}

/** What may be asked of what is told: numbers there are questions about, and what shares are made of. */
export type Told = MetricId | PublishedPart

export type Ledger = {
  /** The number, from what is told alone; null where it is not told. */
  value(metric: Told, nodes: readonly string[], at: { period: Period; of?: Of | undefined }): Value
  /** The models or features of one tool that are told apart in every part of the period. */
  keysIn(
    tool: number,
    metric: Told,
    at: { period: Period; split: 'model' | 'feature' },
  ): readonly number[]
  /** The tools, models or features told apart in every part of the period. */
  keys(
    metric: Told,
    nodes: readonly string[],
    at: { period: Period; split: Sum['split'] },
  ): readonly number[]
}

export function ledger(sums: readonly Sum[], people: readonly People[]): Ledger {
  const told = Map.groupBy(sums, ({ metric, node, split }) => `${metric} ${node} ${split}`)
  const counts = new Map(
    people.map(({ node, from, to, people }) => [`${node} ${from} ${to}`, people]),
  )
  const find = (metric: Told, node: string, split: Sum['split']) =>
    told.get(`${metric} ${node} ${split}`) ?? []
  const keyOf = ({ split, tool, key }: Sum) => (split === 'tool' ? tool : key)

  function one(
    metric: Told,
    node: string,
    { period, of }: { period: Period; of?: Of | undefined },
  ): Value {
    if (metric === 'active_people') {
      return of ? null : (counts.get(`${node} ${period.from} ${period.to}`) ?? null)
    }
    if (!of) return tile(find(metric, node, 'none'), period)
    const cells = find(metric, node, of.split)
    const each = of.keys.map((key) => {
      const ofKey = cells.filter((cell) => keyOf(cell) === key)
      if (of.split === 'tool') return tile(ofKey, period)
      const { tool } = of
      if (tool === undefined) return tile(perPeriod(ofKey, cells), period)
      const within = cells.filter((cell) => cell.tool === tool)
      return tile(inTool(ofKey, within), period)
    })
    return added(each)
  }

  return {
    // Distinct people of two units are not a sum.
    value: (metric, nodes, at) =>
      metric === 'active_people' && nodes.length !== 1
        ? null
        : added(nodes.map((node) => one(metric, node, at))),
    keysIn(tool, metric, { period, split }) {
      const cells = find(metric, COMPANY_NODE, split).filter((cell) => cell.tool === tool)
      const keys = new Set(cells.map(keyOf).filter((key) => key >= 0))
      const known = (key: number) =>
        one(metric, COMPANY_NODE, { period, of: { split, tool, keys: [key] } }) !== null
      return [...keys].filter(known)
    },
    keys(metric, nodes, { period, split }) {
      const keys = new Set(
        nodes.flatMap((node) => find(metric, node, split).map(keyOf)).filter((key) => key >= 0),
      )
      return [...keys].filter((key) =>
        nodes.every((node) => one(metric, node, { period, of: { split, keys: [key] } }) !== null),
      )
    },
  }
}

/** A model is in several tools: known where none of them has models that are told only together. */
function perPeriod(ofKey: readonly Sum[], all: readonly Sum[]) {
  const whole = Map.groupBy(all, ({ from, to }) => `${from} ${to}`)
  const mine = Map.groupBy(ofKey, ({ from, to }) => `${from} ${to}`)
  return [...whole].flatMap(([days, cells]) => {
    const [first] = cells
    if (!first || cells.some(({ key }) => key < 0)) return []
    const value = (mine.get(days) ?? []).reduce((sum, cell) => sum + cell.value, 0)
    return [{ from: first.from, to: first.to, value }]
  })
}

/** Within a tool a key is told for itself; where it is not, it is nothing unless others are told together. */
function inTool(ofKey: readonly Sum[], inTool: readonly Sum[]) {
  return [...Map.groupBy(inTool, ({ from, to }) => `${from} ${to}`).values()].flatMap((cells) => {
    const [first] = cells
    const mine = ofKey.find((cell) => cells.includes(cell))
    if (mine) return [mine]
    return !first || cells.some(({ key }) => key < 0) ? [] : [{ ...first, value: 0 }]
  })
}

function added(values: readonly Value[]): Value {
  return values.reduce<Value>(
    (sum, value) => (sum === null || value === null ? null : sum + value),
    values.length === 0 ? null : 0,
  )
}
