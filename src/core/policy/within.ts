import type { Decision, Place, Viewer } from '#core/access/access.ts'
import type { Action } from '#core/access/rules.ts'
import { refusal } from '#core/access/says.ts'

import { ALL_REVEALERS, type Policy, POLICY_PLACES } from './policy.ts'

type Asked = { readonly viewer: Viewer; readonly place: Place; readonly action: Action }

/** What is about one person, or about people one by one. */
const OF_PEOPLE: ReadonlySet<Action> = new Set(['ask people', 'me', 'reveal'])

/** What the rules decided, where the policy promises that no more is done; it never allows more. */
export function withinPolicy(
  decision: Decision,
  { viewer, place, action }: Asked,
  { mode, places, reveal }: Pick<Policy, 'mode' | 'places' | 'reveal'>,
): Decision {
  if (!decision.allowed) return decision
  if (mode === 'aggregate-only' && OF_PEOPLE.has(action)) return refusal('nobody-kept', true)
  if (viewer.kind === 'operator') return decision
  const here = POLICY_PLACES.find((known) => known === place.kind)
  // A place that no policy can name is the rules' to refuse.
  if (here !== undefined && !places.includes(here)) return refusal('not-promised', true)
  const reveals = reveal.includes(ALL_REVEALERS) || reveal.includes(viewer.id)
  return action === 'reveal' && !reveals ? refusal('reveal-promised', true) : decision
}
