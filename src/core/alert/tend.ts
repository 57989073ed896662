import type { Alert, Change, Notice } from './alert.ts'
import { more } from './notify.ts'
import { remember } from './remember.ts'

const HOUR_MS = 3_600_000
/** The ladder: a critical alert that nobody has acknowledged is posted again, then told everyone in private. */
export const TOP_RUNG = 2
/** So long it stays on a rung. */
export const ESCALATE_MS = HOUR_MS / 2
/** One that was acknowledged and forgotten, or that nobody took, is brought back, once a day. */
export const REMIND_MS = 24 * HOUR_MS
/** What was told and does not go on is over; a critical one waits for someone to say so. */
export const QUIET_MS = 24 * HOUR_MS

/** Nobody was asked to take it meanwhile: the ladder begins anew. */
export const unmuted = (now: number) =>
  ({ state: 'firing', silencedUntil: null, rung: 0, escalatedAt: now }) as const

/** What happened meanwhile is posted; where nothing did, its message says that it is heard again. */
export const heardAgain = ({ events, toldEvents }: Alert): Notice => ({
  reason: 'silence over',
  how: events > toldEvents ? 'post' : 'edit',
})

/** What time alone changes of an open alert; undefined: nothing. */
export function tend(alert: Alert, now: number): Change | undefined {
  const { state, severity, silencedUntil, escalatedAt, openedAt, foundAt, rung } = alert
  const to = (changed: Partial<Alert>, notice: Notice) =>
    remember({ ...alert, ...changed }, notice, now)
  if (state === 'silenced' && (silencedUntil ?? 0) <= now)
    return to({ ...unmuted(now), by: null, actedAt: null }, heardAgain(alert))
  if (state === 'firing' && severity !== 'critical' && now - foundAt >= QUIET_MS)
    return to(
      {
        state: 'resolved',
        reason: alert.once ? 'it is told once, and that was a day ago' : 'nothing more for a day',
        by: null,
        actedAt: now,
      },
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
  // Everyone was told, and nobody took it: it is not forgotten either.
  if (state === 'firing' && severity === 'critical' && rung >= TOP_RUNG) {
    const since = Math.max(alert.remindedAt ?? 0, escalatedAt ?? openedAt)
    if (now - since >= REMIND_MS)
      return to({ remindedAt: now }, { reason: 'reminder', how: 'post' })
  }
  if (state === 'acknowledged') {
    const since = alert.remindedAt ?? alert.actedAt ?? openedAt
    if (now - since >= REMIND_MS)
      return to({ remindedAt: now }, { reason: 'reminder', how: 'post', also: 'assignee' })
  }
  const notice = more(alert, now)
  return typeof notice === 'string' ? undefined : to({}, notice)
}
