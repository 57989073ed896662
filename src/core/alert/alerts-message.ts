import { timeOf } from '#core/governance/message.ts'
import { capitalised, counted } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'

import type { Alert } from './alert.ts'
import { subject, typed } from './message.ts'

export type AlertLists = {
  readonly open: readonly Alert[]
  /** What became of the last week's events, by rule and reason. */
  readonly tallied: readonly { readonly reason: string; readonly events: number }[]
}

const MOST_LISTED = 12

/** What is open, the worst first, and what nobody was told of. */
export function alertsMessage({ open, tallied }: AlertLists, zone: string): Message {
  const rules = typed('Rules', 'alerts rules')
  const old = tallied.reduce((sum, { reason, events }) => sum + (reason === 'old' ? events : 0), 0)
  const all = tallied.reduce((sum, { events }) => sum + events, 0)
  const note = [
    `${counted(all, 'event')} looked at in 7 days.`,
    old > 0
      ? `${counted(old, 'event')} had happened more than 3 days before and paged nobody; \`governance\` has them.`
      : '',
  ]
  const notes: Part = { kind: 'note', text: note.filter((text) => text !== '').join(' ') }
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
              `**${alert.id}** ${capitalised(alert.severity)}: ${subject(alert)}\n${alert.state} · ${counted(alert.events, 'time')} · last ${timeOf(alert.lastAt, zone)}`,
          )
          .join('\n'),
      },
      ...(open.length > MOST_LISTED
        ? [{ kind: 'note', text: `The first ${MOST_LISTED} of ${open.length}.` } satisfies Part]
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
