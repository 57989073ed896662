import type { Alert, Change, Notice } from './alert.ts'
import { more } from './notify.ts'
import { remember } from './remember.ts'

const HOUR_MS = 3_600_000
/** The ladder: a critical alert that nobody has acknowledged is posted again, then told everyone in private. */
export const TOP_RUNG = 2
/** So long it stays on a rung. */
export const ESCALATE_MS = HOUR_MS / 2
/** One that was acknowledged and forgotten is brought back, once a day. */
export const REMIND_MS = 24 * HOUR_MS
/** What was told and does not go on is over; a critical one waits for someone to say so. */
export const QUIET_MS = 24 * HOUR_MS

/** What time alone changes of an open alert; undefined: nothing. */
export function tend(alert: Alert, now: number): Change | undefined {
  const { state, severity, silencedUntil, escalatedAt, openedAt, foundAt, rung } = alert
  const to = (changed: Partial<Alert>, notice: Notice) =>
    remember({ ...alert, ...changed }, notice, now)
  // Nobody was asked to take it meanwhile: the ladder begins anew.
  const unmuted = {
    state: 'firing',
    silencedUntil: null,
    by: null,
    actedAt: null,
    rung: 0,
    escalatedAt: now,
  } as const
  if (state === 'silenced' && (silencedUntil ?? 0) <= now)
    return alert.events > alert.toldEvents
      ? to(unmuted, { reason: 'silence over', how: 'post' })
      : to(unmuted, { reason: 'silence over', how: 'edit' })
  if (state === 'firing' && severity !== 'critical' && now - foundAt >= QUIET_MS)
    return to(
      { state: 'resolved', reason: 'nothing more for a day', by: null, actedAt: now },
      { reason: 'resolved', how: 'edit' },
    )
  if (state === 'firing' && severity === 'critical' && rung < TOP_RUNG)
    if (now - (escalatedAt ?? openedAt) >= ESCALATE_MS)
      return to(
        { escalatedAt: now, rung: rung + 1, by: null, actedAt: null },
        rung === 0
          ? { reason: 'escalated', how: 'post' }
          : { reason: 'escalated', how: 'edit', also: 'everyone' },
      )
  if (state === 'acknowledged') {
    const since = alert.remindedAt ?? alert.actedAt ?? openedAt
    if (now - since >= REMIND_MS)
      return to({ remindedAt: now }, { reason: 'reminder', how: 'post', also: 'assignee' })
  }
  const notice = more(alert, now)
  return typeof notice === 'string' ? undefined : to({}, notice)
}
