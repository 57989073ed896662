import type { SignalFinding } from '#core/signals/findings.ts'
import { signalFindings } from '#core/signals/judge.ts'

import { randomOf } from '../insight/random.ts'
import { CAUSES, company, type Kind, since, type Size } from './company.ts'
import { truths } from './truth.ts'

/** What became of one question in companies of one kind. */
export type Tally = {
  answered: number
  held: number
  claimed: number
  flagged: number
  /** E-values of what was claimed: of the difference, and of its interval. */
  readonly needed: number[]
  readonly neededLimit: number[]
}

export type Runs = Size & { readonly kind: Kind; readonly seed: number; readonly runs: number }

export type Ran = {
  readonly kind: Kind
  /** By the id of the question. */
  readonly tallies: ReadonlyMap<string, Tally>
  /** Companies of which something was claimed. */
  readonly claiming: number
  /** On average. */
  readonly people: number
}

const isClaim = ({ verdict }: SignalFinding) => verdict.startsWith('associated')

const nothing = (): Tally => ({
  answered: 0,
  held: 0,
  claimed: 0,
  flagged: 0,
  needed: [],
  neededLimit: [],
})

export function ran({ kind, seed, runs, ...size }: Runs): Ran {
  const random = randomOf(seed)
  const tallies = new Map<string, Tally>()
  let [claiming, people] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const made = company(kind, size, random)
    const findings = signalFindings(made.cells, made.traits, { since })
    const truth = kind === 'effect' ? truths(made, since) : null
    people += made.people / runs
    if (findings.some(isClaim)) claiming++
    for (const finding of findings) {
      const { id, design, signal } = finding.question
      const tally = tallies.get(id) ?? nothing()
      tallies.set(id, tally)
      add(tally, finding, CAUSES[kind][signal] === 'effect' ? (truth?.[design] ?? 0) : 0)
    }
  }
  return { kind, tallies, claiming, people }
}

function add(tally: Tally, finding: SignalFinding, truth: number): void {
  const { estimate, verdict } = finding
  if (estimate === null) return
  tally.answered++
  if (estimate.interval[0] <= truth && truth <= estimate.interval[1]) tally.held++
  if (verdict.startsWith('flagged')) tally.flagged++
  if (!isClaim(finding)) return
  tally.claimed++
  tally.needed.push(estimate.eValue.difference)
  tally.neededLimit.push(estimate.eValue.limit)
}
