import type { Reason, View } from './access.ts'

/** As what someone acts; whoever acts as several has the most that any of them has. */
export const CAPACITIES = [
  'operator',
  'admin with person',
  'admin',
  'security',
  'analyst',
  'lead',
  'member',
] as const
export type Capacity = (typeof CAPACITIES)[number]

/** What someone gets: a view; `own units`, published cells of those alone; or why they get nothing. */
export type Cell = View | 'own units' | Reason

type Cells = Readonly<Record<Capacity, Cell>>

export type Rule = {
  /** What is done, as the documentation says it. */
  readonly says: string
  readonly alone: Cells
  /** In a channel all of whose readers belong to the workspace; elsewhere nobody gets anything. */
  readonly channel: Cells
}

export const everyone = (cell: Cell): Cells => ({
  operator: cell,
  'admin with person': cell,
  admin: cell,
  security: cell,
  analyst: cell,
  lead: cell,
  member: cell,
})

export const forAll = { alone: everyone('none'), channel: everyone('none') }

/** Exact for who may see people, `published` for the rest of those with a role. */
export const numbers = (lead: Cell, member: Cell): Pick<Rule, 'alone' | 'channel'> => ({
  alone: {
    ...everyone('published'),
    operator: 'exact',
    'admin with person': 'exact',
    lead,
    member,
  },
  channel: { ...everyone('published'), operator: 'not-alone', lead, member },
})

/** For who may see people, where nobody else reads. */
export const exactly = (otherwise: Reason): Pick<Rule, 'alone' | 'channel'> => ({
  alone: { ...everyone(otherwise), operator: 'exact', 'admin with person': 'exact' },
  channel: everyone(otherwise === 'people' ? 'people' : 'not-alone'),
})

/** For each with an account of their own, in private. */
export const oneself = (view: View): Pick<Rule, 'alone' | 'channel'> => ({
  alone: { ...everyone(view), operator: 'no-account' },
  channel: everyone('not-alone'),
})

export const admins = (more: Partial<Cells> = {}): Pick<Rule, 'alone' | 'channel'> => ({
  alone: {
    ...everyone('not-admin'),
    operator: 'none',
    'admin with person': 'none',
    admin: 'none',
    ...more,
  },
  channel: everyone('not-alone'),
})

/** For who may ask how work goes. */
export const work: Cells = {
  ...everyone('not-analyst'),
  operator: 'published',
  'admin with person': 'published',
  admin: 'published',
  analyst: 'published',
  lead: 'own units',
}
