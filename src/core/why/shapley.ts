import { apportion } from './apportion.ts'
import { type Cell, REST_KINDS, type RestKind, type Side } from './side.ts'

/** What moves spend: how many people, how much each used, with which models, at which prices. */
export const FACTORS = ['people', 'use', 'mix', 'prices'] as const
export type Factor = (typeof FACTORS)[number]

/** A change of spend in whole micro-dollars: everything here adds up to it. */
export type Split = {
  readonly factors: Readonly<Record<Factor, bigint>>
  readonly rest: Readonly<Partial<Record<RestKind, bigint>>>
}

/** Tokens and spend per model, in one order on both sides. */
type Models = { readonly tokens: readonly bigint[]; readonly spend: readonly bigint[] }

/**
 * Splits a change of spend exactly: each factor gets its Shapley value, the mean of what it adds over
 * all orders in which the four could have moved. A factor that did not move gets 0. A model without
 * use on one side has the price of the other there: that it came or went is a change of the mix.
 */
export function splitChange(before: Side, now: Side): Split {
  const keys = [...new Set([...before.cells, ...now.cells].map(keyOf))].toSorted()
  const sides = [before, now].map((side) => ({
    people: BigInt(side.people),
    models: modelsOf(side.cells, keys),
  })) as [Known, Known]
  const rest = REST_KINDS.flatMap((kind): [RestKind, bigint][] => {
    if (before.rest[kind] === undefined && now.rest[kind] === undefined) return []
    return [[kind, BigInt(now.rest[kind] ?? 0) - BigInt(before.rest[kind] ?? 0)]]
  })
  const [people = 0n, use = 0n, mix = 0n, prices = 0n] = shapley(sides)
  return { factors: { people, use, mix, prices }, rest: Object.fromEntries(rest) }
}

type Known = { readonly people: bigint; readonly models: Models }

export const keyOf = ({ tool, model }: Pick<Cell, 'tool' | 'model'>) => `${tool}\n${model}`

function modelsOf(cells: readonly Cell[], keys: readonly string[]): Models {
  const byKey = Map.groupBy(cells, keyOf)
  const sum = (of: 'tokens' | 'spend') =>
    keys.map((key) => (byKey.get(key) ?? []).reduce((all, cell) => all + BigInt(cell[of]), 0n))
  return { tokens: sum('tokens'), spend: sum('spend') }
}

const sumOf = (all: readonly bigint[]) => all.reduce((sum, one) => sum + one, 0n)

/**
 * Spend is people × (tokens ÷ people) × Σ (share of tokens × price). All of it is put over one
 * denominator, so nothing is rounded before the end.
 */
function shapley(sides: readonly [Known, Known]): readonly bigint[] {
  const [before, now] = sides
  const totals = [sumOf(before.models.tokens), sumOf(now.models.tokens)] as const
  if (totals[0] === 0n && totals[1] === 0n) return FACTORS.map(() => 0n)
  // Where a side has no use, all but its people are taken from the other.
  const used = [totals[0] > 0n ? 0 : 1, totals[1] > 0n ? 1 : 0] as const
  const of = (side: 0 | 1) => sides[used[side]].models
  const price = ([0, 1] as const).map((side) =>
    of(0).tokens.map((_, model) => {
      const [own, other] = [sides[side].models, sides[side === 0 ? 1 : 0].models]
      const from = (own.tokens[model] ?? 0n) > 0n ? own : other
      return { spend: from.spend[model] ?? 0n, tokens: from.tokens[model] ?? 1n }
    }),
  )
  const whole = price.map((all) => all.reduce((product, { tokens }) => product * tokens, 1n))
  const use = ([0, 1] as const).map((side) => ({
    tokens: totals[used[side]],
    people: sides[used[side]].people,
  }))
  const denominator = product([...use.flatMap(({ tokens, people }) => [tokens, people]), ...whole])
  /** Bit n of `moved` is factor n. */
  const value = (moved: number): bigint => {
    const [p, u, m, r] = [bit(moved, 0), bit(moved, 1), bit(moved, 2), bit(moved, 3)]
    const all = whole[r] ?? 1n
    const priced = of(m).tokens.map((tokens, model) => {
      const { spend, tokens: per } = price[r]?.[model] ?? { spend: 0n, tokens: 1n }
      return tokens * spend * (all / per)
    })
    const over = (use[u]?.people ?? 1n) * (use[m]?.tokens ?? 1n) * all
    return sides[p].people * (use[u]?.tokens ?? 0n) * sumOf(priced) * (denominator / over)
  }
  const values = Array.from({ length: 16 }, (_, moved) => value(moved))
  const parts = FACTORS.map((_, factor) => mean(values, 1 << factor))
  return apportion(parts, 24n * denominator)
}

const bit = (moved: number, at: number): 0 | 1 => (((moved >> at) & 1) === 1 ? 1 : 0)

/** How many of the 24 orders have so many factors before one. */
const ORDERS = [6n, 2n, 2n, 6n] as const

function mean(values: readonly bigint[], factor: number): bigint {
  return values.reduce((sum, value, moved) => {
    if ((moved & factor) !== 0) return sum
    const size = [1, 2, 4, 8].filter((one) => (moved & one) !== 0).length
    return sum + (ORDERS[size] ?? 0n) * ((values[moved | factor] ?? 0n) - value)
  }, 0n)
}

const product = (all: readonly bigint[]) => all.reduce((whole, one) => whole * one, 1n)
