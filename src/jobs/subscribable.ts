import type { Place, View, Viewer } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { refusal } from '#core/access/says.ts'
import type { Ask, Command } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { misreadMessage, unresolvedMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage, noDataYetMessage } from '#core/message/trouble.ts'
import { dayAt } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'

import { asAsk } from './as-ask.ts'
import { mayAsk } from './may-ask.ts'
import { type Ended, ended, type Reads, refused } from './outcome.ts'
import { byAlias, notOfTheirs, type Scopes, scopesOf } from './scopes.ts'

type Wanted = {
  readonly what: string
  readonly viewer: Viewer
  /** Where it would be read. */
  readonly place: Place
  /** Whose it is instead, where each team has its own place. */
  readonly team?: string | undefined
  readonly command: string
}

/** What is to be sent, canonical and with people by alias, and what of the numbers it holds. */
export type Checked = { readonly what: string; readonly asked: Command; readonly view: View }

/**
 * The checks that a question passes before it is measured, for who reads it where it is sent; or why it
 * can't be sent there.
 */
export async function subscribable(wanted: Wanted, house: Reads): Promise<Checked | Ended> {
  const { what, viewer, place, team, command } = wanted
  const typed = parse(what)
  if (typed.kind === 'misread')
    return ended('misread', { command, detail: { reason: 'what' } }, misreadMessage(typed))
  const asked = team === undefined ? typed : ofTeam(typed, team)
  if (asked === undefined) return mistaken(`\`${what}\` is not of one team`, command)
  if (asked.kind === 'digest' && asked.show !== undefined && !isView(asked.show))
    return mistaken(`There is no view \`${asked.show}\``, command)
  const decision = await mayAsk({ viewer, place, action: actionOf(asked) }, house)
  if (!decision.allowed) return refused(command, decision)
  const { view, within } = decision
  const names = namesIn(asked)
  if (names === undefined) return { what: format(asked), asked, view }
  const reader = view === 'published' ? house.published : house.usage
  if (reader === undefined) return refused(command, refusal('unpublished', true))
  const resolved = await scopesOf(names, reader)
  if ('unresolved' in resolved) {
    const message = (await reader.hasUsage())
      ? unresolvedMessage(resolved.unresolved, names)
      : noDataYetMessage(view, dayAt(house.clock.now(), await house.workspace.zone()))
    return ended('misread', { command, detail: { reason: 'unresolved' } }, message)
  }
  const why = within && notOfTheirs(resolved, within)
  if (why) return refused(command, why)
  const found = named(asked, resolved)
  return { what: format(found), asked: found, view }
}

const isView = (show: string): boolean => views.some(({ id }) => id === show)

function ofTeam(typed: Command, team: string): Command | undefined {
  if (typed.kind === 'digest') return { ...typed, team }
  return typed.kind === 'ask'
    ? { ...typed, filters: { ...typed.filters, team: [team] } }
    : undefined
}

/** As a question whose names have to be found in the store; undefined where there are none. */
function namesIn(asked: Command): Ask | undefined {
  if (asked.kind === 'ask' || asked.kind === 'reconcile') return asAsk(asked)
  if (asked.kind === 'why') return { ...asked, kind: 'ask' }
  if (asked.kind !== 'digest') return undefined
  const { team } = asked
  return {
    kind: 'ask',
    period: { kind: 'weeks', count: 1 },
    filters: team === undefined ? {} : { team: [team] },
  }
}

/** People by alias, and a digest's team by its path: a name that comes to mean two would not be found. */
function named(asked: Command, scopes: Scopes): Command {
  if (asked.kind === 'ask') return byAlias(asked, scopes)
  if (asked.kind === 'why') {
    const { filters } = byAlias({ ...asked, kind: 'ask' }, scopes)
    return { ...asked, filters }
  }
  const [path] = scopes.scope.labels.team ?? []
  return asked.kind === 'digest' && path !== undefined ? { ...asked, team: path } : asked
}

function mistaken(what: string, command: string): Ended {
  const fix = 'Subscribe to a question of numbers, or to `digest`; `digest views` lists the views.'
  const message = mistakeMessage(new UserError(what, fix), 'digest views')
  return ended('misread', { command, detail: { reason: 'what' } }, message)
}
