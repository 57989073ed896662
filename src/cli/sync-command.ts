import type { PullReport, StreamOutcome } from '#core/collect/outcome.ts'
import { counted } from '#core/message/english.ts'
import { plainText } from '#core/message/plain-text.ts'
import { day } from '#core/time/day.ts'

import type { House, Io } from './doors.ts'
import { DONE, MISTAKEN } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { progress, syncProgress } from './progress.ts'

const RESULTS: Readonly<Record<StreamOutcome['result'], string>> = {
  pulled: 'pulled',
  failed: 'failed',
  later: 'asked to wait',
  busy: 'being pulled already',
  stopped: 'stopped',
}
/** Nothing is missing after these. */
const FINE: ReadonlySet<StreamOutcome['result']> = new Set(['pulled', 'busy'])

/** Pulls now, and says what came. 2 when a stream failed, was put off, or was stopped. */
export async function syncCommand(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [target] = parsed.args
  const since = parsed.text('since')
  const shown = syncProgress(io, parsed.has('quiet'))
  const counting = progress(io, parsed.has('quiet'))
  try {
    const report = await house.collect.sync({
      ...(target !== undefined && { target }),
      ...(since !== undefined && { since: day(since) }),
      onProgress: (now) => shown.show(now),
      onRebuild: (done, of) => {
        shown.end()
        counting.show({ phase: 'rebuilding', rows: 0, done, of })
      },
    })
    shown.end()
    counting.end()
    return outcomeOf(report, io)
  } finally {
    shown.end()
    counting.end()
  }
}

/** Says what a pull did, and what went wrong; its exit code. */
export function outcomeOf(report: PullReport, io: Io): number {
  io.out(tableOf(report))
  io.err(troubleOf(report))
  return report.outcomes.every(({ result }) => FINE.has(result)) ? DONE : MISTAKEN
}

function tableOf({ outcomes, days }: PullReport): string {
  const rows = outcomes.map(({ connector, stream, result, rows, refused }) => [
    `${connector}/${stream}`,
    RESULTS[result],
    rows.toLocaleString('en-US'),
    refused.reduce((sum, { count }) => sum + count, 0).toLocaleString('en-US'),
  ])
  const head = ['Stream', 'Result', 'Rows', 'Refused']
  const summary = `${counted(days, 'day')} counted again.`
  return plainText({
    title: '',
    summary: '',
    parts: [
      { kind: 'table', head, rows },
      { kind: 'text', text: summary },
    ],
  })
}

function troubleOf({ outcomes }: PullReport): string {
  const lines = outcomes.flatMap(({ connector, stream, fault, refused }) => [
    ...refused.map(
      ({ where, why, count }) =>
        `${connector}/${stream}: ${counted(count, 'row')} refused at ${where}: ${why}`,
    ),
    ...(fault
      ? [`${connector}/${stream}: ${fault.what}\n  ${fault.fix}${waits(fault.retryAt)}`]
      : []),
  ])
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`
}

function waits(retryAt: number | undefined): string {
  return retryAt === undefined ? '' : ` Not before ${new Date(retryAt).toISOString()}.`
}
