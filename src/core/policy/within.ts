import type { Decision, Place, Viewer } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import type { Action } from '#core/access/rules.ts'
import { refusal } from '#core/access/says.ts'

import { ALL_REVEALERS, type Policy, POLICY_PLACES } from './policy.ts'

type Asked = { readonly viewer: Viewer; readonly place: Place; readonly action: Action }

/** What is about one person, or about people one by one. */
const OF_PEOPLE: ReadonlySet<Action> = new Set(['ask people', 'budget', 'me', 'reveal'])

type Promised = Pick<Policy, 'mode' | 'places' | 'reveal'>

/** What the rules decide, and the policy, which never allows more: without one the rules alone. */
export function decideWithin(asked: Asked, policy: Promised | undefined): Decision {
  const { viewer, place, action } = asked
  const decision = decide(viewer, place, action)
  if (!decision.allowed || policy === undefined) return decision
  const { mode, places, reveal } = policy
  if (mode === 'aggregate-only' && OF_PEOPLE.has(action)) return refusal('nobody-kept', true)
  if (viewer.kind === 'operator') return decision
  const here = POLICY_PLACES.find((known) => known === place.kind)
  // A place that no policy can name is the rules' to refuse.
  if (here !== undefined && !places.includes(here)) return refusal('not-promised', true)
  const reveals = reveal.includes(ALL_REVEALERS) || reveal.includes(viewer.id)
  return action === 'reveal' && !reveals ? refusal('reveal-promised', true) : decision
}
