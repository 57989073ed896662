import type { Target } from '#core/delivery/delivery.ts'
import { isAlias } from '#core/privacy/alias.ts'

import type { Alert, Severity } from './alert.ts'
import type { RuleTarget } from './rule.ts'

/** Which alerts a route is for; null: whatever they are. One of the two at least. */
export type RouteWhat = {
  /** The team's path: those of the teams beneath it are its own as well. */
  readonly team: string | null
  readonly severity: Severity | null
}

/** Where alerts of a team, or of a severity, go instead of where all go. */
export type Route = RouteWhat & {
  readonly no: number
  readonly target: RuleTarget
  readonly by: string
  /** People in the team now; 0 without one. */
  readonly people: number
}

/** What decides where an alert goes. */
export type Routing = {
  /** Places of rules, by the rule. */
  readonly rules: ReadonlyMap<string, RuleTarget>
  readonly routes: readonly Route[]
  /** Where all go that nothing else is said of. */
  readonly usual: readonly Target[]
  /** How many people must be in a team that is told what one of them did. */
  readonly floor: number
}

/** Where an alert goes, and what says so. */
export type Routed = { readonly targets: readonly Target[] } & (
  | { readonly by: 'rule' }
  | { readonly by: 'route'; readonly no: number }
  | { readonly by: 'usual' }
)

const depth = (team: string | null): number => (team === null ? 0 : team.split('/').length)

/** The order in which routes are tried: a deeper team first, then those of a severity, then the older. */
export const inOrder = (routes: readonly Route[]): readonly Route[] =>
  routes.toSorted(
    (a, b) =>
      depth(b.team) - depth(a.team) ||
      Number(b.severity !== null) - Number(a.severity !== null) ||
      a.no - b.no,
  )

const isWithin = (team: string, above: string): boolean =>
  team === above || team.startsWith(`${above}/`)

type About = Pick<Alert, 'rule' | 'severity' | 'teams' | 'actors'>

/** The teams of everyone an alert is about, or that its number is of; none where one of them is not known. */
function teamsOf({ teams, actors }: About): readonly string[] {
  if (actors.length === 0) return teams
  // A key or a service is in no team.
  const people = actors.filter(({ name }) => name === null || isAlias(name))
  const known = people.flatMap(({ team }) => team ?? [])
  return known.length < people.length ? [] : known
}

/** Whether a route is for such an alert, wherever else it may go. */
function fits({ team, severity }: RouteWhat, alert: About): boolean {
  if (severity !== null && severity !== alert.severity) return false
  if (team === null) return true
  const teams = teamsOf(alert)
  return teams.length > 0 && teams.every((one) => isWithin(one, team))
}

/**
 * Routes of teams that are told of no person, each with how many people are too few: those of the team,
 * or those left of it without the teams beneath it that have a route of their own. A number is told, as
 * people enough are behind it.
 */
export function tooFew(routes: readonly Route[], floor: number): ReadonlyMap<number, number> {
  const few = new Map<number, number>()
  const open = new Map<string, number>()
  for (const { no, team, people, target } of inOrder(routes)) {
    if (team === null || target.stopped !== undefined) continue
    const beneath = [...open].filter(([one]) => one !== team && isWithin(one, team))
    const apart = beneath.filter(
      ([one]) => !beneath.some(([other]) => other !== one && isWithin(one, other)),
    )
    const left = people - apart.reduce((sum, [, count]) => sum + count, 0)
    if (people < floor || (left > 0 && left < floor)) few.set(no, people < floor ? people : left)
    else open.set(team, people)
  }
  return few
}

/** Where an alert goes: to its rule's own place, else by the first route that fits, else where all go. */
export function router({ rules, routes, usual, floor }: Routing): (alert: About) => Routed {
  const few = tooFew(routes, floor)
  const open = inOrder(routes).filter(({ target }) => target.stopped === undefined)
  return (alert) => {
    const own = rules.get(alert.rule)
    if (own && own.stopped === undefined) return { by: 'rule', targets: placesOf(own, usual) }
    const found = open.find(
      (route) => fits(route, alert) && !(few.has(route.no) && alert.actors.length > 0),
    )
    return found
      ? { by: 'route', no: found.no, targets: placesOf(found.target, usual) }
      : { by: 'usual', targets: usual }
  }
}

/** A place, and where all go if that is told as well; one place once. */
const placesOf = (target: RuleTarget, usual: readonly Target[]): readonly Target[] => [
  addressOf(target),
  ...(target.admins === true ? usual.filter((one) => !isSamePlace(one, target)) : []),
]

/** Where alerts go no more once a route takes them. */
export type Losing = {
  readonly places: readonly RuleTarget[]
  /** Where all go that nothing else is said of. */
  readonly usual: boolean
}

/**
 * Which places a route takes alerts from: the one it went to before, if it was there; else those of routes
 * tried after it that have some of the same, as far as the first that has all, and where all go.
 */
export function takenFrom(
  no: number,
  { routes, usual, floor }: Routing,
  before: RuleTarget | undefined,
): Losing {
  const route = routes.find((one) => one.no === no)
  if (!route) return { places: [], usual: false }
  const told = placesOf(route.target, usual)
  const gets = (place: Target) => told.some((one) => isSamePlace(one, place))
  const few = tooFew(routes, floor)
  const open = inOrder(routes).filter(({ target }) => target.stopped === undefined)
  const after = open.slice(open.findIndex((one) => one.no === no) + 1)
  const others = after.filter((one) => meets(one, route))
  const whole = others.findIndex((one) => covers(one, route) && !few.has(one.no))
  const theirs = (whole < 0 ? others : others.slice(0, whole + 1)).map(({ target }) => target)
  const was = before?.stopped === undefined ? before : undefined
  const losing = was ? [was] : theirs
  const toAll = (!was && whole < 0) || losing.some(({ admins }) => admins === true)
  return {
    places: losing.filter((place) => !gets(place)),
    usual: toAll && usual.some((place) => !gets(place)),
  }
}

/** Whether some alert may be of both. */
const meets = (a: RouteWhat, b: RouteWhat): boolean =>
  (a.severity === null || b.severity === null || a.severity === b.severity) &&
  (a.team === null || b.team === null || isWithin(a.team, b.team) || isWithin(b.team, a.team))

/** Whether all alerts of `b` are of `a`. */
const covers = (a: RouteWhat, b: RouteWhat): boolean =>
  (a.severity === null || a.severity === b.severity) &&
  (a.team === null || (b.team !== null && isWithin(b.team, a.team)))

const addressOf = ({ platform, workspace, kind, id }: Target): Target => ({
  platform,
  workspace,
  kind,
  id,
})

export const isSamePlace = (a: Target, b: Target): boolean =>
  a.platform === b.platform && a.kind === b.kind && a.id === b.id

/** What a route would have taken of some alerts, and what it fits and would not have. */
export type Taken = {
  readonly all: number
  readonly taken: number
  /** To their rule's own place. */
  readonly toRules: number
  /** By routes that are tried before it. */
  readonly toRoutes: number
  /** Alerts about people, which are not counted. */
  readonly uncounted: number
}

/**
 * How many of these a route would have taken. Where routes are of teams, alerts about people are left out:
 * one count beside another would tell which team somebody is in.
 */
export function takenBy(no: number, routing: Routing, told: readonly About[]): Taken {
  const route = routing.routes.find((one) => one.no === no)
  const routed = router(routing)
  const ofTeams = routing.routes.some(({ team }) => team !== null)
  const alerts = ofTeams ? told.filter(({ actors }) => actors.length === 0) : told
  const fitting = route ? alerts.filter((alert) => fits(route, alert)).map(routed) : []
  const taken = fitting.filter((one) => one.by === 'route' && one.no === no).length
  const toRules = fitting.filter(({ by }) => by === 'rule').length
  const toRoutes = fitting.filter(({ by }) => by === 'route').length - taken
  return { all: alerts.length, taken, toRules, toRoutes, uncounted: told.length - alerts.length }
}
