import { formatDigest } from '#core/command/digest-words.ts'
import { parse } from '#core/command/parse.ts'
import type { DigestFacts } from '#core/digest/facts.ts'
import type { Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import { asOfThen } from './asked-back.ts'
import { leftOut } from './left-out.ts'
import type { FoundThen, Given, Made } from './made.ts'
import { changes, formulas, readAs, since, sources, timeOf } from './message.ts'
import { readers } from './readers.ts'
import type { Again } from './restated.ts'
import type { StoredAnswer } from './stored.ts'

/** A finding as it was told, and what of it is found now. */
export type FoundNow = FoundThen & {
  /** The same finding as it would be told now; absent where it does not stand out any more. */
  readonly now: string | undefined
  /** What its view asks. */
  readonly question: string | undefined
  /** What its numbers are made of; absent where they are no measurements. */
  readonly numbers?: { readonly made: Made; readonly again: Again; readonly command: string }
}

type Explained = {
  readonly digest: string
  readonly asOf: Day
  readonly view: 'exact' | 'published'
  readonly facts: Pick<DigestFacts, 'week' | 'whole'> & { readonly zone: string }
  /** As it was told, where that is kept. */
  readonly told: (StoredAnswer & { readonly made: Made }) | undefined
  readonly found: readonly FoundNow[]
  readonly now: { readonly numbers: readonly Given[]; readonly dataThrough: string | null }
}

/** How a digest was made: its week's numbers as told and as they are now, and each finding with what it rests on. */
export function explainDigestMessage(of: Explained): Message {
  const { digest, asOf, view, facts, told, found, now } = of
  const when = told === undefined ? undefined : timeOf(told.at, facts.zone)
  const called = told === undefined ? '' : ` ${told.ref}`
  const summary =
    when === undefined
      ? `The digest of ${describeDay(asOf)}, as it would be told now.`
      : `Digest${called} was told on ${when}, of the week of ${describeDay(facts.week.from)}.`
  const again = repeatOf(digest, asOf)
  return {
    title: `How ${told === undefined ? 'the digest' : `digest${called}`} was made`,
    summary,
    parts: [
      {
        kind: 'text',
        text: [
          ...(told ? [`**Said** ${told.message.summary}`] : []),
          `**Week** ${describePeriod(facts.week)}, days in ${facts.zone}; each number against its own 12 weeks before`,
          `**Again as of that Monday** \`${again}\``,
          ...(told ? since(told.made, now) : [NOT_KEPT]),
        ].join('\n'),
      },
      ...(told ? changes(told.made, now) : [weekTable(now.numbers)]),
      ...found.flatMap((one, n) => foundParts(one, { n: n + 1, isTold: told !== undefined, asOf })),
      ...(found.length === 0
        ? [{ kind: 'text', text: 'It told no finding: nothing stood out.' } satisfies Part]
        : []),
      { kind: 'note', text: `${dataThrough(now.dataThrough)} ${readers(view)}` },
      {
        kind: 'buttons',
        buttons: [{ label: 'The digest again', act: { kind: 'ask', command: again } }],
      },
    ],
  }
}

const NOT_KEPT =
  'How it was told is kept for seven days, by the id in its small print; this is what its days come to now:'

const dataThrough = (through: string | null): string =>
  through === null ? 'No data yet.' : `Data through ${describeDay(through as Day)}.`

function repeatOf(digest: string, asOf: Day): string {
  const parsed = parse(digest)
  return parsed.kind === 'digest' ? formatDigest({ ...parsed, asOf }) : digest
}

const weekTable = (numbers: readonly Given[]): Part => ({
  kind: 'table',
  head: ['Number', 'That week', 'The week before'],
  rows: numbers.map(({ metric, now, before }) => {
    const { name, format } = catalogue[metric]
    return [name, format(now), format(before)]
  }),
})

function foundParts(
  { says, command, now, numbers, view, question }: FoundNow,
  { n, isTold, asOf }: { readonly n: number; readonly isTold: boolean; readonly asOf: Day },
): readonly Part[] {
  const made = numbers?.made
  const shown = asOfThen(command, asOf)
  const lines = [
    `**${n}. ${says}.**`,
    ...(isTold ? [nowLine(says, now)] : []),
    `**Found by** \`digest ${view}\`${question === undefined ? '' : `: ${question}`}`,
    ...(numbers === undefined
      ? []
      : [`**Read as** ${readAs(numbers.made)}`, ...formulas(numbers.made)]),
    ...(numbers === undefined ? [] : leftOut(numbers.made, numbers.again)),
    ...(made === undefined || made.dataThrough === null ? [] : [dataThrough(made.dataThrough)]),
    `**Ask again** \`${numbers?.command ?? shown}\``,
  ]
  return [
    { kind: 'text', text: lines.join('\n') },
    ...sources(numbers?.again.origins),
    {
      kind: 'buttons',
      buttons: [{ label: `Numbers of ${n}`, act: { kind: 'ask', command: shown } }],
    },
  ]
}

function nowLine(says: string, now: string | undefined): string {
  if (now === undefined) return '**Counted again now** it does not stand out any more.'
  return now === says ? '**Counted again now** it is the same.' : `**Counted again now** ${now}.`
}
