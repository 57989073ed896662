import type { Chart } from '#core/chart/chart.ts'
import type { Part } from '#core/message/message.ts'

import type { DigestFacts } from './facts.ts'
import type { Finding } from './finding.ts'
import type { Moves } from './moves.ts'

/** What a view is written from: the facts, and what moved in them. */
export type Ground = {
  readonly facts: DigestFacts
  readonly moves: Moves
  /** The view is asked for by itself, of one tool as typed. */
  readonly alone?: { readonly tool?: string | undefined }
}

/** What a view saw. */
export type Looked = {
  /** How many numbers it looked at, beside those that `moves` has counted. */
  readonly looked: number
  readonly findings: readonly Finding[]
  /** The numbers, for the view by itself. */
  readonly shows: readonly Part[]
  readonly chart?: Chart
  /** One sentence for when nothing was found, with its number. */
  readonly quiet: string
}

/** One question of the weekly digest: what it looks at, what it says, and what to do then. */
export type View = {
  /** As it is typed: `seats`. */
  readonly id: string
  readonly title: string
  readonly question: string
  /** What it needs, in words, for the list of views. */
  readonly needs: string
  /** What it recommends, in one line. */
  readonly advice: string
  readonly chart: string
  /** Where it can't be answered: why, and what to do. Else what it saw. */
  readonly look: (ground: Ground) => Looked | { readonly missing: string }
}

/** Only for its type. */
export const defineView = (view: View): View => view
