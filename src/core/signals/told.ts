import type { Day } from '#core/time/day.ts'

import type { SignalCell, SignalId, UsageLevel } from './panel.ts'

/** Levels of use told apart, from all as one to each by itself. */
export const LEVEL_GROUPS: readonly (readonly (readonly UsageLevel[])[])[] = [
  [['power', 'habitual', 'novice', 'low', 'none']],
  [
    ['power', 'habitual'],
    ['novice', 'low', 'none'],
  ],
  [['power', 'habitual'], ['novice', 'low'], ['none']],
  [['power'], ['habitual'], ['novice'], ['low'], ['none']],
]

type Cells = readonly SignalCell[]

/** What is told of one signal: to how many people at least each number must belong, in each week. */
export type Telling = { readonly signal: SignalId; readonly floor: number }

/**
 * How finely levels may be told of these people: an index of `LEVEL_GROUPS`, -1 for not at all. In each
 * week every group has nobody whose signal is known, or as many as the floor.
 */
function fineness(cells: Cells, telling: Telling): number {
  return LEVEL_GROUPS.findLastIndex((groups) => isSafe(cells, groups, telling))
}

function isSafe(
  cells: Cells,
  groups: (typeof LEVEL_GROUPS)[number],
  { signal, floor }: Telling,
): boolean {
  const people = new Map<string, number>()
  for (const { week, level, signals } of cells) {
    const known = signals[signal]?.people ?? 0
    const key = `${week} ${groups.findIndex((group) => group.includes(level))}`
    if (known > 0) people.set(key, (people.get(key) ?? 0) + known)
  }
  return people.size > 0 && [...people.values()].every((known) => known >= floor)
}

/** The units right below a path, and who sits in it itself (the path), by path. */
export function below(cells: Cells, path: string): ReadonlyMap<string, Cells> {
  const start = path === '' ? '' : `${path}/`
  return Map.groupBy(
    cells.filter(({ unit }) => isWithin(unit, path)),
    ({ unit }) => (unit === path ? path : `${start}${unit.slice(start.length).split('/')[0]}`),
  )
}

/** The company is the empty path. */
export const isWithin = (unit: string, path: string): boolean =>
  path === '' || unit === path || unit.startsWith(`${path}/`)

/**
 * The units below a path that may be told by themselves, each as finely as given; what is left is told
 * as one and must be safe too, else the smallest join it: nobody can be had by taking the told from
 * their sum.
 */
export function apart(
  units: ReadonlyMap<string, Cells>,
  fine: number,
  telling: Telling,
): { readonly alone: readonly string[]; readonly rest: readonly string[] } {
  const groups = LEVEL_GROUPS[fine] ?? []
  const size = (unit: string) => knownIn(units.get(unit) ?? [], telling.signal)
  const known = [...units.keys()].filter((unit) => size(unit) > 0)
  const safe = (names: readonly string[]) =>
    isSafe(
      names.flatMap((unit) => units.get(unit) ?? []),
      groups,
      telling,
    )
  const alone = known.filter((unit) => safe([unit])).toSorted((a, b) => size(b) - size(a))
  const rest = known.filter((unit) => !alone.includes(unit))
  while (rest.length > 0 && alone.length > 0 && !safe(rest)) rest.push(alone.pop() ?? '')
  return rest.length > 0 && !safe(rest) ? { alone: [], rest: [] } : { alone, rest }
}

const knownIn = (cells: Cells, signal: SignalId): number =>
  cells.reduce((sum, { signals }) => sum + (signals[signal]?.people ?? 0), 0)

/**
 * How finely the people of a path may be told, -1 for not at all: they, and each unit above them, stand
 * apart from the units beside them.
 */
export function finest(cells: Cells, path: string, telling: Telling): number {
  let fine = fineness(cells, telling)
  const levels = path === '' ? [] : path.split('/')
  for (const [at] of levels.entries()) {
    const units = below(cells, levels.slice(0, at).join('/'))
    const unit = levels.slice(0, at + 1).join('/')
    while (fine >= 0 && !apart(units, fine, telling).alone.includes(unit)) fine -= 1
  }
  return fine
}

export type Mean = {
  readonly mean: number
  /** In an average week, those whose signal is known. */
  readonly people: number
}

/** Per person and week; null where nothing is known. */
export function meanOf(cells: Cells, signal: SignalId): Mean | null {
  const sums = cells.flatMap(({ signals }) => signals[signal] ?? [])
  const people = sums.reduce((all, each) => all + each.people, 0)
  const weeks = new Set(cells.flatMap((cell) => (cell.signals[signal] ? cell.week : []))).size
  if (people === 0) return null
  return { mean: sums.reduce((all, { sum }) => all + sum, 0) / people, people: people / weeks }
}

/** The weeks of the cells, in order. */
export const weeksIn = (cells: Cells): readonly Day[] =>
  [...new Set(cells.map(({ week }) => week))].toSorted()
