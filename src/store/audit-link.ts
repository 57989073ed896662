import { sql } from 'drizzle-orm'

import type { AuditEntry } from '#core/audit/chain.ts'
import type { StoredLink } from '#core/audit/verify.ts'

/** An audit row as both drivers hand it over. */
export type LinkRow = {
  readonly seq: string
  readonly hash: string
  readonly at: string
  readonly detail: string
} & Omit<AuditEntry, 'at' | 'detail'>

/** Numbers and times as text: the drivers would read them differently, and lose digits. */
export const linkColumns = sql`seq::text as seq, hash, viewer, place, action, command, outcome,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, detail::text as detail`

export function linkOf({ seq, hash, detail, ...row }: LinkRow): StoredLink {
  const { at, viewer, place, action, command, outcome } = row
  const said = JSON.parse(detail) as AuditEntry['detail']
  return {
    seq: Number(seq),
    hash,
    entry: { at, viewer, place, action, command, outcome, detail: said },
  }
}
