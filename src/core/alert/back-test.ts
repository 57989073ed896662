import { FEWEST_PEERS } from '#core/digest/peers.ts'
import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import { type Crossing, type DayValue, highestSpan } from './crossing.ts'
import type { NumberSpec, ThresholdSpec } from './number-rule.ts'
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
    unseen = 0,
    furthest,
    period,
    wasOn,
  }: {
    /** What would have been told in these days. */
    readonly found: readonly Crossing[]
    readonly days: readonly DayValue[]
    /** Those it looks at, or is compared with. */
    readonly teams?: readonly Line[]
    /** What is told of nobody, as too few people are behind it. */
    readonly unseen?: number
    /** The span that came furthest, where it may be told. */
    readonly furthest?: { readonly from: Day; readonly to: Day; readonly value: number } | undefined
    readonly period: Period
    /** Of one that there was already: whether it is on. */
    readonly wasOn?: boolean | undefined
  },
): Message {
  const when = describePeriod(period, { kind: 'days', count: BACK_DAYS })
  const shown = found.slice(-MOST_LISTED)
  const is =
    wasOn === undefined
      ? 'It is off.'
      : `There was this rule already, and it is ${wasOn ? 'on' : 'off'}.`
  return {
    title: `Rule ${rule}: ${specWords(spec)}`,
    summary: `${toldWords(spec, { found, days, teams, when })} ${is}`,
    parts: [
      ...(shown.length > 0 ? [table(spec, shown)] : []),
      ...(found.length > shown.length
        ? [note(`The last ${shown.length} of ${found.length}.`)]
        : []),
      note(
        [
          knownWords(spec, days),
          unseen > 0 ? unseenWords(unseen) : '',
          spec.kind === 'unusual'
            ? historyWords(spec, days, teams)
            : spec.kind === 'threshold'
              ? furthestWords(spec, furthest)
              : highestWords(spec, days),
          `Only complete ${spec.kind === 'threshold' ? `${spec.per}s` : 'days'} count. A message tells the limit and not the number; whoever may see the number looks it up.`,
        ]
          .filter((text) => text !== '')
          .join(' '),
      ),
      {
        kind: 'buttons',
        buttons: [
          wasOn === true
            ? { label: 'Switch it off', act: { kind: 'ask', command: `alert disable ${rule}` } }
            : {
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

type Tried = {
  readonly found: readonly Crossing[]
  readonly days: readonly DayValue[]
  readonly teams: readonly Line[]
  readonly when: string
}

/** What it would have told; where it can't look, that nobody can tell is all there is to say. */
function toldWords(spec: NumberSpec, { found, days, teams, when }: Tried): string {
  const cannot = `Nobody can tell what it would have told in ${when}`
  if (found.length > 0) return `It would have told ${counted(found.length, 'thing')} in ${when}.`
  if (days.every(({ value }) => value === null))
    return `${cannot}: no ${spec.kind === 'threshold' ? `whole ${spec.per}` : 'day'} is known.`
  const none = `It would have told nobody anything in ${when}`
  if (spec.kind !== 'unusual') return `${none}.`
  if (!spec.by) return hasBaseline(days) ? `${none}.` : `${cannot}: there is too little history.`
  const known = teams.filter((line) => hasBaseline(line.days)).length
  if (known === 0) return `${cannot}: of no team there is history enough.`
  return known < teams.length
    ? `${none} of the ${known} of ${counted(teams.length, 'team')} with history enough; of the others nobody can tell.`
    : `${none}.`
}

function knownWords(spec: NumberSpec, days: readonly DayValue[]): string {
  const known = days.filter(({ value }) => value !== null).length
  const all = spec.kind === 'threshold' ? `whole ${spec.per}s` : 'days'
  const of = spec.kind === 'unusual' && spec.by ? 'Of the company ' : ''
  const rest = known < days.length ? 'the others were not taken for nothing.' : 'none is missing.'
  return `${of}${known} of ${days.length} ${all} are known; ${rest}`
}

const unseenWords = (unseen: number): string =>
  `${unseen} more would not be told of: too few people are behind ${unseen === 1 ? 'it' : 'them'}.`

function furthestWords(
  { metric, side, per }: ThresholdSpec,
  furthest: { readonly from: Day; readonly to: Day; readonly value: number } | undefined,
): string {
  if (furthest === undefined) return ''
  const { from, to, value } = furthest
  const when = from === to ? describeDay(from) : describePeriod({ from, to })
  return `The ${side === 'above' ? 'highest' : 'lowest'} ${per} had ${catalogue[metric].format(value)}, ${when}.`
}

/** How near it ever came: whoever may make such a rule may see that. */
function highestWords(
  { metric, per }: Extract<NumberSpec, { readonly kind: 'limit' | 'budget' }>,
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
