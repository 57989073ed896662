import { capitalised, counted, grouped } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { timeOf } from '#core/time/instant.ts'

import type { Alert, Tally } from './alert.ts'
import { typed } from './buttons.ts'
import { isAhead, nameOf, subject } from './message.ts'
import { isTold } from './tally.ts'

export type AlertLists = {
  readonly open: readonly Alert[]
  /** What became of the last week's events, by rule and reason. */
  readonly tallied: readonly Tally[]
}

const MOST_LISTED = 30

/** What is open, the worst first, and what nobody was told of. */
export function alertsMessage({ open, tallied }: AlertLists, zone: string): Message {
  const rules = typed('Rules', 'alerts rules')
  const notes: Part = { kind: 'note', text: weekWords(tallied) }
  if (open.length === 0)
    return {
      title: 'Alerts',
      summary: 'No alert is open.',
      parts: [notes, { kind: 'buttons', buttons: [rules] }],
    }
  const critical = open.filter(({ severity }) => severity === 'critical').length
  const worst = critical > 0 ? `, ${critical} of them critical` : ''
  return {
    title: 'Alerts',
    summary: `${counted(open.length, 'alert is', 'alerts are')} open${worst}.`,
    parts: [
      {
        kind: 'text',
        text: open
          .slice(0, MOST_LISTED)
          .map(
            (alert) =>
              `**${alert.id}** ${capitalised(alert.severity)}: ${subject(alert)}\n${stateOf(alert, zone)} · ${seen(alert, zone)}`,
          )
          .join('\n'),
      },
      ...(open.length > MOST_LISTED
        ? [
            {
              kind: 'note',
              text: `The first ${MOST_LISTED} of ${open.length}: resolve those that are over, and the rest move up.`,
            } satisfies Part,
          ]
        : []),
      notes,
      {
        kind: 'buttons',
        buttons: [
          ...open.slice(0, 4).map(({ id }) => typed(`Alert ${id}`, `alert show ${id}`)),
          rules,
        ],
      },
    ],
  }
}

/** Of a number it is the day that has a time, and that is in what it says. */
function seen(alert: Alert, zone: string): string {
  const { events, lastAt, openedAt, facts } = alert
  if (facts.length > 0) return `found ${timeOf(openedAt, zone)}`
  const ahead = isAhead(alert) ? ', by a clock that is ahead' : ''
  return `${counted(events, 'time')} · last ${timeOf(lastAt, zone)}${ahead}`
}

/** `acknowledged by someone`, `silenced by someone until then: why` */
function stateOf({ state, by, assignee, silencedUntil, reason }: Alert, zone: string): string {
  const who = by === null ? '' : ` by ${nameOf(by)}`
  switch (state) {
    case 'acknowledged':
      return assignee === null || assignee === by
        ? `acknowledged${who}`
        : `assigned to ${nameOf(assignee)}`
    case 'silenced':
      return `silenced${who} until ${timeOf(silencedUntil ?? 0, zone)}${reason === null ? '' : `: ${reason}`}`
    case 'firing':
    case 'resolved':
      return state
  }
}

/** What came in a week, whenever it had happened, and who was told of how much of it. */
function weekWords(tallied: readonly Tally[]): string {
  const sum = (counts: (tally: Tally) => boolean) =>
    tallied.reduce((total, tally) => (counts(tally) ? total + tally.events : total), 0)
  const [found, told, old, other] = [
    sum(({ rule }) => rule !== ''),
    sum(isTold),
    sum(({ reason }) => reason === 'old'),
    sum(({ rule }) => rule === ''),
  ]
  return [
    `In the last 7 days rules found ${counted(found, 'thing')} and told ${grouped(told)}.`,
    old > 0
      ? `${grouped(old)} had happened more than 3 days before they came here and paged nobody; \`governance\` has them, by their day.`
      : '',
    other > 0 ? `${counted(other, 'other event')} came in that no rule is about.` : '',
  ]
    .filter((text) => text !== '')
    .join(' ')
}
