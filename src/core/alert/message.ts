import { echo } from '#core/command/echo.ts'
import { duration, timeOf } from '#core/governance/message.ts'
import { capitalised, counted, grouped, listed } from '#core/message/english.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'

import type { Alert, Notice } from './alert.ts'

/** People named in one alert; the file of `governance` has all. */
const MOST_NAMED = 5

const LEAD: Readonly<Record<Notice['reason'], string>> = {
  new: '',
  more: '',
  worse: '',
  escalated: 'Nobody has acknowledged this: ',
  reminder: 'Acknowledged a day ago and still open: ',
  'silence over': 'The silence is over: ',
  resolved: 'Over: ',
  acted: '',
}

/** One alert as people read it; `notice` says why just now. The summary names nobody and no object. */
export function alertMessage(
  alert: Alert,
  { zone, notice }: { readonly zone: string; readonly notice?: Notice | undefined },
): Message {
  const lead = notice ? LEAD[notice.reason] : ''
  const what = `${capitalised(alert.severity)}: ${subject(alert)}`
  return {
    title: what,
    summary: lead === '' ? sentence(alert) : `${lead}${lowered(sentence(alert))}`,
    parts: [
      { kind: 'facts', facts: [...alert.facts, ...facts(alert, zone)] },
      { kind: 'text', text: stateText(alert, zone) },
      ...times(alert, zone),
      ...buttons(alert),
    ],
  }
}

/** `role changed in chatgpt` */
function subject({ says, tool, storm, facts }: Alert): string {
  const where = storm ? ' by many at once' : tool === null ? '' : ` in ${tool}`
  return facts.length > 0 ? lowered(says) : `${lowered(says)}${where}`
}

const lowered = (text: string): string =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** `Warning: role changed in chatgpt, 3 times.` */
function sentence(alert: Alert): string {
  const times =
    alert.events > 1 && alert.facts.length === 0 ? `, ${grouped(alert.events)} times` : ''
  const done = alert.state === 'firing' ? '' : ` (${alert.state})`
  return `${capitalised(alert.severity)}: ${subject(alert)}${times}${done}.`
}

function facts(
  { actors, events, toldEvents, notices, ...alert }: Alert,
  zone: string,
): readonly Fact[] {
  if (alert.facts.length > 0) return []
  const names = actors.map(({ name }) => name ?? 'not named')
  const more = events - toldEvents
  return [
    { label: 'Who', value: names.length === 0 ? 'not named' : listed(names, MOST_NAMED) },
    {
      label: 'Times',
      value: grouped(events),
      ...(more > 0 && notices > 0 && { note: `${grouped(more)} more since it was told` }),
    },
    ...(alert.firstAt === alert.lastAt
      ? [{ label: 'Happened', value: timeOf(alert.lastAt, zone) }]
      : [
          { label: 'Happened first', value: timeOf(alert.firstAt, zone) },
          { label: 'Happened last', value: timeOf(alert.lastAt, zone) },
        ]),
  ]
}

const UNTOLD = 'no reason given'

function stateText(alert: Alert, zone: string): string {
  const { state, by, reason, actedAt, silencedUntil } = alert
  const who = by === null ? 'AI Usage' : echo(by.split('/').at(-1) ?? by)
  const when = actedAt === null ? '' : ` at ${timeOf(actedAt, zone)}`
  const why = reason === null ? '' : `: ${reason}`
  const rated = alert.feedback === null ? '' : ` Rated ${alert.feedback}.`
  switch (state) {
    case 'firing':
      return `**Firing.** Nobody has taken it yet.${rated}`
    case 'acknowledged':
      return `**Acknowledged** by ${who}${when}; it is theirs now.${rated}`
    case 'silenced':
      return `**Silenced** by ${who} until ${timeOf(silencedUntil ?? 0, zone)}: ${reason ?? UNTOLD}. Counting goes on, and you are told when the silence ends.${rated}`
    case 'resolved':
      return `**Resolved** by ${who}${when}${why}.${rated}`
  }
}

function times({ foundAt, openedAt, lastAt, facts }: Alert, zone: string): readonly Part[] {
  if (facts.length > 0)
    return [{ kind: 'note', text: `Found ${timeOf(openedAt, zone)} ${zone}, from complete days.` }]
  const late = duration(Math.max(0, foundAt - lastAt))
  return [
    {
      kind: 'note',
      text: `Happened as its vendor says; found here ${timeOf(openedAt, zone)} ${zone}, the last of it ${late} after it happened. People go by their alias.`,
    },
  ]
}

const typed = (label: string, command: string, style?: 'primary'): Button => ({
  label,
  act: { kind: 'ask', command },
  ...(style && { style }),
})

function buttons({ id, state, command, feedback }: Alert): readonly Part[] {
  if (id === undefined) return []
  const look = command === null ? [] : [typed('Look', command)]
  const rate = (['useful', 'noise'] as const)
    .filter((one) => one !== feedback)
    .map((one) => typed(capitalised(one), `alert ${one} ${id}`))
  const acts: readonly Button[] =
    state === 'resolved'
      ? []
      : [
          ...(state === 'acknowledged'
            ? []
            : [typed('Acknowledge', `alert acknowledge ${id}`, 'primary')]),
          typed('Silence 1 h', `alert silence ${id} 1h`),
          typed('Silence 1 day', `alert silence ${id} 1d`),
          typed('Silence 1 week', `alert silence ${id} 1w`),
          typed('Resolve', `alert resolve ${id}`),
        ]
  return [{ kind: 'buttons', buttons: [...acts, ...look, ...rate] }]
}

export type AlertLists = {
  readonly open: readonly Alert[]
  /** What became of the last week's events, by rule and reason. */
  readonly tallied: readonly { readonly reason: string; readonly events: number }[]
}

const MOST_LISTED = 12

/** What is open, the worst first, and what nobody was told of. */
export function alertsMessage({ open, tallied }: AlertLists, zone: string): Message {
  const rules = typed('Rules', 'alerts rules')
  const old = tallied.find(({ reason }) => reason === 'old')
  const all = tallied.reduce((sum, { events }) => sum + events, 0)
  const note = [
    `${counted(all, 'event')} looked at in 7 days.`,
    old
      ? `${counted(old.events, 'event')} had happened more than 3 days before and paged nobody; \`governance\` has them.`
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
