import type { Alert, Change, Notice } from './alert.ts'

/** Step 7: the alert as it is once that is told. */
export function remember(alert: Alert, notice: Notice | undefined, now: number): Change {
  if (notice === undefined) return { alert, notice }
  const told = { toldAt: now, toldEvents: alert.events, notices: alert.notices + 1 }
  const { events, toldEvents, toldAt, notices } = alert
  const fresh = notices > 0 && events > toldEvents
  const news = fresh ? { more: events - toldEvents, since: toldAt } : {}
  return { alert: { ...alert, ...told }, notice: { ...notice, ...news } }
}
