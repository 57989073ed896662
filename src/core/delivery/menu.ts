import type { Subscribe } from '#core/command/command.ts'
import type { EditCommand } from '#core/command/edit-command.ts'
import { format } from '#core/command/format.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

import { type Cadence, formatCadence, WEEKDAYS } from './cadence.ts'
import { describeSlot, nextSlot } from './slots.ts'

type Offered = { readonly label: string; readonly cadence: Cadence }

type Menu = {
  readonly title: string
  readonly summary: string
  /** The command that shows the menu with another time chosen. */
  readonly choose: (cadence: string) => string
  readonly done: readonly Button[]
  /** How to type what can't be pressed. */
  readonly typed: string
}

type Chosen = { readonly cadence: Cadence; readonly now: number; readonly channel: boolean }

/** How often and where to, to be pressed together; each press shows when the next one would come. */
export function menuMessage(asked: Subscribe, chosen: Chosen): Message {
  const { choose: _choose, ...sure } = { ...asked, cadence: formatCadence(chosen.cadence) }
  const done: Done = (label, to) => ({
    label,
    act: { kind: 'ask', command: format({ ...sure, to }) },
    style: 'primary',
  })
  const places: readonly Button[] =
    asked.to.length > 0
      ? [done('Subscribe', asked.to)]
      : chosen.channel
        ? [done('Subscribe, to me', []), done('Subscribe, to this channel', [{ place: 'here' }])]
        : [done('Subscribe', [])]
  const typed = format({
    ...sure,
    cadence: 'weekly tuesday 10:15 Europe/Berlin',
    to: [{ place: '#channel' }],
  })
  return menu(
    {
      title: 'Subscribe',
      summary: `How often shall \`${asked.what}\` come?`,
      choose: (cadence) => format({ ...asked, cadence, choose: true }),
      done: places,
      typed: `Any other time, zone or place is typed: \`${typed}\``,
    },
    chosen,
  )
}

/** The same of a subscription that is there: what was chosen, beside what it sends now. */
export function editMenu(
  { id }: EditCommand,
  { what, to, ...chosen }: Chosen & { readonly what: string; readonly to: string },
): Message {
  const cadence = formatCadence(chosen.cadence)
  const save = (label: string, place?: string): Button => ({
    label,
    act: {
      kind: 'ask',
      command: format({
        kind: 'subscriptions',
        act: 'edit',
        id,
        cadence,
        ...(place !== undefined && { to: [{ place }] }),
      }),
    },
    style: 'primary',
  })
  return menu(
    {
      title: `Edit subscription ${id}`,
      summary: `\`${what}\` goes to ${to}.`,
      choose: (other) =>
        format({ kind: 'subscriptions', act: 'edit', id, cadence: other, choose: true }),
      done: [
        save('Save'),
        save('Save, to me', 'me'),
        ...(chosen.channel ? [save('Save, to this channel', 'here')] : []),
      ],
      typed: `Another question, time or place is typed: \`subscriptions edit ${id} "team:eng 30d" weekly tuesday 10:15 Europe/Berlin to:#eng\``,
    },
    chosen,
  )
}

function menu(
  { title, summary, choose, done, typed }: Menu,
  { cadence, now }: Pick<Chosen, 'cadence' | 'now'>,
): Message {
  const next = describeSlot(nextSlot(cadence, now), cadence.zone)
  const row = (offered: readonly Offered[]): readonly Part[] =>
    offered.length === 0
      ? []
      : [{ kind: 'buttons', buttons: offered.map((one) => choice(choose, one, cadence)) }]
  return {
    title,
    summary,
    parts: [
      { kind: 'text', text: `${summary} Chosen: **${formatCadence(cadence)}**.\nNext: ${next}` },
      ...row(oftens(cadence)),
      ...row(days(cadence)),
      ...row(times(cadence)),
      { kind: 'buttons', buttons: done },
      { kind: 'note', text: typed },
    ],
  }
}

type Done = (label: string, to: Subscribe['to']) => Button

/** What is chosen already is marked, and can be pressed all the same. */
function choice(choose: Menu['choose'], { label, cadence }: Offered, now: Cadence): Button {
  const words = formatCadence(cadence)
  return {
    label: words === formatCadence(now) ? `● ${label}` : label,
    act: { kind: 'ask', command: choose(words) },
  }
}

type Time = Pick<Cadence, 'hour' | 'minute' | 'zone'>
const timeOf = ({ hour, minute, zone }: Cadence): Time => ({ hour, minute, zone })

function oftens(now: Cadence): readonly Offered[] {
  const time = timeOf(now)
  return [
    { label: 'Every day', cadence: { ...time, every: 'day' } },
    { label: 'Monday to Friday', cadence: { ...time, every: 'weekday' } },
    { label: 'Weekly', cadence: now.every === 'week' ? now : { ...time, every: 'week', day: 1 } },
    {
      label: 'Monthly',
      cadence: now.every === 'month' ? now : { ...time, every: 'month', day: 1 },
    },
  ]
}

function days(now: Cadence): readonly Offered[] {
  const time = timeOf(now)
  switch (now.every) {
    case 'day':
    case 'weekday':
      return []
    case 'week':
      return WEEKDAYS.slice(0, 5).map((name, n) => ({
        label: `${name.slice(0, 1).toUpperCase()}${name.slice(1, 3)}`,
        cadence: { ...time, every: 'week', day: n + 1 },
      }))
    case 'month':
      return ([1, 15, 'last'] as const).map((day) => ({
        label: day === 'last' ? 'Last day' : `Day ${day}`,
        cadence: { ...time, every: 'month', day },
      }))
  }
}

const HOURS = [7, 8, 9, 12, 17]

const times = (now: Cadence): readonly Offered[] =>
  HOURS.map((hour) => ({
    label: `${String(hour).padStart(2, '0')}:00`,
    cadence: { ...now, hour, minute: 0 },
  }))
