import type { Day } from '#core/time/day.ts'

import type { SignalId, UsageLevel } from './panel.ts'

const REGULAR = ['power', 'habitual'] as const
const OTHERS = ['novice', 'low', 'none'] as const

/** The two groups that levels are told apart by first. */
export const HALVES: readonly [readonly UsageLevel[], readonly UsageLevel[]] = [REGULAR, OTHERS]

/** Levels of use told apart, from all as one to each by itself; each cuts the one before. */
export const LEVEL_GROUPS: readonly (readonly (readonly UsageLevel[])[])[] = [
  [[...REGULAR, ...OTHERS]],
  HALVES,
  [REGULAR, ['novice', 'low'], ['none']],
  [['power'], ['habitual'], ['novice'], ['low'], ['none']],
]

/**
 * What was told of one week, decided once: the people of a unit, those below it included, at some
 * levels of use, and the sum of what they did.
 */
export type ToldSum = {
  /** The Monday. */
  readonly week: Day
  /** A path; empty is the company. */
  readonly unit: string
  readonly levels: readonly UsageLevel[]
  readonly signal: SignalId
  /** Whose signal is known. */
  readonly people: number
  readonly sum: number
}

type Sums = readonly Pick<ToldSum, 'week' | 'signal' | 'people' | 'sum'>[]

/** The company is the empty path. */
export const isWithin = (unit: string, path: string): boolean =>
  path === '' || unit === path || unit.startsWith(`${path}/`)

/** The unit right above; undefined of the company. */
export const above = (path: string): string | undefined =>
  path === '' ? undefined : path.split('/').slice(0, -1).join('/')

export type Mean = {
  readonly mean: number
  /** In an average week, those whose signal is known. */
  readonly people: number
}

/** Of each of those counted, in each of the weeks; null where nothing is known. */
export function meanOf(all: Sums, signal: SignalId): Mean | null {
  const sums = all.filter((one) => one.signal === signal)
  const people = sums.reduce((total, one) => total + one.people, 0)
  if (people === 0) return null
  const mean = sums.reduce((total, { sum }) => total + sum, 0) / people
  return { mean, people: people / weeksIn(sums).length }
}

/** In order. */
export const weeksIn = (all: readonly { readonly week: Day }[]): readonly Day[] =>
  [...new Set(all.map(({ week }) => week))].toSorted()
