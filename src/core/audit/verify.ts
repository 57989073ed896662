import type { Anchor } from './anchor.ts'
import { type AuditEntry, linkText, START } from './chain.ts'

/** A row as the store has it. */
export type StoredLink = { readonly seq: number; readonly hash: string; readonly entry: AuditEntry }

/** The first thing that is wrong. `seq` is the first row that can't be believed. */
export type Fault = {
  readonly kind: 'changed' | 'missing' | 'cut' | 'rebuilt' | 'outside' | 'head'
  readonly seq: number
  readonly says: string
}

/** The end of the chain as the store keeps it, and rows that are in no chain. */
export type ChainEnd = {
  readonly head: { readonly seq: number; readonly hash: string } | undefined
  readonly outside: number
}

export type Verifier = {
  /** The next row, in the order of `seq`. */
  take(row: StoredLink): Fault | undefined
  /** After the last row. */
  end(end: ChainEnd): Fault | undefined
  /** The last row that was taken and is right. */
  last(): { readonly seq: number; readonly hash: string }
}

type Given = {
  readonly tenant: number
  /** Hex of the SHA-256 of the text in UTF-8. */
  readonly sha256: (text: string) => string
  /** Where the chain begins, when older rows were dropped; its signature was checked. */
  readonly checkpoint?: { readonly seq: number; readonly hash: string } | undefined
  /** Their signatures were checked. */
  readonly anchors: readonly Anchor[]
}

/** Follows a chain row by row and says the first thing that does not fit. */
export function verifier({ tenant, sha256, checkpoint, anchors }: Given): Verifier {
  let seq = checkpoint?.seq ?? 0
  let previous = checkpoint?.hash ?? START
  let trusted = seq
  const signed = Map.groupBy(anchors, (anchor) => anchor.seq)
  const against = (hash: string): Fault | undefined => {
    const other = signed.get(seq)?.find((anchor) => anchor.hash !== hash)
    if (other) return rebuilt(other, trusted)
    if (signed.has(seq)) trusted = seq
    return undefined
  }
  return {
    last: () => ({ seq, hash: previous }),
    take(row) {
      const next = seq + 1
      if (row.seq !== next) return missing(next, row.seq)
      const text = linkText({ tenant, seq: next, previous, entry: row.entry })
      if (sha256(text) !== row.hash) return changed(next)
      seq = next
      previous = row.hash
      return against(row.hash)
    },
    end({ head, outside }) {
      const before = checkpoint && signed.get(checkpoint.seq)
      const other = before?.find((anchor) => anchor.hash !== checkpoint?.hash)
      if (other) return rebuilt(other, 0)
      const beyond = anchors.find((anchor) => anchor.seq > seq)
      if (beyond) return cut(seq + 1, `${place(beyond)}, and the last row there is is ${seq}`)
      if (head === undefined) return noHead(seq)
      if (head.seq > seq)
        return cut(seq + 1, `the chain's head says that it ends with row ${head.seq}`)
      if (head.seq < seq || head.hash !== previous) return otherHead(head.seq)
      return outside === 0 ? undefined : loose(seq, outside)
    },
  }
}

const place = ({ seq, at }: Anchor) => `row ${seq} was signed on ${at}`

const missing = (seq: number, found: number): Fault => ({
  kind: 'missing',
  seq,
  says: `Row ${seq} is missing: after row ${seq - 1} comes row ${found}.`,
})

const changed = (seq: number): Fault => ({
  kind: 'changed',
  seq,
  says: `Row ${seq} is not what was written, or does not follow the row before it: one of them was changed.`,
})

const cut = (seq: number, because: string): Fault => ({
  kind: 'cut',
  seq,
  says: `Row ${seq} and what followed are missing: ${because}.`,
})

const rebuilt = (anchor: Anchor, trusted: number): Fault => ({
  kind: 'rebuilt',
  seq: trusted + 1,
  says: `The trail was written anew from row ${trusted + 1} or later: ${place(anchor)} with another hash than it has now.`,
})

const noHead = (seq: number): Fault => ({
  kind: 'head',
  seq,
  says: `The chain's head is missing. The rows up to ${seq} are right.`,
})

const otherHead = (seq: number): Fault => ({
  kind: 'head',
  seq,
  says: `The chain's head says row ${seq}, but not as the last row that there is: rows were written past it.`,
})

const loose = (seq: number, count: number): Fault => ({
  kind: 'outside',
  seq: seq + 1,
  says: `${count === 1 ? 'A row stands' : `${count} rows stand`} outside the chain: written past it.`,
})
