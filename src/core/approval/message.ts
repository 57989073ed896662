import type { Json } from '#core/audit/canonical.ts'
import { echo } from '#core/command/echo.ts'
import { counted } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'

import type { Approval, ApprovalState, Change, ChangeKind } from './approval.ts'

const KIND: Record<ChangeKind, string> = {
  roles: 'who may do what',
  'privacy-mode': 'the privacy mode',
  floor: 'the smallest group that is shown',
  retention: 'how long data is kept',
  sink: 'where data is sent',
  policy: 'the policy',
}

const valueText = (value: Json): string =>
  value === null ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)

const changed = ({ subject, from, to }: Change): string =>
  `${echo(subject)}: from ${echo(valueText(from))} to ${echo(valueText(to))}`

/** To all admins: nobody should learn of such a change after it was made. */
export function proposedMessage({ id, change, by }: Approval): Message {
  return {
    title: `Critical: a change of ${KIND[change.kind]} waits for a second person`,
    summary: `Critical: ${by} wants to change ${KIND[change.kind]}.`,
    parts: [
      { kind: 'text', text: `${echo(by)} wants to change ${changed(change)}.` },
      {
        kind: 'text',
        text: `Another admin approves with \`approvals approve ${id}\` or refuses with \`approvals refuse ${id}\`, within 7 days. If nobody you know wants this, refuse it and look at the audit trail.`,
      },
      ...decisions([{ id }]),
    ],
  }
}

/** To who asked for it. */
export function pendingMessage(id: number, command: string): Message {
  return {
    title: 'This waits for a second person',
    summary: `Change ${id} waits for a second person; nothing changed yet.`,
    parts: [
      {
        kind: 'text',
        text: `Change ${id} takes two people, and all admins were told. When another admin has typed \`approvals approve ${id}\`, or whoever runs AI Usage \`ai-usage approvals approve ${id}\`, type ${echo(command)} again within 7 days of now.`,
      },
    ],
  }
}

export function decidedMessage({ id, change, by, decision, decidedBy }: Approval): Message {
  const how = decision === 'approved' ? 'approved' : 'refused'
  const next =
    decision === 'approved' ? [`It is done when ${echo(change.command)} is typed again.`] : []
  return {
    title: `Critical: a change of ${KIND[change.kind]} was ${how}`,
    summary: `Critical: ${decidedBy ?? 'someone'} ${how} change ${id} of ${KIND[change.kind]}.`,
    parts: [
      {
        kind: 'text',
        text: [
          `${echo(decidedBy ?? '')} ${how} what ${echo(by)} wanted: ${changed(change)}.`,
          ...next,
        ].join(' '),
      },
    ],
  }
}

/** A change was made with the word of two people. */
export function madeMessage({ id, change, by, decidedBy }: Approval, now: string): Message {
  return {
    title: `Critical: ${KIND[change.kind]} changed`,
    summary: `Critical: ${now} changed ${KIND[change.kind]}.`,
    parts: [
      {
        kind: 'text',
        text: `${changed(change)}. Change ${id}, wanted by ${echo(by)}, approved by ${echo(decidedBy ?? '')}.`,
      },
    ],
  }
}

/** What waits for a second person, or for who asked to type it again. */
export function waitingMessage(
  waiting: readonly (Approval & { readonly state: ApprovalState })[],
  viewer: string,
): Message {
  const title = 'Changes that need two people'
  if (waiting.length === 0) return { title, summary: 'No change waits.', parts: [] }
  const open = waiting.filter(({ state, by }) => state === 'waiting' && by !== viewer)
  return {
    title,
    summary: `${counted(waiting.length, 'change waits', 'changes wait')}.`,
    parts: [
      {
        kind: 'text',
        text: waiting
          .map(
            ({ id, change, by, state }) =>
              `**${id}** ${changed(change)}, wanted by ${echo(by)}: ${state === 'waiting' ? 'waits for another person' : `approved, done when ${echo(change.command)} is typed again`}.`,
          )
          .join('\n'),
      },
      ...decisions(open.slice(0, 2)),
    ],
  }
}

function decisions(open: readonly Pick<Approval, 'id'>[]): readonly Part[] {
  if (open.length === 0) return []
  const buttons = open.flatMap(({ id }): Button[] => [
    { label: `Approve ${id}`, act: { kind: 'ask', command: `approvals approve ${id}` } },
    { label: `Refuse ${id}`, act: { kind: 'ask', command: `approvals refuse ${id}` } },
  ])
  return [{ kind: 'buttons', buttons }]
}
