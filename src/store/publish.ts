import type { Published, Publishing } from '#books.ts'
import type { Rule } from '#core/privacy/rule.ts'
import { nameOf, type Node } from '#core/privacy/units.ts'
import { addDays, addMonths, type Day, monday } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { Db } from '#db/db.ts'

import { exclusive } from './exclusive.ts'
import { showAssets } from './publish-assets.ts'
import { currentBasis, keepBasis, keptBasis } from './publish-basis.ts'
import { decided, decidedPeriods, standingCells, tellCells, toldOf } from './publish-cells.ts'
import { type Due, duePublishing, stampOf } from './publish-due.ts'
import { publishPeople } from './publish-people.ts'
import { decideApart } from './publish-thread.ts'
import { treeOf } from './publish-units.ts'
import type { Basis } from './publish-uses.ts'
import { lookedAt } from './recounted.ts'

/** Asked anew for whatever is decided: the floor is the policy's, which may be raised meanwhile. */
type AskRule = () => Promise<Rule>

export function publishing(db: Db, rule: AskRule): Publishing {
  return {
    async due(today) {
      const { months, marks } = await duePublishing(db, today)
      return months.length + marks.length > 0
    },
    publish: (today) => publishClosed(db, { today, rule }),
  }
}

/**
 * Tells what has closed since the last time, once and the same for everyone. Nothing is locked while it
 * is decided: what changed meanwhile is not told, and decided on the next time. May run twice and on
 * any replica.
 */
export async function publishClosed(
  db: Db,
  { today, rule }: { readonly today: Day; readonly rule: AskRule },
): Promise<Published> {
  const { months, marks } = await duePublishing(db, today)
  const put: Put[] = []
  const late = new Set<Day>()
  for (const due of months) {
    for (const [step, of] of stepsOf(due)) {
      const result = await step(db, of, rule)
      if (result === 'late') late.add(due.month)
      else put.push(result)
    }
  }
  const isLate = (day: Day) =>
    months.some(({ month, whole }) => late.has(month) && day >= whole.from && day <= whole.to)
  await lookedAt(
    db,
    marks.filter(({ day }) => !isLate(day)),
  )
  const sum = (key: keyof Published) => put.reduce((all, one) => all + (one[key] ?? 0), 0)
  return { periods: sum('periods'), restated: sum('restated'), held: sum('held') }
}

type Put = Partial<Published>
type Step = (db: Db, due: Due, rule: AskRule) => Promise<Put | 'late'>

/** Each with what is its own to tell. */
function stepsOf(due: Due): readonly (readonly [Step, Due])[] {
  const { fresh, counts } = due
  return [
    ...(due.changed ? [[restate, { ...due, fresh: [], counts: [] }] as const] : []),
    ...(fresh.length > 0 ? [[publishPieces, { ...due, counts: [] }] as const] : []),
    ...(counts.length > 0 ? [[countPeople, { ...due, fresh: [] }] as const] : []),
  ]
}

/** Writes what was decided, unless what it was decided from has changed meanwhile. */
async function tell(
  db: Db,
  { due, stamp }: { readonly due: Due; readonly stamp: string },
  write: (tx: Db) => Promise<Put>,
): Promise<Put | 'late'> {
  return await exclusive(db, 'publish', async (tx) => {
    if ((await stampOf(tx, due)) !== stamp) return 'late'
    const span = { from: monday(due.month), to: due.whole.to }
    const sums = await decidedPeriods(tx, 'sums', due.whole)
    const counts = await decidedPeriods(tx, 'people', span)
    // Another replica may have come first.
    return holdsAny(sums, due.fresh) || holdsAny(counts, due.counts) ? 'late' : await write(tx)
  })
}

const holdsAny = (told: readonly Period[], periods: readonly Period[]) =>
  told.some(({ from, to }) => periods.some((it) => it.from === from && it.to === to))

async function publishPieces(db: Db, due: Due, askRule: AskRule): Promise<Put | 'late'> {
  const { month, whole, pieces, known, fresh, restatable } = due
  const [stamp, rule] = [await stampOf(db, due), await askRule()]
  const [told, kept, tree] = [
    await toldOf(db, month),
    await keptBasis(db, whole),
    await treeOf(db, whole),
  ]
  const version = Math.max(1, ...kept.keys())
  const current: Basis[] = []
  for (const piece of fresh) current.push(...(await currentBasis(db, piece)))
  const from = [addMonths(month, -1), due.first].toSorted().at(-1) ?? month
  const last = { from, to: addDays(month, -1) }
  // What came too late for its month can't be told with the rest of it.
  const isAll = known.length === 0 || kept.size > 0
  const tellings = await decideApart({
    kind: 'pieces',
    pieces,
    tree,
    units: unitsIn(tree),
    told,
    known,
    fresh,
    before:
      told.size === 0 && last.from <= last.to
        ? { whole: last, basis: await currentBasis(db, last) }
        : undefined,
    whole: isAll && known.length + fresh.length === pieces.length ? whole : undefined,
    rule,
    basis: [...(kept.get(version) ?? []), ...current],
    stand: await standingCells(db, month),
  })
  return await tell(db, { due, stamp }, async (tx) => {
    if (restatable) await keepBasis(tx, version, current)
    for (const piece of fresh) await decided(tx, 'sums', piece)
    for (const telling of tellings ?? []) await tellCells(tx, { month, version }, telling)
    return { periods: fresh.length }
  })
}

/** Tells a month again where its uses have changed, unless the change would give somebody away. */
async function restate(db: Db, due: Due, askRule: AskRule): Promise<Put | 'late'> {
  const { month, whole, pieces, known, first } = due
  const [stamp, rule] = [await stampOf(db, due), await askRule()]
  const kept = await keptBasis(db, whole)
  const version = Math.max(0, ...kept.keys())
  const last = kept.get(version)
  const [oldest] = last ?? []
  // Days past their time are no restatement.
  if (!last || !oldest || oldest.day < first) return {}
  const now: Basis[] = []
  for (const piece of known) now.push(...(await currentBasis(db, piece)))
  if (JSON.stringify(now) === JSON.stringify(last)) return {}
  const tree = await treeOf(db, whole)
  const tellings = await decideApart({
    kind: 'again',
    pieces,
    tree,
    units: unitsIn(tree),
    told: await toldOf(db, month),
    known,
    whole: known.length === pieces.length ? whole : undefined,
    rule,
    kept,
    now,
  })
  if (!tellings) return { held: 1 }
  return await tell(db, { due, stamp }, async (tx) => {
    await keepBasis(tx, version + 1, now)
    for (const telling of tellings) await tellCells(tx, { month, version: version + 1 }, telling)
    return { restated: 1 }
  })
}

async function countPeople(db: Db, due: Due, askRule: AskRule): Promise<Put | 'late'> {
  const [stamp, rule] = [await stampOf(db, due), await askRule()]
  return await tell(db, { due, stamp }, async (tx) => {
    for (const period of due.counts) await publishPeople(tx, period, rule)
    await showAssets(tx, rule)
    return { periods: due.counts.length }
  })
}

const unitsIn = (tree: Node): string =>
  tree.kids.map((kid) => `${nameOf(kid)}(${unitsIn(kid)})`).join(',')
