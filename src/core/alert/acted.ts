import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { timeOf } from '#core/time/instant.ts'

import type { Acted } from './act.ts'
import type { Alert } from './alert.ts'
import { alertMessage, type LogPages, nameOf, type Sight } from './message.ts'

type Refused = Extract<Acted, { kind: 'refused' }>

const WHY: Readonly<Record<Exclude<Refused['why'], 'again' | 'over'>, readonly [string, string]>> =
  {
    own: [
      'This alert is about something you did, so it takes someone else',
      'Ask another admin to look at it; Escalate tells all of them.',
    ],
    'unknown self': [
      'The address of your account is not known, so nobody can tell whether this alert is about you',
      'Ask another admin to look at it; Escalate tells all of them.',
    ],
    theirs: [
      'This alert is about something one of you did, or nobody can tell whether it is',
      'Give it to someone else.',
    ],
    'not silenced': ['This alert is not silenced', 'See what is open: alerts'],
    open: ['This alert is open: there is nothing to reopen', 'See what is open: alerts'],
  }

/** The alert after someone's word, the same for all who press at once. @throws UserError when refused */
export function actedMessage(
  acted: Acted,
  told: {
    readonly id: number
    readonly zone: string
    readonly sight: Sight
    readonly logPages: LogPages
  },
): Message {
  if (acted.kind === 'refused') throw new UserError(...refusal(acted, told.id))
  if (acted.kind === 'done') return alertMessage(acted.change.alert, told)
  const message = alertMessage(acted.alert, told)
  const said = acted.rated
    ? `It was rated ${acted.alert.feedback ?? 'so'} already. ${SAME}.`
    : already(acted.alert, told.zone)
  return { ...message, summary: `${message.summary} ${said}` }
}

function refusal(refused: Refused, id: number): readonly [what: string, fix: string] {
  const { why } = refused
  if (why === 'over')
    return [
      'This alert is resolved already',
      `If it is not over, open it again: alert reopen ${id}`,
    ]
  if (why === 'again')
    return [
      `The same was found again since, and is alert ${refused.id}`,
      `See it: alert show ${refused.id}`,
    ]
  return WHY[why]
}

const SAME = 'Nothing changed'

function already({ state, by, actedAt }: Alert, zone: string): string {
  if (state === 'firing') return `Everyone was told already. ${SAME}.`
  const when = actedAt === null ? '' : ` at ${timeOf(actedAt, zone)}`
  const shorter = state === 'silenced' ? ': a shorter silence takes End silence first' : ''
  return `It was ${state} by ${nameOf(by)} already${when}. ${SAME}${shorter}.`
}
