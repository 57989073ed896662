import type { Pulled } from '#collect.ts'
import type { PullFacts } from '#collection.ts'

/** What of a page is rows. */
export const PARTS = [
  'events',
  'reports',
  'bill',
  'governance',
  'seats',
  'people',
  'logins',
  'services',
  'periods',
  'groups',
  'signals',
  'shared',
] as const

/** What makes sense only as the whole of some days, or of now. */
export function refuseMisplaced({ stream, wholeDays }: PullFacts, page: Pulled): void {
  const wrong = {
    days: ['seats', 'people', 'shared'],
    cursor: ['reports', 'bill', 'seats', 'people', 'groups', 'signals', 'shared'],
    snapshot: ['events', 'reports', 'bill', 'groups', 'signals'],
  } as const
  const found = wrong[stream.how].find(
    (part) => (page[part]?.length ?? 0) > 0 && !(part === 'reports' && wholeDays === true),
  )
  if (found === undefined) return
  throw new Error(`stream '${stream.id}' gives ${found}, which a ${stream.how} stream cannot`)
}
