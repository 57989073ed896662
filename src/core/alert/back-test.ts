import { FEWEST_PEERS } from '#core/digest/peers.ts'
import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import { type Crossing, type DayValue, highestSpan } from './crossing.ts'
import type { NumberSpec } from './number-rule.ts'
import { specWords } from './number-words.ts'
import { hasBaseline, type Line } from './unusual.ts'

/** Days a rule is tried on before anyone switches it on. */
export const BACK_DAYS = 90
const MOST_LISTED = 12

/** A rule that was just made, and what it would have told: whoever made it decides on that. */
export function backTestMessage(
  rule: string,
  spec: NumberSpec,
  {
    found,
    days,
    teams = [],
    period,
  }: {
    /** What would have been told in these days. */
    readonly found: readonly Crossing[]
    readonly days: readonly DayValue[]
    /** Those it looks at, or is compared with. */
    readonly teams?: readonly Line[]
    readonly period: Period
  },
): Message {
  const known = days.filter(({ value }) => value !== null).length
  const when = describePeriod(period, { kind: 'days', count: BACK_DAYS })
  const shown = found.slice(-MOST_LISTED)
  return {
    title: `Rule ${rule}: ${specWords(spec)}`,
    summary:
      known === 0
        ? `Nobody can tell what it would have told in ${when}: no day is known. It is off.`
        : found.length === 0
          ? `It would have told nobody anything in ${when}. It is off.`
          : `It would have told ${counted(found.length, 'thing')} in ${when}. It is off.`,
    parts: [
      ...(shown.length > 0 ? [table(spec, shown)] : []),
      ...(found.length > shown.length
        ? [note(`The last ${shown.length} of ${found.length}.`)]
        : []),
      note(
        [
          `${known} of ${days.length} days are known; ${known < days.length ? 'the others were not taken for nothing.' : 'none is missing.'}`,
          spec.kind === 'unusual' ? historyWords(spec, days, teams) : highestWords(spec, days),
          'Only complete days count. A message tells the limit and not the number; whoever may see the number looks it up.',
        ]
          .filter((text) => text !== '')
          .join(' '),
      ),
      {
        kind: 'buttons',
        buttons: [
          {
            label: 'Switch it on',
            act: { kind: 'ask', command: `alert enable ${rule}` },
            style: 'primary',
          },
          { label: 'Remove it', act: { kind: 'ask', command: `alert remove ${rule}` } },
          { label: 'Rules', act: { kind: 'ask', command: 'alerts rules' } },
        ],
      },
    ],
  }
}

/** How near it ever came: whoever may make such a rule may see that. */
function highestWords(
  { metric, per }: Extract<NumberSpec, { readonly amount: number }>,
  days: readonly DayValue[],
): string {
  const highest = highestSpan(days, per)
  if (highest === undefined) return ''
  const { from, total } = highest
  return `The highest ${per} had ${catalogue[metric].format(total)}${per === 'day' ? ',' : ', from'} ${describeDay(from)}${per === 'day' ? '' : ' on'}.`
}

const TOO_LITTLE = 'a day needs five of its weekdays in the eight weeks before.'

/** What it is compared with, how often it looks, and what is too little known for that. */
function historyWords(
  spec: NumberSpec & { readonly kind: 'unusual' },
  days: readonly DayValue[],
  teams: readonly Line[],
): string {
  const known = teams.filter((line) => hasBaseline(line.days)).length
  if (!spec.by) {
    if (!hasBaseline(days)) return `There is too little history yet: ${TOO_LITTLE}`
    if (!spec.filters.team) return 'It is compared with its own weekdays.'
    return known < FEWEST_PEERS
      ? `It is compared with its own weekdays alone: of ${FEWEST_PEERS} other teams that takes, ${known} are known long enough.`
      : `It is compared with its own weekdays, and with ${known} other teams: what all of them share is not told.`
  }
  const few = teams.length - known
  return [
    `It looks at ${counted(known, 'team')} each day; the more there are, the further out a day must be.`,
    few > 0 ? `Of ${counted(few, 'team')} there is too little history yet: ${TOO_LITTLE}` : '',
    known > FEWEST_PEERS
      ? 'What all of them share is not told.'
      : `They are compared with their own weekdays alone: with others takes ${FEWEST_PEERS} of them.`,
  ]
    .filter((text) => text !== '')
    .join(' ')
}

const note = (text: string): Part => ({ kind: 'note', text })

function table(spec: NumberSpec, shown: readonly Crossing[]): Part {
  const budget = spec.kind === 'budget'
  const each = spec.kind === 'unusual' && spec.by !== undefined
  return {
    kind: 'table',
    head: ['When', ...(each ? ['Team'] : []), ...(budget ? ['Reached'] : []), 'Told of'],
    rows: shown.map(({ from, to, on, percent, team = '' }) => [
      from === to ? describeDay(from) : describePeriod({ from, to }),
      ...(each ? [team] : []),
      ...(budget ? [`${percent}%`] : []),
      describeDay(on),
    ]),
  }
}
