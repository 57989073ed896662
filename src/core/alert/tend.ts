import type { Alert, Change, Notice } from './alert.ts'
import { more } from './notify.ts'
import { remember } from './remember.ts'

const HOUR_MS = 3_600_000
/** A critical alert that nobody has acknowledged is posted again, once. */
export const ESCALATE_MS = HOUR_MS / 2
/** One that was acknowledged and forgotten is brought back, once a day. */
export const REMIND_MS = 24 * HOUR_MS
/** What was told and does not go on is over; a critical one waits for someone to say so. */
export const QUIET_MS = 24 * HOUR_MS

/** What time alone changes of an open alert; undefined: nothing. */
export function tend(alert: Alert, now: number): Change | undefined {
  const { state, severity, silencedUntil, escalatedAt, openedAt, foundAt } = alert
  const to = (changed: Partial<Alert>, notice: Notice) =>
    remember({ ...alert, ...changed }, notice, now)
  if (state === 'silenced' && (silencedUntil ?? 0) <= now)
    return alert.events > alert.toldEvents
      ? to({ state: 'firing', silencedUntil: null }, { reason: 'silence over', how: 'post' })
      : to({ state: 'firing', silencedUntil: null }, { reason: 'silence over', how: 'edit' })
  if (state === 'firing' && severity !== 'critical' && now - foundAt >= QUIET_MS)
    return to(
      { state: 'resolved', reason: 'nothing more for a day', by: null, actedAt: now },
      { reason: 'resolved', how: 'edit' },
    )
  if (state === 'firing' && severity === 'critical' && escalatedAt === null)
    if (now - openedAt >= ESCALATE_MS)
      return to({ escalatedAt: now }, { reason: 'escalated', how: 'post' })
  if (state === 'acknowledged') {
    const since = alert.remindedAt ?? alert.actedAt ?? openedAt
    if (now - since >= REMIND_MS)
      return to({ remindedAt: now }, { reason: 'reminder', how: 'post' })
  }
  const notice = more(alert, now)
  return typeof notice === 'string' ? undefined : to({}, notice)
}
