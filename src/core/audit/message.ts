import { echo } from '#core/command/echo.ts'
import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { describePeriod } from '#core/time/describe.ts'
import { timeOf } from '#core/time/instant.ts'
import type { Period } from '#core/time/period.ts'

type Row = {
  readonly seq: number
  readonly at: number
  readonly viewer: string
  readonly action: string
  readonly command: string
  readonly outcome: string
}

type Seen = {
  readonly rows: readonly Row[]
  readonly count: number
  readonly people: number
  readonly refused: number
  readonly period: Period
  readonly zone: string
}

/** Rows of a look in chat: what fits a phone. */
export const MOST_SHOWN = 20

/** Who asked and did what, the newest first. */
export function auditMessage({ rows, count, people, refused, period, zone }: Seen): Message {
  const when = describePeriod(period)
  const title = `Audit trail · ${when}`
  if (count === 0)
    return { title, summary: `Nobody asked anything: ${when} has no row.`, parts: [NOTE, TODAY] }
  const more = count - rows.length
  return {
    title,
    summary: `${counted(people, 'person', 'people')} left ${counted(count, 'row')} in ${when}, ${refused === 0 ? 'none' : refused} of them refused.`,
    parts: [
      {
        kind: 'table',
        head: ['Row', 'When', 'Who', 'What', 'Outcome'],
        rows: rows.map(({ seq, at, viewer, action, command, outcome }) => [
          String(seq),
          timeOf(at, zone),
          viewer.split('/').at(-1) ?? viewer,
          command === '' ? action : echo(command).slice(1, -1),
          outcome,
        ]),
      },
      ...(more > 0
        ? [
            {
              kind: 'note',
              text: `The newest ${rows.length}; ${more} more with \`ai-usage audit list\` or \`ai-usage audit export FILE\`.`,
            } satisfies Part,
          ]
        : []),
      NOTE,
    ],
  }
}

const NOTE: Part = {
  kind: 'note',
  text: 'This look is a row as well. `ai-usage audit verify` checks that no row was changed or removed.',
}

/** A look at whole days says nothing of this one. */
const TODAY: Part = {
  kind: 'buttons',
  buttons: [{ label: 'Today', act: { kind: 'ask', command: 'audit today' } }],
}
