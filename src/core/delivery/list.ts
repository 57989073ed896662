import { echo } from '#core/command/echo.ts'
import type { EditCommand } from '#core/command/edit-command.ts'
import { format } from '#core/command/format.ts'
import { counted } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { dayAt } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Cadence } from './cadence.ts'
import { formatCadence } from './cadence.ts'
import { asTyped } from './places.ts'
import { reasonOf } from './says.ts'
import { describeSlot } from './slots.ts'

/** A subscription as its owner reads it. */
export type Listed = {
  readonly id: number
  /** As it is stored, where that can't be read. */
  readonly cadence: Cadence | { readonly unread: string }
  readonly state: 'active' | 'paused' | 'stopped'
  readonly why?: string | undefined
  readonly nextAt: number | undefined
  readonly targets: readonly {
    readonly what: string
    readonly name: string
    /** A person's is their own messages. */
    readonly kind?: 'channel' | 'person'
    readonly id?: string
    readonly stopped?: string | undefined
  }[]
  /** Sent only when something stands out. */
  readonly notable?: boolean
  /** Turns since the last that was sent, in which nothing did. */
  readonly quiet?: { readonly slot: number; readonly turns: number } | undefined
  /** Whose it is, where everyone's are listed. */
  readonly owner?: string
}

const ask = (label: string, command: string): Button => ({ label, act: { kind: 'ask', command } })

/** With more, their buttons would fill the phone; they are typed then. */
const MOST_WITH_BUTTONS = 5

/** One subscription: what goes where, how often, and when next. */
export function sentLine(one: Listed): string {
  const { id, cadence, targets, owner } = one
  const to = targets.map(({ what, name, stopped }) => {
    const gone = stopped === undefined ? '' : ` (stopped: ${reasonOf(stopped).says})`
    return `\`${what}\` to ${name}${gone}`
  })
  const whose = owner === undefined ? '' : ` · of ${owner}`
  const often = 'unread' in cadence ? echo(cadence.unread) : formatCadence(cadence)
  const only = one.notable === true ? ' · only when notable' : ''
  return [
    `**${id}**${whose} · ${to.join('; ')} · ${often}${only}`,
    nextOf(one),
    ...quietOf(one),
  ].join('\n')
}

/** Silence is told, so that nobody takes it for a fault. */
function quietOf({ cadence, quiet }: Listed): readonly string[] {
  if (quiet === undefined) return []
  const on = describeDay(dayAt(quiet.slot, 'unread' in cadence ? 'UTC' : cadence.zone))
  const many = quiet.turns > 1 ? `, as ${counted(quiet.turns - 1, 'time')} before` : ''
  return [`Quiet on ${on}: nothing stood out${many}`]
}

function nextOf({ id, cadence, state, nextAt, why }: Listed): string {
  if (state === 'paused') return 'Paused'
  if (state === 'stopped' || nextAt === undefined)
    return `Stopped${why === undefined ? '' : `: ${/\s/u.test(why) ? why : `${reasonOf(why).says}.`}`}`
  return 'unread' in cadence
    ? `Not sent: that is no time. Choose another: \`subscriptions move ${id} weekly monday 09:00\``
    : `Next: ${describeSlot(nextAt, cadence.zone)}`
}

/** The edit of it that changes nothing: what its form shows. Undefined where it can't be one command. */
export function editOf({ id, cadence, targets, notable }: Listed): EditCommand | undefined {
  const typed = asTyped(targets)
  if (typed === undefined) return undefined
  const { what, to } = typed
  const often = 'unread' in cadence ? undefined : formatCadence(cadence)
  return {
    kind: 'subscriptions',
    act: 'edit',
    id,
    what,
    ...(often !== undefined && { cadence: often }),
    to,
    ...(notable === true && { only: 'notable' }),
  }
}

/** Opens its form. */
export function editButton(one: Listed, label: string): Button {
  const edit = editOf(one)
  return edit === undefined
    ? ask(label, `subscriptions edit ${one.id}`)
    : { label, act: { kind: 'edit', command: format(edit) } }
}

function buttons(one: Listed): Part {
  const { id, state } = one
  const goes = state === 'active'
  return {
    kind: 'buttons',
    buttons: [
      goes
        ? ask(`Pause ${id}`, `subscriptions pause ${id}`)
        : ask(`Resume ${id}`, `subscriptions resume ${id}`),
      editButton(one, `Edit ${id}`),
      ask(`Preview ${id}`, `subscriptions preview ${id}`),
      ask(`Test ${id}`, `subscriptions test ${id}`),
      ask(`Remove ${id}`, `subscriptions remove ${id}`),
    ],
  }
}

/** Someone's subscriptions, or everyone's. */
export function listMessage(all: readonly Listed[]): Message {
  if (all.length === 0)
    return {
      title: 'Subscriptions',
      summary: 'Nothing is sent to you by itself yet.',
      parts: [
        {
          kind: 'text',
          text: 'Type for example `subscribe "30d" weekly monday 09:00`, and `to:here` in a channel that the app is in.',
        },
        {
          kind: 'buttons',
          buttons: [ask('Every Monday, to me', 'subscribe 30d weekly monday 09:00')],
        },
      ],
    }
  const going = all.filter(({ state }) => state === 'active').length
  const many = all.length === 1 ? '1 subscription' : `${all.length} subscriptions`
  return {
    title: 'Subscriptions',
    summary: going === all.length ? `${many}.` : `${many}, ${going} of them active.`,
    parts: all.flatMap((one, at): readonly Part[] => [
      { kind: 'text', text: sentLine(one) },
      ...(at < MOST_WITH_BUTTONS ? [buttons(one)] : []),
    ]),
  }
}

/** One subscription, after something was done with it. */
export function changedMessage(what: string, one: Listed, undo?: string): Message {
  return {
    title: 'Subscriptions',
    summary: what,
    parts: [
      { kind: 'text', text: what },
      { kind: 'text', text: sentLine(one) },
      ...(undo === undefined ? [] : [{ kind: 'buttons', buttons: [ask('Undo', undo)] } as const]),
      buttons(one),
    ],
  }
}
