import type { Button, Message, Part } from '#core/message/message.ts'

import type { Cadence } from './cadence.ts'
import { formatCadence } from './cadence.ts'
import { reasonOf } from './says.ts'
import { describeSlot } from './slots.ts'

/** A subscription as its owner reads it. */
export type Listed = {
  readonly id: number
  readonly cadence: Cadence
  readonly state: 'active' | 'paused' | 'stopped'
  readonly why?: string | undefined
  readonly nextAt: number | undefined
  readonly targets: readonly {
    readonly what: string
    readonly name: string
    readonly stopped?: string | undefined
  }[]
  /** Whose it is, where everyone's are listed. */
  readonly owner?: string
}

const ask = (label: string, command: string): Button => ({ label, act: { kind: 'ask', command } })

/** With more, their buttons would fill the phone; they are typed then. */
const MOST_WITH_BUTTONS = 5

/** One subscription: what goes where, how often, and when next. */
export function sentLine(one: Listed): string {
  const { id, cadence, targets, state, nextAt, why, owner } = one
  const to = targets.map(({ what, name, stopped }) => {
    const gone = stopped === undefined ? '' : ` (stopped: ${reasonOf(stopped).says})`
    return `\`${what}\` to ${name}${gone}`
  })
  const next =
    state === 'active' && nextAt !== undefined
      ? `Next: ${describeSlot(nextAt, cadence.zone)}`
      : state === 'paused'
        ? 'Paused'
        : `Stopped${why === undefined ? '' : `: ${/\s/u.test(why) ? why : `${reasonOf(why).says}.`}`}`
  const whose = owner === undefined ? '' : ` · of ${owner}`
  return `**${id}**${whose} · ${to.join('; ')} · ${formatCadence(cadence)}\n${next}`
}

function buttons({ id, state }: Listed): Part {
  const goes = state === 'active'
  return {
    kind: 'buttons',
    buttons: [
      goes
        ? ask(`Pause ${id}`, `subscriptions pause ${id}`)
        : ask(`Resume ${id}`, `subscriptions resume ${id}`),
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
export function changedMessage(what: string, one: Listed): Message {
  return {
    title: 'Subscriptions',
    summary: what,
    parts: [{ kind: 'text', text: what }, { kind: 'text', text: sentLine(one) }, buttons(one)],
  }
}
