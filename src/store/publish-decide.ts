import { randomInt } from 'node:crypto'

import type { Cell, Detail, Rounded } from '#core/privacy/cell.ts'
import { decideMonth } from '#core/privacy/decide.ts'
import { mayRestate } from '#core/privacy/restate.ts'
import type { Rule } from '#core/privacy/rule.ts'
import type { Node } from '#core/privacy/units.ts'
import { type Uses, usesOf } from '#core/privacy/uses.ts'
import type { Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

import { type Basis, SUMMED, usesIn, type PublishedMetric } from './publish-uses.ts'

export type Told = {
  readonly version: number
  /** With the units the month was decided on. */
  readonly detail: Detail & {
    readonly units: string
    /** The floor it was decided with: a lower one is for months that begin later. */
    readonly floor: number
  }
}

/** A cell as it is stored. */
export type ToldCell = {
  readonly unit: number
  readonly own: boolean
  readonly first: string
  readonly last: string
  readonly split: Cell['split']
  readonly tool: number
  readonly key: number
  readonly value: number
  /** Where it is told rounded: the most it can be, and `value` the least. */
  readonly most?: number
}

/** What is told of one number of a month. */
export type Telling = {
  readonly metric: PublishedMetric
  readonly detail: Told['detail']
  readonly cells: readonly ToldCell[]
}

type Month = {
  readonly pieces: readonly Period[]
  readonly tree: Node
  /** The units as one text: over a month in which units came or went, families are not the same. */
  readonly units: string
  readonly told: ReadonlyMap<PublishedMetric, Told>
  readonly known: readonly Period[]
  /** The month, where all its pieces are told. */
  readonly whole: Period | undefined
  readonly rule: Rule
}

/** Everything that deciding on a month needs. */
export type Job =
  | (Month & {
      readonly kind: 'pieces'
      readonly fresh: readonly Period[]
      /** The month before, where it is to be foreseen who is safe in what is to come. */
      readonly before: { readonly whole: Period; readonly basis: readonly Basis[] } | undefined
      readonly basis: readonly Basis[]
      /** The names of the cells that were told of the known pieces, per number. */
      readonly stand: ReadonlyMap<PublishedMetric, ReadonlySet<string>>
    })
  | (Month & {
      readonly kind: 'again'
      /** What was told of it, by version. */
      readonly kept: ReadonlyMap<number, readonly Basis[]>
      readonly now: readonly Basis[]
    })

/** What is told of a month; null where telling it again would give somebody away. */
export function decide(job: Job): readonly Telling[] | null {
  switch (job.kind) {
    case 'pieces':
      return tellPieces(job)
    case 'again':
      return tellAgain(job)
  }
}

function tellPieces(job: Job & { readonly kind: 'pieces' }): readonly Telling[] {
  const { tree, units, told, pieces, known, fresh, before, whole, rule, basis, stand } = job
  const closed = [...known, ...fresh].toSorted((a, b) => (a.from < b.from ? -1 : 1))
  return SUMMED.map((metric) => {
    const uses = usesOf(usesIn(metric, basis))
    const first = told.get(metric)?.detail
    const month = {
      tree,
      uses,
      pieces,
      closed,
      detail: first,
      before: before && {
        whole: before.whole,
        uses: usesOf(usesIn(metric, before.basis)),
      },
      rule: strictest(rule, first),
      random,
    }
    const steady = first === undefined || first.units === units
    const all = decideMonth({ ...month, whole: steady ? whole : undefined })
    // Since someone was forgotten what was told is not what would be: what a month hides is not known.
    const isKnown = stands(all.cells, { known, uses, stand: stand.get(metric) })
    const { cells, rounded, detail } = isKnown ? all : decideMonth({ ...month, whole: undefined })
    const isNew = ({ part }: Pick<Cell, 'part'>) =>
      fresh.some(({ from, to }) => part.to >= from && part.to <= to)
    return {
      metric,
      detail: first ?? { ...detail, units, floor: rule.floor },
      cells: [...written(cells.filter(isNew), uses), ...rounded.filter(isNew).map(writtenRounded)],
    }
  })
}

/** What nobody could work out again, knowing how it is decided. */
const random = () => randomInt(2 ** 32) / 2 ** 32

function tellAgain(job: Job & { readonly kind: 'again' }): readonly Telling[] | null {
  const { tree, units, told, pieces, known, whole, rule, kept, now } = job
  // What was told is found again from the same units alone.
  if ([...told.values()].some(({ detail }) => detail.units !== units)) return null
  const last = kept.get(Math.max(0, ...kept.keys())) ?? []
  const tellings: Telling[] = []
  for (const metric of SUMMED) {
    const detail = told.get(metric)?.detail
    if (!detail) continue
    const uses = usesOf(usesIn(metric, now))
    const strict = strictest(rule, detail)
    const { cells } = decideMonth({
      tree,
      uses: usesOf(usesIn(metric, last)),
      pieces,
      closed: known,
      whole,
      again: true,
      detail,
      rule: strict,
    })
    const earlier = [...kept.values()].map((basis) => usesOf(usesIn(metric, basis)))
    if (!mayRestate(cells, { earlier, now: uses, rule: strict })) return null
    tellings.push({ metric, detail, cells: written(cells, uses) })
  }
  return tellings
}

/** Whether the cells of these pieces are those that were told of them. */
function stands(
  cells: readonly Cell[],
  told: {
    readonly known: readonly Period[]
    readonly uses: Uses
    readonly stand: ReadonlySet<string> | undefined
  },
): boolean {
  const { known, uses, stand = new Set<string>() } = told
  const isKnown = (day: Day) => known.some(({ from, to }) => day >= from && day <= to)
  const inKnown = cells.filter(({ part }) => isKnown(part.from) && isKnown(part.to))
  const names = new Set(written(inKnown, uses).map(nameOfCell))
  return names.size === stand.size && [...names].every((name) => stand.has(name))
}

export const nameOfCell = (cell: Omit<ToldCell, 'value' | 'most'>): string =>
  [cell.unit, cell.own, cell.first, cell.last, cell.split, cell.tool, cell.key].join(' ')

const strictest = (rule: Rule, told: Told['detail'] | undefined): Rule => ({
  ...rule,
  floor: Math.max(rule.floor, told?.floor ?? 0),
})

/** What only follows by subtraction is not written. */
function written(cells: readonly Cell[], uses: Uses): readonly ToldCell[] {
  return cells.flatMap(({ node, part, split }) => {
    if (node === null) return []
    const [tool, ...tools] = part.tools ?? []
    const [key, ...keys] = part.models ?? part.features ?? []
    return [
      {
        unit: node.unit,
        own: node.own,
        first: part.from,
        last: part.to,
        split,
        tool: split === 'none' ? 0 : tool === undefined || tools.length > 0 ? -1 : tool,
        key: key === undefined ? 0 : keys.length > 0 ? -1 : key,
        value: uses.sum(part).total,
      },
    ]
  })
}

const writtenRounded = ({ node, part, low, high }: Rounded): ToldCell => ({
  unit: node.unit,
  own: node.own,
  first: part.from,
  last: part.to,
  split: 'none',
  tool: 0,
  key: 0,
  value: low,
  most: high,
})
