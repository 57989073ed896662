import type { Platform } from '#core/access/access.ts'
import { formatRouted } from '#core/command/alert-route.ts'
import { formatRuleSet } from '#core/command/alert-rule.ts'
import { echo } from '#core/command/echo.ts'
import { reasonOf } from '#core/delivery/says.ts'
import { capitalised, counted, listed } from '#core/message/english.ts'
import type { Button, Message } from '#core/message/message.ts'

import { typed } from './buttons.ts'
import { goesWords, placeWords, routeWords, usualWords } from './route-words.ts'
import { inOrder, type Route, type Routing, type RouteWhat, tooFew } from './route.ts'
import type { RuleTarget } from './rule.ts'

const MOST_BUTTONS = 4
const ORDER =
  'Tried from the top; the first that fits is taken, and no other: a deeper team before a wider one, then one with a severity before one without. An alert is of a team where everyone it is about was in it, or its number is of it.'

type Shown = {
  readonly routing: Routing
  /** The chat it is read in. */
  readonly platform: Platform
  /** The id of the channel it is read in. */
  readonly here?: string | undefined
  /** The command that takes back what was just changed. */
  readonly undo?: string | undefined
  /** What was just changed, in a sentence. */
  readonly did?: string
  readonly lines?: readonly string[]
  readonly first?: readonly Button[]
  /** Behind Undo. */
  readonly besides?: readonly Button[]
}

/** Where alerts go, in the order in which it is tried. */
export function routesMessage({
  routing,
  platform,
  here,
  undo,
  did,
  lines = [],
  first = [],
  besides = [],
}: Shown): Message {
  const { routes, rules, usual, floor } = routing
  const few = tooFew(routes, floor)
  const ordered = inOrder(routes)
  const state = ({ no, team, people, target }: (typeof ordered)[number]): string => {
    const left = few.get(no)
    if (target.stopped !== undefined) return `, stopped: ${reasonOf(target.stopped).says}`
    if (team !== null && people === 0) return ', nobody is in that team'
    return left === undefined
      ? ''
      : `, numbers alone: it would tell of ${counted(left, 'person', 'people')}`
  }
  const own = [...rules].filter(([, { stopped }]) => stopped === undefined)
  const none = routes.length + own.length === 0
  const stopped = ordered.filter(({ target }) => target.stopped !== undefined)
  return {
    title: 'Where alerts go',
    summary:
      did ??
      (routes.length === 0
        ? 'There is no route.'
        : `There ${routes.length === 1 ? 'is' : 'are'} ${counted(routes.length, 'route')}.`),
    parts: [
      {
        kind: 'text',
        text: [
          ...lines,
          ...own.map(([rule, target]) => `Rule ${rule} → **${goesWords(target, usual)}**`),
          ...ordered.map(
            (route) =>
              `${capitalised(routeWords(route))} → **${goesWords(route.target, usual)}** (route ${route.no}${whichWords(route, { routes, here })}${state(route)})`,
          ),
          `${none ? 'All' : 'All others'} → **${usualWords(usual, { beside: ordered.map(({ target }) => target) })}**`,
        ].join('\n'),
      },
      {
        kind: 'note',
        text: `${none ? '' : `${ORDER} `}${howWords(platform)}`,
      },
      {
        kind: 'buttons',
        buttons: [
          ...first,
          ...(undo === undefined ? [] : [typed('Undo', undo)]),
          ...besides,
          ...stopped.slice(0, MOST_BUTTONS).map((route) => resume({ kind: 'route', ...route })),
          ...ordered
            .slice(0, MOST_BUTTONS)
            .map(({ no }) => typed(`Remove ${no}`, `alert unroute ${no}`)),
          typed('Rules', 'alerts rules'),
        ],
      },
    ],
  }
}

/** Which of several that are called the same, and whether it is this one. */
function whichWords(
  { target }: Pick<Route, 'target'>,
  { routes, here }: { readonly routes: readonly Route[]; readonly here: string | undefined },
): string {
  if (target.kind !== 'channel') return ''
  const alike = routes.some((one) => one.target.name === target.name && one.target.id !== target.id)
  return `${target.id === here ? ', here' : ''}${alike ? `, ${echo(target.id)}` : ''}`
}

/** Teams knows no conversation by its name: each is named where it is. */
function howWords(platform: Platform): string {
  const [there, where, own] =
    platform === 'teams'
      ? ['here', ', typed where they are to go,', 'here']
      : ['#sec-oncall', '', '#security']
  return `Make one with \`alert route severity:critical to ${there}\`${where} or \`alert route team:eng severity:warning to @someone\`; \`to ${there}, admins\` tells the admins too, and \`preview\` at the end only shows what it would do. A rule’s own place comes first: \`alert rule role-changed to:${own}\`.`
}

/** A route, or a rule's own place. */
type Stopped = { readonly target: RuleTarget } & (
  | ({ readonly kind: 'route'; readonly no: number } & RouteWhat)
  | { readonly kind: 'rule'; readonly rule: string }
)

/** To have alerts go there again. */
const resume = (stopped: Stopped): Button => {
  const { kind, target } = stopped
  if (kind === 'route') return typed(`Resume ${stopped.no}`, formatRouted(stopped, target))
  const { rule } = stopped
  return typed(`Resume ${rule}`, formatRuleSet({ kind: 'alert', act: 'rule', rule, to: target.id }))
}

/** To where alerts go instead: said once of a place that takes nothing any more. */
export function stoppedMessage(
  stopped: readonly Stopped[],
  { says, fix }: { readonly says: string; readonly fix: string },
): Message {
  const [first] = stopped
  const place = first ? placeWords(first.target) : ''
  const summary = `Alerts can not be sent to ${place} any more: ${says}.`
  const which = stopped.map((one) =>
    one.kind === 'route' ? `route ${one.no} (${routeWords(one)})` : `the place of rule ${one.rule}`,
  )
  return {
    title: 'Where alerts go',
    summary,
    parts: [
      {
        kind: 'text',
        text: `${summary} ${fix} Stopped until somebody resumes it: ${listed(which, which.length)}. Until then they go where they would without it, this one first.`,
      },
      {
        kind: 'buttons',
        buttons: [
          ...stopped.slice(0, MOST_BUTTONS).map(resume),
          ...(stopped.some(({ kind }) => kind === 'route')
            ? [typed('Routes', 'alerts routes')]
            : []),
          ...(stopped.some(({ kind }) => kind === 'rule') ? [typed('Rules', 'alerts rules')] : []),
        ],
      },
    ],
  }
}
