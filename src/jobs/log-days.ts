import type { CursorStream, Pulled } from '#collect.ts'
import type { StreamState } from '#collection.ts'
import { earlier, firstDay, later } from '#core/collect/windows.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'

type Asked = {
  /** What an admin asks for, if anything. */
  readonly since: Day | undefined
  readonly state: StreamState | undefined
  readonly today: Day
}

/**
 * The day a log is asked for from where it has no cursor, and from which its days are surely known
 * then: a vendor gives nothing that it keeps no more, and does not always say how long it keeps.
 * `asked` to begin after what is known, it goes on where it was, or days between would be left out.
 */
export function backTo(
  { historyDays }: Pick<CursorStream, 'historyDays'>,
  { since, state, today }: Asked,
): { readonly asked: boolean; readonly since: Day; readonly surely: Day } {
  const kept = firstDay({ today, historyDays })
  const known = state?.cursor ? state.pulledThrough : null
  if (since === undefined || (known && since > addDays(known, 1)))
    return { asked: false, since: kept, surely: kept }
  const surely = later(since, kept)
  return { asked: true, since: historyDays === null ? since : surely, surely }
}

/** The day of the oldest row of a page, of those since a day: a vendor may give more. */
export function oldestOf(
  { events = [], governance = [] }: Pulled,
  { since, zone }: { readonly since: Day; readonly zone: string },
): Day | undefined {
  const days = events.map(({ day }) => day)
  for (const { atMicros } of governance) days.push(dayAt(Number(atMicros / 1000n), zone))
  return days
    .filter((day) => day >= since)
    .reduce<Day | undefined>((a, b) => (a ? earlier(a, b) : b), undefined)
}
