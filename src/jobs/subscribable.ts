import type { Place, Viewer } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { refusal } from '#core/access/says.ts'
import { format } from '#core/command/format.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'

import { asAsk } from './as-ask.ts'
import { mayAsk } from './may-ask.ts'
import { type Ended, ended, type Reads, refused } from './outcome.ts'
import { byAlias, notOfTheirs, scopesOf } from './scopes.ts'

/** A view is composed by itself; a question is asked. */
export type Subscribed = { readonly view?: string; readonly text: string }

const VIEW = /^(digest)(?:\s+(.*))?$/su

/** The view that `what` names, and the question its scope is. */
export function viewOf(what: string): Subscribed {
  const [, view, scope = '30d'] = VIEW.exec(what) ?? []
  return view === undefined ? { text: what } : { view, text: scope }
}

type Wanted = {
  readonly what: string
  readonly viewer: Viewer
  /** Where it would be read. */
  readonly place: Place
  /** Whose it is instead, where each team has its own place. */
  readonly team?: string | undefined
  readonly command: string
}

/**
 * What is to be sent, canonical and with people by alias, after the checks that a question passes; or
 * why it can't be sent there. Nothing is measured.
 */
export async function subscribable(wanted: Wanted, house: Reads): Promise<string | Ended> {
  const { what, viewer, place, team, command } = wanted
  const { view, text } = viewOf(what)
  const typed = parse(text)
  if (typed.kind === 'misread')
    return ended('misread', { command, detail: { reason: 'what' } }, misreadMessage(typed))
  if (team !== undefined && typed.kind !== 'ask') return noTeam(what, command)
  const parsed =
    typed.kind === 'ask' && team !== undefined
      ? { ...typed, filters: { ...typed.filters, team: [team] } }
      : typed
  const decision = await mayAsk({ viewer, place, action: actionOf(parsed) }, house)
  if (!decision.allowed) return refused(command, decision)
  const named = (canonical: string) => (view === undefined ? canonical : `${view} ${canonical}`)
  if (parsed.kind !== 'ask' && parsed.kind !== 'reconcile') return named(format(parsed))
  const reader = decision.view === 'published' ? house.published : house.usage
  if (reader === undefined) return refused(command, refusal('unpublished', true))
  const asked = asAsk(parsed)
  const resolved = await scopesOf(asked, reader)
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const known = await reader.hasUsage()
    const message = known ? unresolvedMessage(unresolved, asked) : noDataYetMessage(decision.view)
    return ended('misread', { command, detail: { reason: 'unresolved' } }, message)
  }
  const why = decision.within && notOfTheirs(resolved, decision.within)
  if (why) return refused(command, why)
  if (view !== undefined && asked.filters.team === undefined) return view
  return named(format(parsed.kind === 'ask' ? byAlias(parsed, resolved) : parsed))
}

function noTeam(what: string, command: string): Ended {
  const error = new UserError(
    `\`${what}\` is not of one team`,
    'Leave the team out, or subscribe to a question of numbers.',
  )
  return ended('misread', { command, detail: { reason: 'team' } }, mistakeMessage(error, '30d'))
}
