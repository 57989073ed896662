import { Temporal } from 'temporal-polyfill'

import type { View } from '#core/access/access.ts'
import { format } from '#core/command/format.ts'
import { metricWord } from '#core/command/metric-words.ts'
import { parse } from '#core/command/parse.ts'
import { listed } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { subject } from '#core/message/subject.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { limitsSaid } from '#core/quartile/words.ts'
import { type Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import { leftOut } from './left-out.ts'
import type { Made } from './made.ts'
import type { Origin } from './origin.ts'
import { readers } from './readers.ts'
import { type Again, restated } from './restated.ts'

/** An answer as it was given. */
type Explained = {
  readonly ref: string
  readonly at: number
  readonly command: string
  readonly message: Message
  readonly view: View
}

/** How an answer was made: its numbers as given, and everything they rest on. */
export function explainMessage(of: Explained, made: Made, again?: Again): Message {
  const { ref, at, command, message } = of
  const when = timeOf(at, made.zone)
  return {
    title: `How answer ${ref} was made`,
    summary: `Answer ${ref} was given on ${when} to ${command}.`,
    parts: [
      {
        kind: 'text',
        text: [
          `**Asked** \`${command}\` on ${when}`,
          `**Read as** ${readAs(made)}`,
          `**Answered** ${message.summary}`,
        ].join('\n'),
      },
      ...message.parts.filter(({ kind }) => kind === 'facts' || kind === 'table'),
      { kind: 'text', text: [...formulas(made), ...quartiles(made)].join('\n') },
      ...sources(again?.origins),
      { kind: 'text', text: [...leftOut(made, again), ...since(made, again)].join('\n') },
      ...changes(made, again),
      { kind: 'note', text: smallPrint(of, made) },
      buttons(command, made),
    ],
  }
}

/** No answer is called so, or not one that this reader would get. */
export function noSuchAnswer(ref: string | undefined): Message {
  const summary =
    ref === undefined
      ? 'There is no answer of yours to explain.'
      : `There is no answer ${ref} that you can see here.`
  const why =
    ref === undefined
      ? 'Ask for numbers first. Answers are kept for seven days; your own numbers (`me`) are not kept at all.'
      : 'An answer is kept for seven days, and explained to its asker and to whoever would get the same one in the same place.'
  return {
    title: 'Nothing to explain',
    summary,
    parts: [
      { kind: 'text', text: `${summary} ${why}` },
      { kind: 'buttons', buttons: [{ label: '30d', act: { kind: 'ask', command: '30d' } }] },
    ],
  }
}

export function readAs({ labels, period, previous, zone }: Made): string {
  const { tool = [], model = [], feature = [], asset = [] } = labels
  const used = [...tool, ...model, ...feature, ...asset]
  return [
    `${subject(labels)}${used.length > 0 ? ` with ${listed(used)}` : ''}`,
    `${describePeriod(period)}, days in ${zone}`,
    `compared with ${describePeriod(previous)}`,
  ].join('; ')
}

export function formulas({ numbers }: Made): readonly string[] {
  return numbers.map(({ metric }) => {
    const { name, formula } = catalogue[metric]
    return `**${name}** ${formula}`
  })
}

const quartiles = (made: Made): readonly string[] =>
  made.limits === undefined
    ? []
    : [
        '**Quartile levels** use of a tool in the 4 whole weeks up to a day’s own, as messages a week, by limits that stay as use grows',
        ...limitsSaid(made),
      ]

export function sources(origins: readonly Origin[] | undefined): readonly Part[] {
  const counted = origins?.filter(({ rows }) => rows > 0) ?? []
  if (counted.length === 0) return []
  return [
    {
      kind: 'table',
      head: ['Tool and source', 'Rows', 'Days', 'Believed for'],
      rows: counted.map(({ tool, source, rows, days, believed }) => [
        tool === source ? tool : `${tool}, ${source}`,
        rows.toLocaleString('en-US'),
        String(days),
        believed.join(', '),
      ]),
    },
  ]
}

export function since(made: Made, again: Again | undefined): readonly string[] {
  if (!again) return []
  return restated(made, again).length === 0
    ? ['**Counted again now** every number is the same.']
    : ['**Counted again now** the data has changed since:']
}

export function changes(made: Made, again: Again | undefined): readonly Part[] {
  const rows = again ? restated(made, again) : []
  return rows.length === 0 ? [] : [{ kind: 'table', head: ['Number', 'As given', 'Now'], rows }]
}

function smallPrint({ view }: Pick<Explained, 'view'>, made: Made): string {
  const { dataThrough, code, policy } = made
  const through = dataThrough === null ? 'No data yet' : describeDay(dataThrough as Day)
  const promised =
    policy.version === 0 ? 'the policy it came with' : `policy version ${policy.version}`
  const hash = policy.hash === '' ? '' : ` (\`${policy.hash.slice(0, 8)}\`)`
  return [
    `${dataThrough === null ? through : `Data through ${through}`}; AI Usage ${code}, ${promised}${hash}.`,
    readers(view),
  ].join(' ')
}

/** The same days again, whenever it is pressed; and what the number means. */
function buttons(command: string, { period, numbers }: Made): Part {
  const parsed = parse(command)
  const { from, to } = period
  const repeated =
    parsed.kind === 'ask' || parsed.kind === 'why'
      ? format({ ...parsed, period: { kind: 'range', from, to } })
      : command
  const [first] = numbers
  const defines: readonly Button[] = first
    ? [
        {
          label: `What ${catalogue[first.metric].name.toLowerCase()} means`,
          act: { kind: 'ask', command: `metrics ${metricWord(first.metric)}` },
        },
      ]
    : []
  return {
    kind: 'buttons',
    buttons: [
      { label: 'Back to the question', act: { kind: 'ask', command } },
      ...(repeated === command
        ? []
        : [
            { label: 'These days again', act: { kind: 'ask', command: repeated } } satisfies Button,
          ]),
      ...defines,
    ],
  }
}

/** `21 Nov 2026, 12:05 in Europe/Berlin` */
export function timeOf(at: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const day = local.toPlainDate().toString() as Day
  return `${describeDay(day)}, ${local.toPlainTime().toString({ smallestUnit: 'minute' })} in ${zone}`
}
