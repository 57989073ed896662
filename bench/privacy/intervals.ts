import * as module from 'highs'
const highsLoader = module.default as unknown as () => Promise<import('highs').LegacyHighs>

import type { Released, Unknown } from './system.ts'

const highs = await highsLoader()

export type Interval = { readonly low: number; readonly high: number; readonly value: number }

/** Which uses of a person's are sought: of everything, of one piece or with one tool. */
type Sought = (unknown: Unknown) => boolean

/**
 * What a person's value can be, given everything released, that nothing is negative, which units the
 * person was in, and every row of the ones who compare notes.
 */
export function interval(
  system: { readonly cells: readonly Released[]; readonly unknowns: readonly Unknown[] },
  target: {
    readonly person: number
    readonly units: ReadonlySet<number>
    readonly knowing: readonly number[]
    readonly sought: Sought
  },
): Interval {
  const { cells, unknowns } = system
  const { person, units, knowing, sought } = target
  const mine = (unknown: Unknown) => unknown.leaves.intersection(units).size > 0
  const left = cells.map(({ value }) => value)
  const terms = cells.map((): string[] => [])
  const objective: string[] = []
  let value = 0
  for (const [n, unknown] of unknowns.entries()) {
    const known = knowing.reduce((sum, person) => sum + (unknown.truth.get(person) ?? 0), 0)
    for (const cell of unknown.cells) {
      left[cell] = (left[cell] ?? 0) - known
      terms[cell]?.push(`y${n}`, ...(mine(unknown) ? [`x${n}`] : []))
    }
    if (mine(unknown) && sought(unknown)) {
      objective.push(`x${n}`)
      value += unknown.truth.get(person) ?? 0
    }
  }
  // Values of a few thousand, whatever the unit: solvers are not exact at millions.
  const scale = Math.max(1, ...left.map(Math.abs)) / 10_000
  const rows = terms.flatMap((names, n) =>
    names.length > 0
      ? [` c${n}: ${names.join(' + ')} = ${((left[n] ?? 0) / scale).toPrecision(15)}`]
      : [],
  )
  const solve = (sense: 'Maximize' | 'Minimize') => {
    const lp = `${sense}\n obj: ${objective.join(' + ')}\nSubject To\n${wrapped(rows)}\nEnd\n`
    const { Status: status, ObjectiveValue: found } = highs.solve(lp, { output_flag: false })
    if (status === 'Unbounded') return Infinity
    if (status !== 'Optimal') throw new Error(`the attacker's program is ${status}`)
    return found * scale
  }
  return { low: solve('Minimize'), high: solve('Maximize'), value }
}

/** Lines of the LP format are short. */
const wrapped = (rows: readonly string[]) =>
  rows.map((row) => row.replaceAll(/(.{200}[^+]*)\+/g, '$1\n +')).join('\n')

/** Narrower than a tenth to either side of the truth. */
export const isNarrow = ({ low, high, value }: Interval): boolean =>
  value > 0 && (low > 0.9 * value * (1 + 1e-6) || high < 1.1 * value * (1 - 1e-6))
