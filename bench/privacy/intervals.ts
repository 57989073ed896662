import * as module from 'highs'
const highsLoader = module.default as unknown as () => Promise<import('highs').LegacyHighs>

import type { Released, Unknown } from './system.ts'

const highs = await highsLoader()

export type Interval = { readonly low: number; readonly high: number; readonly value: number }

/** Which uses of a person's are sought: of everything, of one piece or with one tool. */
type Sought = (unknown: Unknown) => boolean

type System = { readonly cells: readonly Released[]; readonly unknowns: readonly Unknown[] }

/**
 * What a person's value can be, given everything released, that nothing is negative, which units the
 * person was in, and every row of the ones who compare notes.
 */
export function interval(
  system: System,
  target: {
    readonly person: number
    readonly units: ReadonlySet<number>
    readonly knowing: readonly number[]
    readonly sought: Sought
  },
): Interval {
  const { unknowns } = system
  const { person, units, knowing, sought } = target
  const mine = (unknown: Unknown) => unknown.leaves.intersection(units).size > 0
  const found = unknowns.map((unknown) => mine(unknown) && sought(unknown))
  const value = unknowns.reduce(
    (sum, { truth }, n) => (found[n] ? sum + (truth.get(person) ?? 0) : sum),
    0,
  )
  const ends = between(system, {
    knowing,
    variables: (unknown, n) => [`y${n}`, ...(mine(unknown) ? [`x${n}`] : [])],
    objective: found.flatMap((is, n) => (is ? [`x${n}`] : [])),
  })
  return { ...ends, value }
}

/** What a sum can be of the uses sought, given everything released and that nothing is negative. */
export function sumBetween(
  system: System,
  sought: (unknown: Unknown) => boolean,
): Pick<Interval, 'low' | 'high'> {
  return between(system, {
    knowing: [],
    variables: (_, n) => [`y${n}`],
    objective: system.unknowns.flatMap((unknown, n) => (sought(unknown) ? [`y${n}`] : [])),
  })
}

function between(
  { cells, unknowns }: System,
  {
    knowing,
    variables,
    objective,
  }: {
    readonly knowing: readonly number[]
    readonly variables: (unknown: Unknown, n: number) => readonly string[]
    readonly objective: readonly string[]
  },
): Pick<Interval, 'low' | 'high'> {
  const taken = cells.map(() => 0)
  const terms = cells.map((): string[] => [])
  for (const [n, unknown] of unknowns.entries()) {
    const known = knowing.reduce((sum, person) => sum + (unknown.truth.get(person) ?? 0), 0)
    for (const cell of unknown.cells) {
      taken[cell] = (taken[cell] ?? 0) + known
      terms[cell]?.push(...variables(unknown, n))
    }
  }
  const left = cells.map((cell, n) => cell.value - (taken[n] ?? 0))
  // Values of a few thousand, whatever the unit: solvers are not exact at millions.
  const scale = Math.max(1, ...left.map(Math.abs)) / 10_000
  const rows = terms.flatMap((names, n) => {
    const { most } = cells[n] ?? {}
    if (names.length === 0) return []
    const row = (name: string, is: string, value: number) =>
      ` ${name}${n}: ${names.join(' + ')} ${is} ${(value / scale).toPrecision(15)}`
    const least = left[n] ?? 0
    if (most === undefined) return [row('c', '=', least)]
    return [row('l', '>=', least), row('m', '<=', most - (taken[n] ?? 0))]
  })
  const solve = (sense: 'Maximize' | 'Minimize') => {
    const lp = `${sense}\n obj: ${objective.join(' + ')}\nSubject To\n${wrapped(rows)}\nEnd\n`
    const { Status: status, ObjectiveValue: found } = highs.solve(lp, { output_flag: false })
    if (status === 'Unbounded') return Infinity
    if (status !== 'Optimal') throw new Error(`the attacker's program is ${status}`)
    return found * scale
  }
  return { low: solve('Minimize'), high: solve('Maximize') }
}

/** Lines of the LP format are short. */
const wrapped = (rows: readonly string[]) =>
  rows.map((row) => row.replaceAll(/(.{200}[^+]*)\+/g, '$1\n +')).join('\n')

/** Narrower than a tenth to either side of the truth. */
export const isNarrow = ({ low, high, value }: Interval): boolean =>
  value > 0 && (low > 0.9 * value * (1 + 1e-6) || high < 1.1 * value * (1 - 1e-6))
