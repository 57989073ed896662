import { formatShare } from '#core/chart/format.ts'
import { formatValue } from '#core/metric/format.ts'

import { keyOf } from './shapley.ts'
import type { Cell, Side } from './side.ts'

const PER = 1_000_000

type Pair = { readonly model: string; readonly before: number; readonly now: number }

/** How far each factor moved, a line each; the mix and the prices by the model that moved most. */
export function movedLines(before: Side, now: Side): readonly string[] {
  const use = (side: Side) => (side.people === 0 ? null : total(side) / side.people)
  const tokens = (value: number | null) =>
    value === null ? 'none' : formatValue('tokens', Math.round(value))
  const mix = most(before, now, {
    of: (cell, side) => (cell ? cell.tokens / total(side) : 0),
    worth: ({ spend, tokens }) => spend / tokens,
  })
  const price = most(before, now, {
    of: (cell) => (cell ? (cell.spend / cell.tokens) * PER : null),
    worth: ({ tokens }) => tokens,
  })
  return [
    `**People with priced tokens** ${before.people.toLocaleString('en-US')} → ${now.people.toLocaleString('en-US')}`,
    `**Use per person** ${tokens(use(before))} → ${tokens(use(now))} tokens`,
    `**Model mix** ${mix ? `most ${mix.model}, ${formatShare(mix.before)} → ${formatShare(mix.now)} of tokens` : 'the same'}`,
    `**Prices** ${price ? `most ${price.model}, ${money(price.before)} → ${money(price.now)} a million tokens` : 'the same'}`,
  ]
}

const money = (micros: number) => formatValue('usd_micros_each', micros)

const total = ({ cells }: Side) => cells.reduce((sum, { tokens }) => sum + tokens, 0)

type Moving = {
  readonly of: (cell: Cell | undefined, side: Side) => number | null
  /** What a move of this model is worth. */
  readonly worth: (cell: Cell) => number
}

/** The model whose number moved most, by what that is worth; undefined when none did. */
function most(before: Side, now: Side, { of, worth }: Moving): Pair | undefined {
  const all = new Map([...before.cells, ...now.cells].map((cell) => [keyOf(cell), cell]))
  const find = (side: Side, key: string) => side.cells.find((cell) => keyOf(cell) === key)
  const pairs = [...all].flatMap(([key, cell]) => {
    const [a, b] = [of(find(before, key), before), of(find(now, key), now)]
    if (a === null || b === null || a === b) return []
    return [{ model: cell.model, before: a, now: b, weight: Math.abs(b - a) * worth(cell) }]
  })
  return pairs.toSorted((a, b) => b.weight - a.weight || (a.model < b.model ? -1 : 1))[0]
}
