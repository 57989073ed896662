import { lateSentence } from '#core/collect/late-days.ts'
import { ago, nameOf, STATES, statusSentence } from '#core/collect/status-message.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import { noContractFor } from '#core/contract/missing.ts'
import { plainText } from '#core/message/plain-text.ts'
import { sinkParts } from '#core/siem/status-message.ts'
import { duration } from '#core/time/instant.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { sinkJson } from './siem-command.ts'

const HEAD = [
  'Stream',
  'State',
  'Data through',
  'Last pulled',
  'Published after',
  'Known after',
  'Rows',
  'Next',
]

/** Every stream, one a line; with --json everything that is known of it. */
export async function statusCommand(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [all, late, held, sinks] = await Promise.all([
    house.collect.status(),
    house.collect.late(),
    house.locked(),
    house.siem.status(),
  ])
  if (parsed.has('json')) {
    io.out(
      `${JSON.stringify({
        locked: held === undefined ? null : { ...held, at: instant(held.at) },
        streams: all.map(jsonOf),
        late,
        sinks: sinks.map(sinkJson),
      })}\n`,
    )
    return DONE
  }
  if (held)
    io.out(
      `Locked since ${new Date(held.at).toISOString()}: ${held.reason}\nNothing is collected or posted. To go on: ai-usage unlock\n\n`,
    )
  const now = house.collect.now()
  const missing = noContractFor(await house.collect.withoutContract())
  const growing = lateSentence(late)
  const troubles = all.flatMap((stream) => {
    const { kind, says, fix } = stream.health
    if (kind === 'ok' || kind === 'never') return []
    return [`${nameOf(stream)}: ${says}.${fix === undefined ? '' : `\n  ${fix}`}`]
  })
  const rows = all.map((stream) => row(stream, now))
  io.out(
    plainText({
      title: 'What is collected',
      summary: statusSentence(all),
      parts: [
        ...(rows.length === 0 ? [] : [{ kind: 'table' as const, head: HEAD, rows }]),
        { kind: 'text', text: troubles.join('\n') },
        ...(growing === undefined ? [] : [{ kind: 'text' as const, text: growing }]),
        ...sinkParts(sinks, now),
        ...(missing === undefined ? [] : [{ kind: 'note' as const, text: missing }]),
      ],
    }),
  )
  return DONE
}

const after = (ms: number | null) => (ms === null ? '–' : duration(ms))

function row(stream: StreamStatus, now: number): readonly string[] {
  const { health, dataThrough, lastSuccess, rows, nextRun } = stream
  return [
    `${stream.connector}/${stream.stream}`,
    STATES[health.kind],
    dataThrough ?? '–',
    ago(lastSuccess, now),
    after(stream.publishedAfter),
    after(stream.knownAfter),
    rows === null ? '–' : rows.toLocaleString('en-US'),
    nextRun === null ? '–' : nextRun <= now ? 'now' : `in ${duration(nextRun - now)}`,
  ]
}

const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())

/** Times as RFC 3339, durations in seconds. */
function jsonOf(stream: StreamStatus) {
  const { health, publishedAfter, knownAfter, lastSuccess, nextRun, title: _, ...rest } = stream
  const seconds = (ms: number | null) => (ms === null ? null : Math.round(ms / 1000))
  const { kind: state, says: reason, fix = null } = health
  return {
    ...rest,
    state,
    reason,
    fix,
    lastSuccess: instant(lastSuccess),
    publishedAfterSeconds: seconds(publishedAfter),
    knownAfterSeconds: seconds(knownAfter),
    nextRun: instant(nextRun),
  }
}
