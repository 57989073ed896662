import { counted } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'

import { describeSlot } from './slots.ts'

/** How sending fares. */
type Health = {
  readonly overdue: readonly { readonly slot: number }[]
  readonly sent: number
  readonly unknown: number
  readonly dead: number
}

const FIX =
  'Look at `status` for the connectors, at the log for what the chat answered, and whether a bot is running with this chat.'

function overdueWords({ overdue }: Health, zone: string): string | undefined {
  const [first] = overdue
  if (first === undefined) return undefined
  const many = `${counted(overdue.length, 'digest')} ${overdue.length === 1 ? 'is' : 'are'}`
  return `${many} due for more than an hour and not out, the first since ${describeSlot(first.slot, zone)}`
}

/** What admins are told when digests do not go out; undefined when they do. */
export function overdueMessage(health: Health, zone: string): Message | undefined {
  const said = overdueWords(health, zone)
  if (said === undefined) return undefined
  return {
    title: 'Digests do not go out',
    summary: `${said}.`,
    parts: [
      { kind: 'text', text: `${said}. ${FIX}` },
      { kind: 'buttons', buttons: [{ label: 'Status', act: { kind: 'ask', command: 'status' } }] },
    ],
  }
}

/** `status`, with how sending fares below. */
export function withDeliveries(message: Message, health: Health, zone: string): Message {
  const { sent, unknown, dead } = health
  const overdue = overdueWords(health, zone)
  const week = `Sent in the last 7 days: ${sent}; not known whether it arrived: ${unknown}; given up: ${dead}.`
  const silent = sent + unknown + dead === 0
  return {
    ...message,
    parts: [
      ...message.parts,
      ...(overdue === undefined ? [] : [{ kind: 'text', text: `**${overdue}.**` } as const]),
      ...(silent ? [] : [{ kind: 'note', text: week } as const]),
    ],
  }
}
