import type { Anchor } from './anchor.ts'
import type { AuditEntry } from './chain.ts'
import type { Fault } from './verify.ts'

/** An audit row with its place in the chain. */
export type AuditedRow = Omit<AuditEntry, 'at'> & {
  readonly at: number
  readonly seq: number
  readonly hash: string
}

export type AuditFilter = {
  /** Epoch milliseconds, both ends included. */
  readonly from?: number
  readonly to?: number
  /** As rows write it, or only its last part: `slack:T1/U1`, `U1`, `operator`. */
  readonly who?: string
  readonly action?: string
}

/** The rows a look is about: the newest, and how many there are in all. */
export type AuditSeen = {
  readonly rows: readonly AuditedRow[]
  readonly count: number
  readonly people: number
  readonly refused: number
}

/** Reads the chain that `Audit` writes. */
export type AuditTrail = {
  /** The newest first, at most `most` of them. */
  list(filter: AuditFilter, most: number): Promise<AuditSeen>
  /** Lines of an export, oldest first: each row, its place, and the hashes that bind it. */
  lines(): AsyncIterable<string>
  /** `isSigned` tells whether one of our keys signed. @throws UserError when that key is not known */
  verify(given: {
    readonly anchors: readonly Anchor[]
    readonly isSigned: (anchor: Anchor) => boolean
  }): Promise<AuditVerdict>
  /**
   * Drops the rows up to the checkpoint, whole. Returns how many.
   * @throws UserError when that row has another hash, or there is none
   */
  prune(checkpoint: Anchor): Promise<number>
  /** The last row of a day or an earlier one; undefined when there is none. Epoch milliseconds. */
  lastBefore(at: number): Promise<{ readonly seq: number; readonly hash: string } | undefined>
}

type AuditVerdict = {
  readonly fault: Fault | undefined
  readonly rows: number
  readonly head: { readonly tenant: number; readonly seq: number; readonly hash: string }
}
