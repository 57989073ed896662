import type { Alert, Notice, Quiet } from './alert.ts'
import type { Met } from './dedupe.ts'

/** A message says "N more since" no more often. */
export const MORE_EVERY_MS = 5 * 60_000

/** Step 6: whether people are told now, and why, or why not. */
export function notify({ before, after, muted, group }: Met, now: number): Notice | Quiet {
  if (after === undefined) return 'nothing new'
  if (before === undefined)
    return after.state === 'resolved'
      ? 'nothing new'
      : muted === undefined
        ? { reason: 'new', how: 'post', ...(group.owner !== undefined && { also: 'assignee' }) }
        : 'silenced'
  return muted !== undefined ? 'silenced' : more(after, now)
}

/** What was found since it was last told is put into its message. */
export function more({ events, toldEvents, toldAt, state }: Alert, now: number): Notice | Quiet {
  if (state === 'silenced') return 'silenced'
  if (events <= toldEvents) return 'nothing new'
  return now - toldAt >= MORE_EVERY_MS ? { reason: 'more', how: 'edit' } : 'told lately'
}
