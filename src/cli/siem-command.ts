import { UserError } from '#core/errors.ts'
import { plainText } from '#core/message/plain-text.ts'
import { SINK_HEAD, sinkRow, sinkTroubles } from '#core/siem/status-message.ts'
import { type SinkStatus, sinkState } from '#core/siem/status.ts'

import type { House, Io } from './doors.ts'
import { DONE, MISTAKEN } from './import-command.ts'
import type { Parsed } from './parse.ts'

const NOTHING =
  'Nothing is forwarded yet: the bot (`ai-usage start`) has not run with a setting such as AI_USAGE_SIEM_1 (docs/siem.md).'

/** Every sink, one a line; with --json everything that is known of it. */
export async function siemStatus(parsed: Parsed, io: Io, house: House): Promise<number> {
  const all = await house.siem.status()
  io.out(parsed.has('json') ? `${JSON.stringify(all.map(sinkJson))}\n` : told(all, house))
  return DONE
}

function told(all: readonly SinkStatus[], { collect }: House): string {
  if (all.length === 0) return `${NOTHING}\n`
  return plainText({
    title: 'What is forwarded',
    summary: '',
    parts: [
      { kind: 'table', head: SINK_HEAD, rows: all.map(sinkRow) },
      { kind: 'text', text: sinkTroubles(all, collect.now()).join('\n') },
    ],
  })
}

/** Times as RFC 3339, durations in seconds. */
export function sinkJson(sink: SinkStatus): object {
  const { lag, lastSent, failingSince, ...rest } = sink
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    ...rest,
    state: sinkState(sink),
    lagSeconds: lag === null ? null : Math.round(lag / 1000),
    lastSent: instant(lastSent),
    failingSince: instant(failingSince),
  }
}

/** Sends a test record; exit code 2 where a sink did not take it. */
export async function siemTest(parsed: Parsed, io: Io, house: House): Promise<number> {
  const tested = await house.siem.test(numberOf(parsed.args[0]))
  for (const { number, address, ok, says, fix } of tested) {
    const line = `${number}: ${address}: ${says}.\n`
    if (ok) io.out(line)
    else io.err(`${line}${fix === undefined ? '' : `   ${fix}\n`}`)
  }
  return tested.every(({ ok }) => ok) ? DONE : MISTAKEN
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]$/.test(text)) return text === undefined ? text : Number(text)
  throw new UserError(
    `'${text}' is no number of a SIEM`,
    'Write the number of its setting, 1 to 9.',
  )
}
