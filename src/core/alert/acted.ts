import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { timeOf } from '#core/time/instant.ts'

import type { Acted } from './act.ts'
import type { Alert } from './alert.ts'
import { alertMessage, type LogPages, nameOf, type Sight } from './message.ts'
import { TOP_RUNG } from './tend.ts'

const WHY: Readonly<Record<Extract<Acted, { kind: 'refused' }>['why'], readonly [string, string]>> =
  {
    own: [
      'This alert is about something you did, so it takes someone else',
      'Ask another admin to look at it.',
    ],
    'unknown self': [
      'The address of your account is not known, so nobody can tell whether this alert is about you',
      'Ask another admin to look at it.',
    ],
    theirs: [
      'This alert is about something one of you did, or nobody can tell whether it is',
      'Give it to someone else.',
    ],
    'not silenced': ['This alert is not silenced', 'See what is open: alerts'],
    over: ['This alert is resolved already', 'See what is open: alerts'],
  }

/** The alert after someone's word, the same for all who press at once. @throws UserError when refused */
export function actedMessage(
  acted: Acted,
  told: {
    readonly zone: string
    readonly sight: Sight
    readonly logPages: LogPages
  },
): Message {
  if (acted.kind === 'refused') {
    const [what, fix] = WHY[acted.why]
    throw new UserError(what, fix)
  }
  if (acted.kind === 'done') return alertMessage(acted.change.alert, told)
  const message = alertMessage(acted.alert, told)
  const said = already(acted.alert, told.zone)
  return { ...message, summary: `${message.summary} ${said} Nothing changed.` }
}

function already({ state, by, actedAt, feedback, rung }: Alert, zone: string): string {
  if (state === 'firing')
    return rung >= TOP_RUNG ? 'Everyone was told already.' : `It is rated ${feedback ?? 'already'}.`
  const who = nameOf(by)
  return `It was ${state} by ${who} already${actedAt === null ? '' : ` at ${timeOf(actedAt, zone)}`}.`
}
