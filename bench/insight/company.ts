import type { Value } from '#core/metric/metric.ts'

import type { Random } from './random.ts'

/** A step in how a team uses AI: from a week on, this many times its use. */
export type Planted = { readonly team: number; readonly week: number; readonly times: number }

type Wanted = {
  readonly weeks: number
  readonly planted: readonly Planted[]
  /** One size for all, else as companies have them. */
  readonly size?: number
  readonly noise: 'usual' | 'low' | 'high'
}

/** What a generator makes of one team; the four numbers that are looked at, week by week. */
export type Team = {
  readonly members: readonly number[]
  readonly messages: readonly Value[]
  readonly people: readonly Value[]
  readonly spend: readonly Value[]
  readonly depth: readonly Value[]
  readonly sessions: readonly Value[]
}

export type Company = {
  readonly teams: readonly Team[]
  readonly workingDays: readonly number[]
  /** Weeks in which a tool was down for everyone and no source said so: a real fall of the company's use. */
  readonly outages: readonly boolean[]
}

/** A year of it, or some weeks; the same seed gives the same one. */
export type Generator = (random: Random, wanted: Wanted) => Company

export const TEAMS = 40

/** What every company has, whichever family it is of: holidays, weeks nobody knows, teams that are moved. */
export function mishaps(random: Random, weeks: number) {
  const workingDays = Array.from({ length: weeks }, () => 5)
  for (let week = 0; week < weeks; week++)
    if (random.uniform() < 0.15) workingDays[week] = random.uniform() < 0.7 ? 4 : 3
  const year = Math.floor(random.uniform() * weeks)
  if (weeks > 40) workingDays[year] = 1
  /** A tool was down or its data never came: the week is not known. */
  const unknown = Array.from({ length: weeks }, () => random.uniform() < 0.04)
  /** A tool was down and nobody said so: everyone used less. */
  const shared = Array.from({ length: weeks }, () => (random.uniform() < 0.03 ? 0.7 : 1))
  return { workingDays, unknown, shared }
}

/** People of a team, week by week; a re-organisation moves a third of them or more, once in five years. */
export function members(random: Random, weeks: number, size: number): readonly number[] {
  const moved = random.uniform() < (0.2 * weeks) / 52 ? Math.floor(random.uniform() * weeks) : -1
  const times = random.uniform() < 0.5 ? random.between(1.35, 2) : random.between(0.5, 0.7)
  let now = size
  return Array.from({ length: weeks }, (_, week) => {
    if (week === moved) now = Math.max(3, Math.round(now * times))
    else if (random.uniform() < 0.05) now = Math.max(3, now + (random.uniform() < 0.5 ? 1 : -1))
    return now
  })
}

export const sizeOf = (random: Random): number =>
  Math.round(Math.min(120, Math.max(5, Math.exp(2.9 + 0.7 * random.normal()))))

export const timesOf = (planted: readonly Planted[], team: number, week: number): number =>
  planted.reduce(
    (times, one) => (one.team === team && week >= one.week ? times * one.times : times),
    1,
  )
