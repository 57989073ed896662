import { counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import { type Crossing, crossings, type DayValue } from './crossing.ts'
import type { NumberSpec } from './number-rule.ts'
import { specWords } from './number-words.ts'
import { hasBaseline } from './unusual.ts'

/** Days a rule is tried on before anyone switches it on. */
export const BACK_DAYS = 90
const MOST_LISTED = 12

/** A rule that was just made, and what it would have told: whoever made it decides on that. */
export function backTestMessage(
  rule: string,
  spec: NumberSpec,
  { days, period }: { readonly days: readonly DayValue[]; readonly period: Period },
): Message {
  const found = crossings(spec, days)
  const known = days.filter(({ value }) => value !== null).length
  const when = describePeriod(period, { kind: 'days', count: BACK_DAYS })
  const shown = found.slice(-MOST_LISTED)
  return {
    title: `Rule ${rule}: ${specWords(spec)}`,
    summary:
      found.length === 0
        ? `It would have told nobody anything in ${when}.`
        : `It would have told ${counted(found.length, 'thing')} in ${when}. It is off.`,
    parts: [
      ...(shown.length > 0 ? [table(spec, shown)] : []),
      ...(found.length > shown.length
        ? [note(`The last ${shown.length} of ${found.length}.`)]
        : []),
      note(
        [
          `${known} of ${days.length} days are known; ${known < days.length ? 'the others were not taken for nothing.' : 'none is missing.'}`,
          spec.kind === 'unusual' && !hasBaseline(days)
            ? 'There is too little history yet: a day needs five of its weekdays in the eight weeks before.'
            : '',
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

const note = (text: string): Part => ({ kind: 'note', text })

function table(spec: NumberSpec, shown: readonly Crossing[]): Part {
  const budget = spec.kind === 'budget'
  return {
    kind: 'table',
    head: ['When', ...(budget ? ['Reached'] : []), 'Told of'],
    rows: shown.map(({ from, to, on, percent }) => [
      from === to ? describeDay(from) : describePeriod({ from, to }),
      ...(budget ? [`${percent}%`] : []),
      describeDay(on),
    ]),
  }
}
