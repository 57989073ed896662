import { type SQL, sql } from 'drizzle-orm'

import type { DayStream } from '#collect.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { localOffset } from '#core/time/local.ts'
import type { WholeDays } from '#ingest.ts'

type Days = Pick<WholeDays, 'from' | 'to'>

export const within = (day: Day, { from, to }: Days) => day >= from && day <= to

export const midnight = (day: Day, zone: string) => {
  const wall = Date.parse(`${day}T00:00:00Z`)
  return wall - localOffset(wall, zone)
}

/** The instants of the days of a window, as the vendor cuts them. */
export const wholeDays = ({ from, to }: Days, zone: string): WholeDays => ({
  from,
  to,
  since: midnight(from, zone),
  until: midnight(addDays(to, 1), zone),
})

/** The window but for the days of it that its vendor has not published. */
export const published = (
  window: WholeDays,
  unpublished: ReadonlySet<Day>,
  zone: string,
): WholeDays => ({
  ...window,
  except: [...unpublished]
    .filter((day) => within(day, window))
    .toSorted()
    .map((day) => wholeDays({ from: day, to: day }, zone)),
})

/** Staged rows `s` of days that are not published: nobody's last word. */
export function notPublished({ except = [] }: WholeDays, how: 'by day' | 'by instant'): SQL | null {
  const spans = except.map(({ from, to, since, until }) =>
    how === 'by day'
      ? sql`s.day between ${from}::date and ${to}::date`
      : sql`s.at >= ${since * 1000}::bigint and s.at < ${until * 1000}::bigint`,
  )
  return spans.length === 0 ? null : sql`(${sql.join(spans, sql` or `)})`
}

/**
 * How far a window is known: to the day before the first that is still to come. A day that is not
 * published when its vendor changes it no more, never will be.
 */
export function knownThrough(
  { to, except = [] }: WholeDays,
  { bucketZone, lateDays }: Pick<DayStream, 'bucketZone' | 'lateDays'>,
  at: number,
): Day {
  const lasting = addDays(dayAt(at, bucketZone), -1 - lateDays)
  const first = except.find(({ from }) => from >= lasting)
  return first ? addDays(first.from, -1) : to
}
