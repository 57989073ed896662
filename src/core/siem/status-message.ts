import type { Part } from '#core/message/message.ts'
import { duration } from '#core/time/instant.ts'

import { sinkFault } from './fault.ts'
import { MOST_WAITING, type SinkStatus, sinkState } from './status.ts'

const number = (it: number) => it.toLocaleString('en-US')

export const SINK_HEAD = ['SIEM', 'State', 'Sent', 'Dropped', 'Waiting', 'Lag']

/** A line of a table. */
export function sinkRow(sink: SinkStatus): readonly string[] {
  const waiting =
    sink.waiting >= MOST_WAITING ? `over ${number(MOST_WAITING)}` : number(sink.waiting)
  return [
    nameOf(sink),
    sinkState(sink),
    number(sink.sent),
    number(sink.dropped),
    waiting,
    sink.lag === null ? 'none' : duration(sink.lag),
  ]
}

const nameOf = (sink: Pick<SinkStatus, 'number' | 'address'>): string =>
  `${sink.number}: ${sink.address}`

/** What is wrong with sinks, a sentence each. */
export function sinkTroubles(all: readonly SinkStatus[], now: number): readonly string[] {
  return all.flatMap((sink) => {
    if (sink.failingSince === null) return []
    const { says, fix } = sinkFault(sink.lastError ?? 'unknown')
    return [
      `SIEM ${nameOf(sink)} has failed for ${duration(Math.max(0, now - sink.failingSince))}: ${says}. ${fix}`,
    ]
  })
}

/** Part of `/ai-usage status`; nothing where nothing is forwarded. */
export function sinkParts(all: readonly SinkStatus[], now: number): readonly Part[] {
  if (all.length === 0) return []
  const troubles = sinkTroubles(all, now)
  return [
    { kind: 'table', head: SINK_HEAD, rows: all.map(sinkRow) },
    ...(troubles.length === 0 ? [] : [{ kind: 'text', text: troubles.join('\n') } satisfies Part]),
  ]
}
