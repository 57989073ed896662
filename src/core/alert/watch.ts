import type { Severity } from './alert.ts'

/** Watches what is known without an entry of a log: one file each, listed in `rules.ts`. */
export type WatchRule = {
  readonly kind: 'watch'
  readonly id: string
  /** What it watches for, in one line. */
  readonly doc: string
  readonly severity: Severity
  /** Without configuration. */
  readonly on: boolean
}
