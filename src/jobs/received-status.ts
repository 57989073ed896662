import type { Collection } from '#collection.ts'
import { type StreamStatus, timeToKnow } from '#core/collect/status.ts'

import { RECEIVER } from './drain-live.ts'
import { same } from './sync.ts'

const RUNS = 20

/** How each source that sends to the receiver fares. */
export async function receivedStatuses(
  collection: Collection,
  listens: boolean,
): Promise<readonly StreamStatus[]> {
  const [states, runs] = await Promise.all([collection.states(), collection.runs(RUNS)])
  const sources = states.filter(({ connector }) => connector === RECEIVER)
  const common = { connector: RECEIVER, title: 'OTLP receiver', nextRun: null }
  if (sources.length === 0) {
    const nothing = {
      stream: 'any',
      says: 'What clients send over OTLP.',
      health: { kind: 'never', says: 'listening; nothing was received yet' },
      dataThrough: null,
      lastSuccess: null,
      publishedAfter: null,
      knownAfter: null,
      rows: null,
    } as const
    return listens ? [{ ...common, ...nothing }] : []
  }
  return sources.map((state) => {
    const mine = runs.filter((run) => same(run, state))
    return {
      ...common,
      stream: state.stream,
      says: 'What clients send over OTLP.',
      health: listens
        ? { kind: 'ok', says: 'ok' }
        : { kind: 'off', says: 'off (needs AI_USAGE_OTLP_TOKEN)' },
      dataThrough: state.pulledThrough,
      lastSuccess: state.succeededAt,
      ...timeToKnow(mine),
      rows: mine.find(({ outcome }) => outcome === 'ok')?.rows ?? null,
    }
  })
}
