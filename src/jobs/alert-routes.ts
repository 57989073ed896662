import { viewerName } from '#core/access/access.ts'
import { placeOf, readers } from '#core/access/place.ts'
import { typed } from '#core/alert/buttons.ts'
import type { AlertRoute, AlertUnroute, RouteCommand } from '#core/alert/command.ts'
import {
  goesWords,
  losingWords,
  placeWords,
  routeWords,
  SHOWN_DAYS,
  takenWords,
  TOO,
} from '#core/alert/route-words.ts'
import type { Route, RouteWhat, Routing } from '#core/alert/route.ts'
import { takenBy, takenFrom, tooFew } from '#core/alert/route.ts'
import { routesMessage } from '#core/alert/routes-message.ts'
import type { RuleTarget } from '#core/alert/rule.ts'
import { formatRouted } from '#core/command/alert-route.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { capitalised } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { alertPlace } from './alert-place.ts'
import type { Reads } from './outcome.ts'
import { type AlertHouse, routingOf, today } from './raise-alerts.ts'

const DAY_MS = 24 * 3_600_000
/** A mistake in a loop must not become thousands. */
const MOST = 50

type House = AlertHouse & Pick<Reads, 'subscribing' | 'usage'>

const routing = async (house: House): Promise<Routing> =>
  routingOf(house, await house.alerts.rules())

export async function listRoutes(request: AskRequest, house: House): Promise<Message> {
  return routesMessage({ routing: await routing(house), ...readIn(request) })
}

/** Whoever types in a terminal reads it as Slack has it. */
function readIn({ viewer, place }: AskRequest) {
  const platform = viewer.kind === 'operator' ? 'slack' : viewer.platform
  const spot = placeOf(place)
  return { platform, here: spot.kind === 'terminal' ? undefined : spot.channel } as const
}

const rowOf = (
  asked: RouteCommand,
  { viewer, place }: AskRequest,
  { at, no }: { readonly at: number; readonly no: number },
): AuditRow => ({
  at,
  viewer: viewerName(viewer),
  place,
  action: 'alert',
  command: redact(asked),
  outcome: 'done',
  detail: { route: no },
})

/** Where alerts of a team, a severity or both go; what that would have done so far. @throws UserError */
export async function setRoute(
  asked: AlertRoute,
  request: AskRequest,
  house: House,
): Promise<Message> {
  const { alerts, clock } = house
  const { severity } = asked
  const team = await teamOf(asked, house)
  const found = await alertPlace(asked.to, request, house)
  const target = { ...found.target, ...(asked.admins === true && { admins: true as const }) }
  const what = { team, severity }
  const { routing: would, was } = await withRoute(what, target, house)
  const { usual } = would
  const says = `${routeWords(what)} go to ${goesWords(target, usual)}`
  needsTeam(would)
  const losing = takenFrom(0, would, was?.target)
  const also = formatRouted(what, { ...target, admins: true })
  const lines = (made: boolean, undo?: string) => {
    const lost = losingWords(losing, { all: usual, target, made, undo: undo !== undefined })
    return [lost, readers(found.place)].flatMap((line) => line ?? [])
  }
  if (asked.preview)
    return routesMessage({
      routing: await routing(house),
      ...readIn(request),
      did: `Nothing was changed. ${await preview(0, would, house)}`,
      lines: [`With this route ${says}.`, ...lines(false)],
      first: [
        {
          label: 'Make it',
          act: { kind: 'ask', command: formatRouted(what, target) },
          style: 'primary',
        },
        ...(losing.usual ? [typed(TOO.shown, also)] : []),
      ],
    })
  if (would.routes.length > MOST)
    throw new UserError(`There are ${MOST} routes, and more are too many`, 'Remove one first.')
  const by = viewerName(request.viewer)
  const at = clock.now()
  const { no, before } = await alerts.route({ ...what, target, by }, (made) =>
    rowOf({ ...asked, team }, request, { at, no: made }),
  )
  const after = await routing(house)
  const undo = before ? back(what, before, target) : `alert unroute ${no}`
  return routesMessage({
    routing: after,
    ...readIn(request),
    did: `${capitalised(says)} now. ${await preview(no, after, house)}`,
    lines: lines(true, undo),
    undo,
    besides: losing.usual ? [typed(TOO.made, also)] : [],
  })
}

/** What takes a move back; undefined where it goes where it went. */
function back(what: RouteWhat, before: RuleTarget, target: RuleTarget): string | undefined {
  const [was, is] = [before, target].map((one) => formatRouted(what, one))
  return was === is ? undefined : was
}

/** The team's whole path; its own name as typed may mean another one later. @throws UserError */
async function teamOf({ team }: AlertRoute, { usage }: House): Promise<string | null> {
  if (team === null) return null
  const resolved = await usage.resolve({ team: [team] })
  const [path, ...others] = 'unresolved' in resolved ? [] : (resolved.scope.labels.team ?? [])
  if (path !== undefined && others.length === 0) return path
  const near = 'unresolved' in resolved ? (resolved.unresolved[0]?.suggestions ?? []) : []
  throw new UserError(
    `There is no one team ${team}`,
    near.length > 0 ? `Near it: ${near.slice(0, 3).join(', ')}.` : 'Type it as `by:team` shows it.',
  )
}

/** The routing as it were with a route of the number 0, in the place of the one of the same what. */
async function withRoute(
  { team, severity }: Pick<Route, 'team' | 'severity'>,
  target: Route['target'],
  house: House,
): Promise<{ readonly routing: Routing; readonly was: Route | undefined }> {
  const known = await routing(house)
  const was = known.routes.find((one) => one.team === team && one.severity === severity)
  const others = known.routes.filter((one) => one !== was)
  const people = team === null ? 0 : await house.alerts.peopleIn(team, await today(house))
  const made = { no: 0, team, severity, target, by: '', people }
  return { routing: { ...known, routes: [...others, made] }, was }
}

/** @throws UserError where an alert about somebody in the team would be about one of very few */
function needsTeam(would: Routing): void {
  const few = tooFew(would.routes, would.floor)
  const made = would.routes.find(({ no }) => no === 0)
  const left = few.get(0)
  if (left === undefined || !made || made.people >= would.floor) return
  throw new UserError(
    `Fewer than ${would.floor} people are in ${made.team}, so an alert there would tell about one of them`,
    'Make the route for a larger team, or for a severity.',
  )
}

const preview = async (no: number, of: Routing, { alerts, clock }: House): Promise<string> =>
  takenWords(takenBy(no, of, await alerts.lately(clock.now() - SHOWN_DAYS * DAY_MS)))

/** Takes a route away. @throws UserError where there is none of that number */
export async function unroute(
  asked: AlertUnroute,
  request: AskRequest,
  house: House,
): Promise<Message> {
  const { no } = asked
  const gone = await house.alerts.unroute(no, rowOf(asked, request, { at: house.clock.now(), no }))
  if (!gone) throw new UserError(`There is no route ${no}`, 'See which there are: alerts routes')
  return routesMessage({
    routing: await routing(house),
    ...readIn(request),
    did: `Route ${no} is gone: ${routeWords(gone)} go to ${placeWords(gone.target)} no more.`,
    undo: formatRouted(gone, gone.target),
  })
}
