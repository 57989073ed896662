import { canonicalJson } from './canonical.ts'

/** What the first row of a chain follows. */
export const START = '0'.repeat(64)

/** An audit row as it is hashed and exported. `at` is UTC with six decimals, as the store keeps it. */
export type AuditEntry = {
  readonly at: string
  readonly viewer: string
  readonly place: string
  readonly action: string
  readonly command: string
  readonly outcome: string
  readonly detail: Readonly<Record<string, string | number | boolean | null>>
}

/** A row in its place. `previous` is the hash of the row before it. */
export type Link = {
  readonly tenant: number
  readonly seq: number
  readonly previous: string
  readonly entry: AuditEntry
}

/** The entry's part of what is hashed. */
export function entryText(entry: AuditEntry): string {
  const { at, viewer, place, action, command, outcome, detail } = entry
  return canonicalJson({ at, viewer, place, action, command, outcome, detail })
}

/** What is hashed: the canonical JSON of the link. The store puts the same text together in SQL. */
export function linkText({ tenant, seq, previous, entry }: Link): string {
  return `{"entry":${entryText(entry)},"previous":"${previous}","seq":${seq},"tenant":${tenant}}`
}

/** A line of an export: the link and its hash. Whoever has it can compute the hash again. */
export function linkLine(link: Link, hash: string): string {
  return `${linkText(link).slice(0, -1)},"hash":"${hash}"}`
}
