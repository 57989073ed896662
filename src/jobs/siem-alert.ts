import type { StreamStatus } from '#core/collect/status.ts'
import { counted } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import { sinkFault } from '#core/siem/fault.ts'
import type { SinkStatus } from '#core/siem/status.ts'
import type { SiemBook, SinkChange } from '#forwarding.ts'

import { alertHealth, type AlertPorts, type Words } from './health-alert.ts'

/** What fails for less is a restart. */
const PATIENCE_MS = 15 * 60_000

/**
 * Tells the admins once of a sink that has failed for a quarter of an hour, once when it takes what it is
 * sent again, and once of what was deleted before it had it.
 */
export async function alertSinks(book: SiemBook, ports: AlertPorts): Promise<void> {
  const now = ports.clock.now()
  const sinks = await book.status(now)
  await alertHealth(
    sinks.map((sink) => streamOf(sink, now)),
    ports,
    WORDS,
  )
  for (const { number, dropped } of await book.untold()) {
    const reached = await ports.tell(droppedMessage(number, dropped))
    if (reached === 0) await book.tellAgain(number, dropped)
  }
}

/** A sink as what health is told of. One that has just begun to fail, or to recover, is not told. */
function streamOf(sink: SinkStatus, now: number): StreamStatus {
  const { number, address, failingSince, lastError, lastSent } = sink
  const long = failingSince !== null && now - failingSince >= PATIENCE_MS
  const { says, fix } = sinkFault(lastError ?? 'unknown')
  return {
    connector: 'siem',
    title: `SIEM ${number}`,
    stream: address,
    says: 'Governance events and the audit trail.',
    health: long
      ? { kind: 'failing', since: String(failingSince), says, fix }
      : { kind: failingSince === null ? 'ok' : 'never', says },
    dataThrough: null,
    lastSuccess: lastSent,
    publishedAfter: null,
    knownAfter: null,
    rows: null,
    nextRun: null,
  }
}

const WORDS: Words = {
  trouble: (count) => `${counted(count, 'SIEM')} not reached`,
  well: (count) => `${counted(count, 'SIEM')} reached again`,
  again: 'takes what it is sent again; what waited is on its way.',
}

/** Where data goes is no secret among admins. */
export function changesMessage(changes: readonly SinkChange[]): Message {
  const title = `What is forwarded to SIEMs has changed`
  const lines = changes.map(
    ({ number, kind, address, format }) => `**SIEM ${number}** was ${kind}: ${address}, ${format}.`,
  )
  return {
    title,
    summary: `${title}: ${counted(changes.length, 'change')} of the settings.`,
    parts: [
      { kind: 'text', text: lines.join('\n') },
      {
        kind: 'note',
        text: 'Governance events and the audit trail go there. Whoever starts the bot sets it.',
      },
      { kind: 'buttons', buttons: [{ label: 'Status', act: { kind: 'ask', command: 'status' } }] },
    ],
  }
}

function droppedMessage(number: number, dropped: number): Message {
  const title = `${counted(dropped, 'record')} not sent to SIEM ${number}`
  return {
    title,
    summary: `${title}: deleted before it had them.`,
    parts: [
      {
        kind: 'text',
        text: 'They were past their time, or dropped with `ai-usage audit prune`. See how the sink fares, or keep them longer.',
      },
      { kind: 'buttons', buttons: [{ label: 'Status', act: { kind: 'ask', command: 'status' } }] },
    ],
  }
}
