import type { Subscribe } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

import { type Cadence, formatCadence, WEEKDAYS } from './cadence.ts'
import { describeSlot, nextSlot } from './slots.ts'

type Offered = { readonly label: string; readonly cadence: Cadence }

/** How often and where to, to be pressed together; each press shows when the next one would come. */
export function menuMessage(
  asked: Subscribe,
  {
    cadence,
    now,
    channel,
  }: { readonly cadence: Cadence; readonly now: number; readonly channel: boolean },
): Message {
  const { what } = asked
  const next = describeSlot(nextSlot(cadence, now), cadence.zone)
  const row = (offered: readonly Offered[]): readonly Part[] =>
    offered.length === 0
      ? []
      : [{ kind: 'buttons', buttons: offered.map((one) => choice(asked, one, cadence)) }]
  const { choose: _choose, ...sure } = { ...asked, cadence: formatCadence(cadence) }
  const done: Done = (label, to) => ({
    label,
    act: { kind: 'ask', command: format({ ...sure, to }) },
    style: 'primary',
  })
  const summary = `How often shall \`${what}\` come?`
  return {
    title: 'Subscribe',
    summary,
    parts: [
      { kind: 'text', text: `${summary} Chosen: **${formatCadence(cadence)}**.\nNext: ${next}` },
      ...row(oftens(cadence)),
      ...row(days(cadence)),
      ...row(times(cadence)),
      {
        kind: 'buttons',
        buttons: asked.to.length > 0 ? [done('Subscribe', asked.to)] : places(done, channel),
      },
      {
        kind: 'note',
        text: `Any other time, zone or place is typed: \`${format({ ...sure, cadence: 'weekly tuesday 10:15 Europe/Berlin', to: [{ place: '#channel' }] })}\``,
      },
    ],
  }
}

type Done = (label: string, to: Subscribe['to']) => Button

/** Where nobody typed a place: to who asks, or to all who are here. */
const places = (done: Done, channel: boolean): readonly Button[] =>
  channel
    ? [done('Subscribe, to me', []), done('Subscribe, to this channel', [{ place: 'here' }])]
    : [done('Subscribe', [])]

/** What is chosen already is marked, and can be pressed all the same. */
function choice(asked: Subscribe, { label, cadence }: Offered, now: Cadence): Button {
  const words = formatCadence(cadence)
  return {
    label: words === formatCadence(now) ? `● ${label}` : label,
    act: { kind: 'ask', command: format({ ...asked, cadence: words, choose: true }) },
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
