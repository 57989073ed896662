import type { Decision, Place, Viewer } from './access.ts'
import { AUDIENCE } from './audience.ts'
import type { Capacity, Cell } from './cells.ts'
import { type Action, RULES } from './rules.ts'
import { refusal } from './says.ts'

/** Everything someone acts as, the greatest first. */
function capacities(viewer: Viewer): readonly Capacity[] {
  if (viewer.kind === 'operator') return ['operator']
  const { admin, person = false, roles = [], leads = [] } = viewer
  return [
    ...(admin && person ? (['admin with person'] as const) : []),
    ...(admin ? (['admin'] as const) : []),
    ...roles,
    ...(leads.length > 0 ? (['lead'] as const) : []),
    'member',
  ]
}

/** The role a person is told of who was asked about: no more than they need to know. */
export function roleOf(viewer: Viewer): string {
  const [greatest = 'member'] = capacities(viewer)
  return greatest === 'admin with person' ? 'admin' : greatest
}

const ORDER = ['exact', 'published', 'own units', 'self', 'none'] as const
type Granted = (typeof ORDER)[number]

const isGranted = (cell: Cell): cell is Granted => ORDER.some((known) => known === cell)

/** Whether this viewer may do this here; what they get, or why not and what they read. */
export function decide(viewer: Viewer, place: Place, action: Action): Decision {
  const button = place.kind !== 'terminal'
  if (viewer.kind === 'member' && viewer.standing !== 'member')
    return refusal(viewer.standing, button)
  const audience = AUDIENCE[place.kind]
  if (audience === 'outsiders') return refusal('outsiders', button)
  const rule = RULES[action][audience === 'asker' ? 'alone' : 'channel']
  const cells = capacities(viewer).map((capacity) => rule[capacity])
  const view = ORDER.find((known) => cells.includes(known))
  if (view === 'own units') {
    const within = viewer.kind === 'member' ? (viewer.leads ?? []) : []
    return { allowed: true, view: 'published', within }
  }
  if (view !== undefined) return { allowed: true, view }
  const why = cells.find((cell) => !isGranted(cell))
  return refusal(why ?? 'unknown', button)
}
