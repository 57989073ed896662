import { sql } from 'drizzle-orm'

import type { Cell } from '#core/privacy/cell.ts'
import { decideMonth } from '#core/privacy/decide.ts'
import { lastOfMonth, nextMonth, piecesOf } from '#core/privacy/pieces.ts'
import { mayRestate } from '#core/privacy/restate.ts'
import type { Rule } from '#core/privacy/rule.ts'
import { nameOf, type Node } from '#core/privacy/units.ts'
import { usesOf } from '#core/privacy/uses.ts'
import { addDays, addMonths, type Day, firstOfMonth, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { TENANT } from './measure-sql.ts'
import { type Basis, currentBasis, keepBasis, keptBasis, SUMMED, usesIn } from './publish-basis.ts'
import { decided, decidedPeriods, tellCells, tellMonth, toldOf } from './publish-cells.ts'
import { publishPeople } from './publish-people.ts'
import { treeOf } from './publish-units.ts'
import { rows } from './rows.ts'

/** Vendors' days are final after so many more. */
const FINAL_AFTER_DAYS = 3
/** So long after it ended, a month may still be told again. */
const RESTATED_DAYS = 35

export type Published = {
  /** Periods told for the first time. */
  readonly periods: number
  /** Months told again, and months whose change would give somebody away: those stay as they were. */
  readonly restated: number
  readonly held: number
}

/**
 * Tells what has closed since the last time, once and the same for everyone. Days that wait to be
 * counted again are not closed.
 */
export async function publishClosed(
  db: Db,
  { today, rule }: { readonly today: Day; readonly rule: Rule },
): Promise<Published> {
  const [reach] = await rows<{ readonly first: Day | null; readonly stale: Day | null }>(
    db,
    'days to publish',
    sql`select
      (select min(day)::text from rollup_unit_day where tenant_id = ${TENANT}) as first,
      (select min(day)::text from dirty_day where tenant_id = ${TENANT}) as stale`,
  )
  let published: Published = { periods: 0, restated: 0, held: 0 }
  if (!reach?.first) return published
  const before = [addDays(today, -FINAL_AFTER_DAYS), reach.stale ?? today].toSorted()[0] ?? today
  for (let month = firstOfMonth(reach.first); month < before; month = nextMonth(month)) {
    const told = await exclusive(db, 'publish', (tx) =>
      publishMonth(tx, { month, before, today, first: reach.first as Day, rule }),
    )
    published = {
      periods: published.periods + told.periods,
      restated: published.restated + told.restated,
      held: published.held + told.held,
    }
  }
  return published
}

type Due = {
  readonly month: Day
  /** Days from here on have not closed. */
  readonly before: Day
  readonly today: Day
  readonly first: Day
  readonly rule: Rule
}

async function publishMonth(tx: Db, due: Due): Promise<Published> {
  const { month, before, today } = due
  const whole = { from: month, to: lastOfMonth(month) }
  const pieces = piecesOf(month)
  const known = await decidedPeriods(tx, 'sums', whole)
  const fresh = pieces.filter(
    ({ from, to }) => to < before && !known.some((piece) => piece.from === from),
  )
  const restatable = addDays(whole.to, RESTATED_DAYS) >= today
  const restated = restatable && known.length > 0 ? await restate(tx, due, known) : 'same'
  if (!restatable) await forget(tx, whole)
  const people = await publishCounts(tx, due)
  if (fresh.length > 0) await publishPieces(tx, due, { known, fresh })
  return {
    periods: fresh.length + people,
    restated: restated === 'told' ? 1 : 0,
    held: restated === 'held' ? 1 : 0,
  }
}

async function publishPieces(
  tx: Db,
  { month, rule }: Due,
  { known, fresh }: { readonly known: readonly Period[]; readonly fresh: readonly Period[] },
): Promise<void> {
  const whole = { from: month, to: lastOfMonth(month) }
  const [told, toldBefore, kept, tree] = [
    await toldOf(tx, month),
    await toldOf(tx, addMonths(month, -1)),
    await keptBasis(tx, whole),
    await treeOf(tx, whole),
  ]
  const version = Math.max(1, ...kept.keys())
  const basis = [...(kept.get(version) ?? [])]
  for (const piece of fresh) {
    const current = await currentBasis(tx, piece)
    await keepBasis(tx, version, current)
    basis.push(...current)
    await decided(tx, 'sums', piece)
  }
  const closed = [...known, ...fresh].toSorted((a, b) => (a.from < b.from ? -1 : 1))
  const complete = closed.length === piecesOf(month).length
  const units = unitsIn(tree)
  for (const metric of SUMMED) {
    const uses = usesOf(usesIn(metric, basis))
    const first = told.get(metric)?.detail
    // Over a month in which units came or went, families are not the same in all its pieces.
    const steady = complete && (first === undefined || first.units === units)
    const { cells, detail } = decideMonth({
      tree,
      uses,
      closed,
      whole: steady ? whole : undefined,
      detail: first,
      before: toldBefore.get(metric)?.detail,
      rule,
    })
    const isNew = ({ part }: Cell) =>
      fresh.some(({ from, to }) => part.from >= from && part.to <= to) ||
      (part.from === whole.from && part.to === whole.to)
    await tellMonth(tx, { month, metric }, { version, detail: first ?? { ...detail, units } })
    await tellCells(tx, { month, metric, version }, { cells: cells.filter(isNew), uses })
  }
}

/** Tells a month again where its uses have changed, unless the change would give somebody away. */
async function restate(
  tx: Db,
  { month, rule }: Due,
  known: readonly Period[],
): Promise<'same' | 'told' | 'held'> {
  const whole = { from: month, to: lastOfMonth(month) }
  const kept = await keptBasis(tx, whole)
  const version = Math.max(0, ...kept.keys())
  const last = kept.get(version)
  if (!last) return 'same'
  const now: Basis[] = []
  for (const piece of known) now.push(...(await currentBasis(tx, piece)))
  if (JSON.stringify(now) === JSON.stringify(last)) return 'same'
  const [told, tree] = [await toldOf(tx, month), await treeOf(tx, whole)]
  // What was told is found again from the same units alone.
  if ([...told.values()].some(({ detail }) => detail.units !== unitsIn(tree))) return 'held'
  const complete = known.length === piecesOf(month).length
  const again = SUMMED.map((metric) => {
    const uses = usesOf(usesIn(metric, now))
    const { cells } = decideMonth({
      tree,
      uses: usesOf(usesIn(metric, last)),
      closed: known,
      whole: complete ? whole : undefined,
      detail: told.get(metric)?.detail,
      rule,
    })
    const earlier = [...kept.values()].map((basis) => usesOf(usesIn(metric, basis)))
    return { metric, uses, cells, may: mayRestate(cells, { earlier, now: uses, rule }) }
  })
  if (!again.every(({ may }) => may)) return 'held'
  await keepBasis(tx, version + 1, now)
  for (const { metric, uses, cells } of again) {
    const detail = told.get(metric)?.detail
    if (!detail) continue
    await tellMonth(tx, { month, metric }, { version: version + 1, detail })
    await tellCells(tx, { month, metric, version: version + 1 }, { cells, uses })
  }
  return 'told'
}

const unitsIn = (tree: Node): string =>
  tree.kids.map((kid) => `${nameOf(kid)}(${unitsIn(kid)})`).join(',')

/** Counts of people, of the weeks that end in the month and of the month. */
async function publishCounts(tx: Db, { month, before, first, rule }: Due): Promise<number> {
  const whole = { from: month, to: lastOfMonth(month) }
  const weeks: Period[] = []
  for (let from = monday(month); addDays(from, 6) <= whole.to; from = addDays(from, 7))
    weeks.push({ from, to: addDays(from, 6) })
  const known = await decidedPeriods(tx, 'people', { from: monday(month), to: whole.to })
  const due = [...weeks, whole].filter(
    ({ from, to }) =>
      to < before &&
      from >= first &&
      !known.some((period) => period.from === from && period.to === to),
  )
  for (const period of due) await publishPeople(tx, period, rule)
  return due.length
}

/** A month that is told for good needs nobody's use any more. */
async function forget(tx: Db, { from, to }: Period): Promise<void> {
  await rows(
    tx,
    'forget published basis',
    sql`delete from published_basis
      where tenant_id = ${TENANT} and day between ${from}::date and ${to}::date`,
  )
}
