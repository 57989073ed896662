import type { Connector, Stream } from '#collect.ts'
import type { Collection, StreamName, StreamState, SyncRun } from '#collection.ts'
import { nextRun } from '#core/collect/due.ts'
import { healthOf } from '#core/collect/health.ts'
import { type StreamStatus, timeToKnow } from '#core/collect/status.ts'
import { historyIsLeft } from '#core/collect/windows.ts'
import { dayAt } from '#core/time/day.ts'

import { same } from './sync.ts'

/** A connector, and what the environment does not give it. */
export type Wanted = { readonly connector: Connector; readonly missing: readonly string[] }

/** Runs looked at for how long things take to be known. */
const RUNS = 20

/** How every stream of every connector fares. */
export async function streamStatuses(
  wanted: readonly Wanted[],
  collection: Collection,
  now: number,
): Promise<readonly StreamStatus[]> {
  const [states, runs, consents] = await Promise.all([
    collection.states(),
    collection.runs(RUNS),
    collection.consents(),
  ])
  return wanted.flatMap(({ connector, missing }) =>
    connector.streams.map((stream) => {
      const name = { connector: connector.id, stream: stream.id }
      const mine = <Named extends StreamName>(all: readonly Named[]) =>
        all.filter((it) => same(it, name))
      const [state] = mine(states)
      const needsConsent = stream.content === true && mine(consents).length === 0
      return statusOf(stream, {
        connector,
        missing,
        needsConsent,
        state,
        runs: mine(runs),
        now,
      })
    }),
  )
}

type Facts = Wanted & {
  readonly needsConsent: boolean
  readonly state: StreamState | undefined
  readonly runs: readonly SyncRun[]
  readonly now: number
}

function statusOf(stream: Stream, facts: Facts): StreamStatus {
  const { connector, missing, needsConsent, state, runs, now } = facts
  const { retentionDays, how } = stream
  const health = healthOf({
    missing,
    needsConsent,
    how,
    ...(retentionDays !== undefined && { retentionDays }),
    pulledThrough: state?.pulledThrough ?? null,
    startedAt: state?.startedAt ?? null,
    succeededAt: state?.succeededAt ?? null,
    failingSince: state?.failingSince ?? null,
    fault: state?.fault ?? null,
    now,
  })
  const on = missing.length === 0 && !needsConsent
  return {
    connector: connector.id,
    title: connector.title,
    stream: stream.id,
    says: stream.says,
    health,
    dataThrough: state?.pulledThrough ?? null,
    lastSuccess: state?.succeededAt ?? null,
    ...timeToKnow(runs),
    rows: runs.find(({ outcome }) => outcome === 'ok')?.rows ?? null,
    nextRun: on ? Math.max(now, dueAt(stream, state, now)) : null,
  }
}

/** When a stream is pulled next. One whose history was interrupted goes on at once. */
export function dueAt(stream: Stream, state: StreamState | undefined, now: number): number {
  const { everyMinutes } = stream
  if (stream.how === 'days' && state && state.failures === 0 && state.fault === null) {
    const { pulledFrom: from, pulledThrough: to } = state
    const { bucketZone, historyDays, lateDays, windowDays } = stream
    const today = dayAt(now, bucketZone)
    const known = from && to ? { from, to } : undefined
    if (historyIsLeft({ today, historyDays, lateDays, windowDays, known })) return 0
  }
  return nextRun(everyMinutes, state)
}
