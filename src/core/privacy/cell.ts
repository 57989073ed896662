import type { Node } from './units.ts'
import type { Part } from './uses.ts'

/** A sum that is told, or (without a node) that follows from those by subtraction. */
export type Cell = {
  readonly node: Pick<Node, 'unit' | 'own'> | null
  readonly part: Part
  readonly split: 'none' | 'tool' | 'model' | 'feature'
}

/** A sum that is told only as lying between two numbers: more would give away what else is in its family. */
export type Rounded = {
  readonly node: Pick<Node, 'unit' | 'own'>
  readonly part: Part
  readonly low: number
  readonly high: number
}

/** What stays the same for a whole month, so that its pieces can be told one by one. */
export type Detail = {
  /** The nodes told piece by piece; the others are told once, when the month has ended. */
  readonly pieces: readonly string[]
  /** In the order they are kept apart. */
  readonly tools: readonly number[]
}
