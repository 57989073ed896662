import { middle } from '#core/insight/middle.ts'
import type { Day } from '#core/time/day.ts'

import type { Health } from './health.ts'

/** How one stream of one connector fares. Times in epoch milliseconds. */
export type StreamStatus = {
  readonly connector: string
  /** Its connector's name, as its vendor writes it. */
  readonly title: string
  readonly stream: string
  readonly says: string
  readonly health: Health
  readonly dataThrough: Day | null
  readonly lastSuccess: number | null
  /** Milliseconds from what happened to its publication, and to its being here: medians over runs. */
  readonly publishedAfter: number | null
  readonly knownAfter: number | null
  /** Of the last pull that ended well. */
  readonly rows: number | null
  /** Null: it is off. */
  readonly nextRun: number | null
}

/** What one pull says of how long things take to be known. */
export type Timed = {
  readonly endedAt: number | null
  readonly outcome: 'ok' | 'failed' | null
  readonly rows: number
  readonly happenedAt: number | null
  readonly publishedAt: number | null
}

/**
 * Null where no run knows both ends. Only what was new when it came says how long things take: a pull of
 * the history, or of a day that was known, is about something older. `runs` are newest first.
 */
export function timeToKnow(
  runs: readonly Timed[],
): Pick<StreamStatus, 'publishedAfter' | 'knownAfter'> {
  const good = runs
    .filter(({ outcome, rows }) => outcome === 'ok' && rows > 0)
    .filter(({ happenedAt }, at, all) =>
      all.slice(at + 1).every((before) => (before.happenedAt ?? 0) < (happenedAt ?? 0)),
    )
  const after = (end: 'publishedAt' | 'endedAt') => {
    const lasted = good.flatMap((run) => {
      const { happenedAt, [end]: at } = run
      return happenedAt === null || at === null ? [] : [Math.max(0, at - happenedAt)]
    })
    return lasted.length === 0 ? null : middle(lasted)
  }
  return { publishedAfter: after('publishedAt'), knownAfter: after('endedAt') }
}
