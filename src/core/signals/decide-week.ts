import type { Day } from '#core/time/day.ts'

import type { SignalCell, SignalId, UsageLevel } from './panel.ts'
import { HALVES, LEVEL_GROUPS, type ToldSum } from './told.ts'

/** By level of use: whose signal is known, and the sum of it. */
type Tally = ReadonlyMap<UsageLevel, { readonly people: number; readonly sum: number }>

type Unit = {
  readonly path: string
  readonly all: Tally
  /** Units right below; who sits in the unit itself is not in them. */
  readonly below: readonly Unit[]
}

/** A unit that is told, those below it that are, and what is left when they are taken out of it. */
type Told = {
  readonly path: string
  readonly all: Tally
  readonly alone: readonly Told[]
  readonly left: Tally
}

type Deciding = { readonly week: Day; readonly signal: SignalId; readonly floor: number }

/**
 * What is told of a signal in one week: sums from which no combination leaves fewer people than the
 * floor. docs/signals.md says why these rules are enough; `cells` are the week's.
 */
export function decideWeek(
  cells: readonly SignalCell[],
  { week, signal, floor }: Deciding,
): readonly ToldSum[] {
  const company = unitOf('', tallies(cells, signal))
  if (sizeOf(company.all) < floor) return []
  const told = apart(company, floor)
  const row = (path: string, all: Tally, fine: number) =>
    newIn(fine).map((levels): ToldSum => {
      const of = levels.flatMap((level) => all.get(level) ?? [])
      const sum = of.reduce((total, one) => total + one.sum, 0)
      return { week, unit: path, levels, signal, people: countOf(all, levels), sum }
    })
  const everyone = flat(told).flatMap(({ path, all }) => row(path, all, 0))
  const byUse = mixed(told) < floor ? [] : levelled(told, floor)
  const halves = byUse.flatMap(({ path, all }) => row(path, all, 1))
  const fine = [2, 3].filter((each) => byUse.length > 0 && isFine(told, each, floor))
  return [...everyone, ...halves, ...fine.flatMap((each) => row('', told.all, each))]
}

/** Groups that are not told by a coarser cut already. */
const newIn = (fine: number): readonly (readonly UsageLevel[])[] =>
  (LEVEL_GROUPS[fine] ?? []).filter(
    (group) =>
      !LEVEL_GROUPS.slice(0, fine)
        .flat()
        .some((other) => other.join() === group.join()),
  )

function tallies(
  cells: readonly SignalCell[],
  signal: SignalId,
): readonly (readonly [string, Tally])[] {
  const units = Map.groupBy(cells, ({ unit }) => unit)
  return Array.from(units, ([unit, own]) => [
    unit,
    together(
      own.flatMap(({ level, signals }) => {
        const known = signals[signal]
        return known && known.people > 0 ? new Map([[level, known]]) : []
      }),
    ),
  ])
}

function unitOf(path: string, all: readonly (readonly [string, Tally])[]): Unit {
  const start = path === '' ? '' : `${path}/`
  const within = all.filter(([unit]) => unit !== path)
  const names = Map.groupBy(within, ([unit]) => unit.slice(start.length).split('/')[0] ?? '')
  return {
    path,
    all: together(all.map(([, tally]) => tally)),
    below: Array.from(names, ([name, own]) => unitOf(`${start}${name}`, own)),
  }
}

function together(all: readonly Tally[]): Tally {
  const sums = new Map<UsageLevel, { people: number; sum: number }>()
  for (const [level, { people, sum }] of all.flatMap((tally) => [...tally])) {
    const one = sums.get(level)
    sums.set(level, { people: people + (one?.people ?? 0), sum: sum + (one?.sum ?? 0) })
  }
  return sums
}

const countOf = (all: Tally, levels: readonly UsageLevel[]): number =>
  levels.reduce((total, level) => total + (all.get(level)?.people ?? 0), 0)

const sizeOf = (all: Tally): number => countOf(all, [...all.keys()])

/** Those that are large enough stand alone; what is left must be so too, else the smallest join it. */
function peeled<One extends { readonly path: string }>(
  all: readonly One[],
  size: (one: One) => number,
  { floor, left }: { readonly floor: number; readonly left: number | undefined },
): readonly One[] {
  const alone = all
    .filter((one) => size(one) >= floor)
    .toSorted((a, b) => size(b) - size(a) || (a.path < b.path ? -1 : 1))
  const others = all.filter((one) => size(one) < floor)
  let rest = others.reduce((total, one) => total + size(one), left ?? 0)
  let some = left !== undefined || others.length > 0
  for (let last = alone.at(-1); some && rest < floor && last; last = alone.at(-1)) {
    rest += size(last)
    some = true
    alone.pop()
  }
  return alone
}

/** Units by themselves: each, and what is left of the one above, is of so many as the floor. */
function apart({ path, all, below }: Unit, floor: number): Told {
  const known = below.filter((unit) => sizeOf(unit.all) > 0)
  const itself = sizeOf(all) - known.reduce((total, unit) => total + sizeOf(unit.all), 0)
  const left = itself > 0 ? itself : undefined
  const alone = peeled(known, (unit) => sizeOf(unit.all), { floor, left })
  return {
    path,
    all,
    alone: alone.map((unit) => apart(unit, floor)),
    left: without(
      all,
      alone.map((unit) => unit.all),
    ),
  }
}

const without = (all: Tally, parts: readonly Tally[]): Tally =>
  new Map(
    Array.from(all, ([level, { people, sum }]) => {
      const taken = parts.flatMap((part) => part.get(level) ?? [])
      const total = (of: 'people' | 'sum') => taken.reduce((sums, one) => sums + one[of], 0)
      return [level, { people: people - total('people'), sum: sum - total('sum') }] as const
    }).filter(([, { people }]) => people > 0),
  )

const flat = (told: Told): readonly Told[] => [told, ...told.alone.flatMap(flat)]

/** What is not cut any further: those told without any below them, and what is left of the others. */
const parts = (told: Told): readonly Tally[] => [
  ...told.alone.flatMap(parts),
  ...(sizeOf(told.left) > 0 ? [told.left] : []),
]

/** How few of each part can be on the other side: so many are in any difference of the two groups. */
const fewest = (all: readonly Tally[], [these, those]: Sides): number =>
  all.reduce((total, part) => total + Math.min(countOf(part, these), countOf(part, those)), 0)

type Sides = readonly [readonly UsageLevel[], readonly UsageLevel[]]

const mixed = (told: Told): number => fewest(parts(told), HALVES)

/** Those of which the two groups of levels are told as well; what is left of each stands for enough. */
function levelled(told: Told, floor: number): readonly Told[] {
  const left = sizeOf(told.left) > 0 ? fewest([told.left], HALVES) : undefined
  return [
    told,
    ...peeled(told.alone, mixed, { floor, left }).flatMap((unit) => levelled(unit, floor)),
  ]
}

/** Whether the company's levels may be cut so, however the two groups of each part are known. */
function isFine(company: Told, fine: number, floor: number): boolean {
  const all = parts(company)
  return HALVES.every((half) => {
    const groups = (LEVEL_GROUPS[fine] ?? []).filter((group) =>
      group.every((level) => half.includes(level)),
    )
    return cuts(groups).every((sides) => fewest(all, sides) >= floor)
  })
}

/** Every way to put groups on two sides, the first on the first. */
function cuts(groups: readonly (readonly UsageLevel[])[]): readonly Sides[] {
  const [first = [], ...others] = groups
  return Array.from({ length: 2 ** others.length - 1 }, (_, at) => {
    const beside = others.filter((_, n) => (at & (2 ** n)) > 0)
    return [
      [...first, ...beside.flat()],
      others.filter((each) => !beside.includes(each)).flat(),
    ] as const
  })
}
