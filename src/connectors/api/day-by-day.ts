import type { Pulled } from '#collect.ts'
import type { Day } from '#core/time/day.ts'

import { startOf } from './days.ts'

const DAY_MS = 86_400_000

/**
 * Rows by their time, a day at a time so that pages stand still while new rows come in. The cursor is
 * the time through which rows were read; the next pull goes back by `overlapMs`, for rows that appear
 * late, and a row seen twice is one by its id.
 */
export async function* dayByDay(
  { cursor, since }: { readonly cursor: string | undefined; readonly since: Day },
  { now, overlapMs }: { readonly now: number; readonly overlapMs: number },
  rowsBetween: (between: readonly [number, number]) => AsyncIterable<Pulled>,
): AsyncGenerator<Pulled & { readonly cursor: string }> {
  const known = Date.parse(cursor ?? startOf(since))
  const through = (at: number) => new Date(Math.max(at, known)).toISOString()
  let from = cursor === undefined ? known : known - overlapMs
  while (from < now) {
    const to = Math.min(from + DAY_MS, now)
    for await (const page of rowsBetween([from, to])) yield { ...page, cursor: through(from) }
    yield { cursor: through(to) }
    from = to
  }
}
