import type { Measurement, Row } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'

import { type Change, compare, comparedDays, dividesByWorkingDays, wholeInBoth } from './change.ts'
import { type Span, usualRange, workedDays } from './usual-range.ts'

/** A group's part of the whole, 0..1. */
type Leader = { readonly row: Row; readonly share: number }

/** What the biggest `count` of `of` groups hold together, 0..1. */
export type Concentration = { readonly count: number; readonly of: number; readonly share: number }

export type Mover = {
  readonly row: Row
  readonly change: Change & { readonly kind: 'moved' | 'counted' | 'new' }
}

/** A leader with less of the whole is one among many. */
const STANDS_OUT = 0.15
/** A mover must carry at least this part of what the whole was. */
const WORTH_NAMING = 0.02

/** Whether a row is of what belongs to none: of two dimensions, to neither. */
export function isNobodys({ key, also }: Row): boolean {
  return key === null && (also === undefined || also.key === null)
}

/** Biggest first, unknown numbers after known ones, the unattributed row last. */
export function ranked(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted(
    (a, b) =>
      Number(isNobodys(a)) - Number(isNobodys(b)) ||
      Number(a.now === null) - Number(b.now === null) ||
      (b.now ?? 0) - (a.now ?? 0) ||
      byText(a.label, b.label) ||
      byText(a.key ?? '', b.key ?? '') ||
      byText(a.also?.label ?? '', b.also?.label ?? ''),
  )
}

/** The biggest `top` groups, or all; what belongs to none is always there. */
export function topRows(rows: readonly Row[], top: number | undefined): readonly Row[] {
  const sorted = ranked(rows)
  const named = sorted.filter((row) => !isNobodys(row)).slice(0, top)
  return named.concat(sorted.filter(isNobodys))
}

/** The group with the most, unless a single group is all there is or none stands out. */
export function leader({ by, unit, now }: Measurement): Leader | undefined {
  if (!by || !addsUp(unit) || now === null || now <= 0) return undefined
  const known = by.rows.filter((row) => (row.now ?? 0) > 0)
  const first = known.toSorted((a, b) => (b.now ?? 0) - (a.now ?? 0))[0]
  if (known.length < 2 || !first || first.now === null || first.now > now) return undefined
  const share = first.now / now
  return share >= STANDS_OUT ? { row: first, share } : undefined
}

/** The part of the whole that the biggest named groups hold; undefined when they are all there is. */
export function topShare({ by, unit, now }: Measurement, count: number): Concentration | undefined {
  if (!by || !addsUp(unit) || now === null || now <= 0) return undefined
  const named = ranked(by.rows).filter((row) => !isNobodys(row) && (row.now ?? 0) > 0)
  if (named.length <= count) return undefined
  const held = named.slice(0, count).reduce((sum, row) => sum + (row.now ?? 0), 0)
  return held > now ? undefined : { count, of: named.length, share: held / now }
}

/** The named group whose number moved most, in what it adds to or takes from the whole. */
export function topMover(measurement: Measurement, span: Span): Mover | undefined {
  const changeOfRow = rowChange(measurement, span)
  if (!changeOfRow || !measurement.by || measurement.before === null) return undefined
  const enough = measurement.before * WORTH_NAMING
  return measurement.by.rows
    .flatMap((row) => {
      const change = changeOfRow(row)
      if (isNobodys(row) || change.kind === 'same' || change.kind === 'incomparable') return []
      const { perWorkingDay, workingDays } = change.basis
      const pace = perWorkingDay ? workingDays.now / workingDays.before : 1
      const moved = Math.abs((row.now ?? 0) - (row.before ?? 0) * pace)
      return moved >= enough ? [{ row, change, moved }] : []
    })
    .toSorted((a, b) => b.moved - a.moved || byText(a.row.label, b.row.label))
    .map(({ row, change }) => ({ row, change }))[0]
}

/**
 * How a row changed, or undefined when rows can't be compared: they carry no comparable days of
 * their own, so both periods must be known in full, by the same tools.
 */
export function rowChange(
  measurement: Measurement,
  span: Span,
): ((row: Row) => Change) | undefined {
  if (span.partial || !wholeInBoth(measurement, span)) return undefined
  const { unit } = measurement
  const days = workedDays(span)
  if ((days.now === 0) !== (days.before === 0)) return undefined
  const usual = usualRange(measurement, span)
  const basis = {
    days: comparedDays(span),
    of: comparedDays(span),
    workingDays: days,
    perWorkingDay: dividesByWorkingDays(unit, days),
    likeForLike: false,
  }
  return ({ now, before }) =>
    now === null || before === null
      ? { kind: 'incomparable', reason: 'unknown' }
      : compare({ unit, now, before, usual }, basis)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
