import type { Platform } from '#core/access/access.ts'
import { formatRouted } from '#core/command/alert-route.ts'
import { formatRuleSet } from '#core/command/alert-rule.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { reasonOf } from '#core/delivery/says.ts'
import { capitalised, counted, listed } from '#core/message/english.ts'
import type { Button, Message } from '#core/message/message.ts'

import { typed } from './message.ts'
import { inOrder, type Losing, type Routing, type RouteWhat, type Taken, tooFew } from './route.ts'
import type { RuleTarget } from './rule.ts'

const MOST_BUTTONS = 4
const CHATS: Readonly<Record<Platform, string>> = { slack: 'Slack', teams: 'Teams' }
/** Alerts of so many days show what a route would have done. */
export const SHOWN_DAYS = 30

/** `critical alerts of Engineering` */
export const routeWords = ({ team, severity }: RouteWhat): string =>
  [severity ?? '', 'alerts', team === null ? '' : `of ${team}`]
    .filter((word) => word !== '')
    .join(' ')

/** `#security`, `messages of U024BE7LH` */
export const placeWords = ({ kind, id, name }: Pick<RuleTarget, 'kind' | 'id' | 'name'>): string =>
  kind === 'channel' ? name : `messages of ${id}`

type Known = {
  /** Of another chat than these, it is said which. */
  readonly beside: readonly Target[]
  /** Who they are is said in full elsewhere. */
  readonly short?: boolean
}

/** `the admins’ channel`, `the admins’ channels in Slack and Teams` */
export function usualWords(usual: readonly Target[], { beside, short }: Known): string {
  if (usual.length === 0) return 'nobody: no channel is set, and nobody has the role'
  const apart = new Set([...usual, ...beside].map(({ platform }) => platform)).size > 1
  const of = (kind: Target['kind'], [one, several]: readonly [string, string]) => {
    const on = new Set(
      usual.filter((to) => to.kind === kind).map(({ platform }) => CHATS[platform]),
    )
    if (on.size === 0) return []
    return [`${on.size > 1 ? several : one}${apart ? ` in ${listed([...on])}` : ''}`]
  }
  const alone = short === true ? 'the admins' : 'each admin and the security role, in private'
  return listed([
    ...of('channel', ['the admins’ channel', 'the admins’ channels']),
    ...of('person', [alone, alone]),
  ])
}

/** `#sec-oncall and the admins’ channel` */
export const goesWords = (target: RuleTarget, usual: readonly Target[]): string =>
  listed([
    placeWords(target),
    ...(target.admins === true && usual.length > 0
      ? [usualWords(usual, { beside: [target], short: true })]
      : []),
  ])

/** Which places get them no more, in a sentence; undefined where none does. */
export function losingWords(
  { places, usual }: Losing,
  {
    all,
    target,
    made,
    undo,
  }: {
    /** Where all go that nothing else is said of. */
    readonly all: readonly Target[]
    readonly target: Target
    /** It is so now; else it is only shown what would be. */
    readonly made: boolean
    readonly undo?: boolean
  },
): string | undefined {
  const words = [
    ...new Set(places.map(placeWords)),
    ...(usual ? [usualWords(all, { beside: [target], short: true })] : []),
  ].map((place) => `**${place}**`)
  if (words.length === 0) return undefined
  const how = [
    ...(undo === true ? ['**Undo** takes that back'] : []),
    ...(usual ? [`**${made ? TOO.made : TOO.shown}** keeps them there`] : []),
  ]
  const go = made ? 'no longer go' : 'would no longer go'
  return `These ${go} to ${listed(words)}${how.length === 0 ? '' : `: ${how.join(', ')}`}.`
}

/** What keeps them where all go, on its button: of a route that was made, and of one that is shown. */
export const TOO = { made: 'Admins too', shown: 'Make it, admins too' } as const

const ORDER =
  'Tried from the top; the first that fits is taken, and no other: a deeper team before a wider one, then one with a severity before one without. An alert is of a team where everyone it is about was in it, or its number is of it.'

type Shown = {
  readonly routing: Routing
  /** The chat it is read in. */
  readonly platform: Platform
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
              `${capitalised(routeWords(route))} → **${goesWords(route.target, usual)}** (route ${route.no}${state(route)})`,
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

/** What a route would have done, in sentences. */
export function takenWords({ all, taken, toRules, toRoutes, uncounted }: Taken): string {
  const days = `the last ${SHOWN_DAYS} days`
  const why = 'are not counted here, as the count would tell who is in a team'
  if (all === 0)
    return uncounted > 0
      ? `Every alert of ${days} was about people: those ${why}.`
      : `No alert was told in ${days}, so there is nothing to show it on.`
  const besides = [
    ...(toRoutes > 0 ? [`${toRoutes} that fit go by a route that is tried before it`] : []),
    ...(toRules > 0 ? [`${toRules} to their rule’s own place`] : []),
    ...(uncounted > 0 ? [`alerts about people ${why}`] : []),
  ]
  const counts =
    taken === all
      ? all === 1
        ? 'the one alert'
        : `all ${all} alerts`
      : `${taken} of the ${counted(all, 'alert')}`
  return `It would have taken ${counts} of ${days}.${besides.length > 0 ? ` ${capitalised(listed(besides))}.` : ''}`
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
