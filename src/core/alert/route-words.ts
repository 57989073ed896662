import type { Platform } from '#core/access/access.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { capitalised, counted, listed } from '#core/message/english.ts'

import type { Losing, RouteWhat, Taken } from './route.ts'
import type { RuleTarget } from './rule.ts'

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

/** Conversations of Teams have no names here: `the group chat`, and the one it is not. */
const other = (name: string): string => name.replace(/^the /u, 'the other ')

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
    readonly target: RuleTarget
    /** It is so now; else it is only shown what would be. */
    readonly made: boolean
    readonly undo?: boolean
  },
): string | undefined {
  const there = placeWords(target)
  const words = [
    ...new Set(places.map((one) => (placeWords(one) === there ? other(there) : placeWords(one)))),
    ...(usual ? [usualWords(all, { beside: [target], short: true })] : []),
  ].map((place) => `**${place}**`)
  if (words.length === 0) return undefined
  const how = [
    ...(undo === true ? ['**Undo** takes that back'] : []),
    ...(usual ? [`**${made ? TOO.made : TOO.shown}** tells the admins as well`] : []),
  ]
  const go = made ? 'no longer go' : 'would no longer go'
  return `These ${go} to ${listed(words)}${how.length === 0 ? '' : `: ${how.join(', ')}`}.`
}

/** What keeps them where all go, on its button: of a route that was made, and of one that is shown. */
export const TOO = { made: 'Admins too', shown: 'Make it, admins too' } as const

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
