/**
 * Two who compare notes against everything the demo company publishes, in the same run as what is
 * still answered. Goals: no combination about fewer than the floor, no interval narrower than a tenth
 * to either side, also across a restatement and a forgotten person; 95 % of 500 questions answered.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'drizzle-orm'

import { readConfig } from '#config.ts'
import { parse } from '#core/command/parse.ts'
import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { DEFAULT_RULE } from '#core/privacy/rule.ts'
import { usesOf } from '#core/privacy/uses.ts'
import { day } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import { openDemo } from '#main/demo.ts'
import { openStore } from '#store/open.ts'
import { currentBasis, keptBasis } from '#store/publish-basis.ts'
import { forgetInBasis } from '#store/publish-forget.ts'
import { treeOf } from '#store/publish-units.ts'
import { type SUMMED, usesIn } from '#store/publish-uses.ts'
import { publishClosed } from '#store/publish.ts'
import { cellsIn, type Sum } from '#store/published-cells.ts'
import { publishedReader } from '#store/published-reader.ts'
import { rows } from '#store/rows.ts'

import { attack } from './attack.ts'
import { QUESTIONS } from './questions.ts'
import type { Released } from './system.ts'

const TODAY = day('2026-11-21')
const MONTHS = ['2026-07-01', '2026-10-01'].map(day)
const TARGETS = Number(process.argv[2] ?? 24)
const rule = DEFAULT_RULE

const root = mkdtempSync(join(tmpdir(), 'ai-usage-privacy-'))
const folder = join(root, 'demo')
const config = readConfig({ AI_USAGE_NOW: `${TODAY}T12:00:00Z` })
const demo = await openDemo(
  config,
  { cwd: process.cwd(), tty: false, err: () => undefined },
  { folder },
)
await demo[Symbol.asyncDispose]()
await using store = await openStore({ databaseUrl: undefined, dataDir: folder })
const { db } = store

const started = performance.now()
console.log('published', await publishClosed(db, { today: TODAY, rule }))
console.log(`in ${((performance.now() - started) / 1000).toFixed(1)} s`)

/** A told sum as its readers know it. */
async function released(month: typeof TODAY, metric: string) {
  const whole = { from: month, to: lastOfMonth(month) }
  const tree = await treeOf(db, whole)
  const leaves = new Map<string, readonly number[]>()
  const walk = (node: typeof tree): void => {
    leaves.set(`${node.unit}${node.own ? ' own' : ''}`, node.leaves)
    node.kids.forEach(walk)
  }
  walk(tree)
  const sums = (await cellsIn(db, whole)).sums.filter((sum) => sum.metric === metric)
  const beside = Map.groupBy(sums, ({ node, from, to, split }) => `${node} ${from} ${to} ${split}`)
  const holds = (sum: Sum): Released['holds'] => {
    const all = beside.get(`${sum.node} ${sum.from} ${sum.to} ${sum.split}`) ?? []
    const tools = new Set(all.map(({ tool }) => tool))
    const keys = new Set(all.flatMap(({ tool, key }) => (tool === sum.tool ? [key] : [])))
    return (tool, model, feature) => {
      if (sum.split === 'none') return true
      if (sum.split === 'tool') return sum.tool === tool || (sum.tool < 0 && !tools.has(tool))
      const key = sum.split === 'model' ? model : feature
      return sum.tool === tool && (sum.key === key || (sum.key < 0 && !keys.has(key)))
    }
  }
  const cells = sums.map((sum): Released => ({
    from: sum.from,
    to: sum.to,
    value: sum.value,
    leaves: new Set(leaves.get(sum.node)),
    holds: holds(sum),
  }))
  return { cells, splits: sums.map(({ split }) => split), leaves: tree.leaves }
}

async function attackMonth(month: typeof TODAY, metric: (typeof SUMMED)[number], targets: number) {
  const { cells, splits, leaves } = await released(month, metric)
  const kept = await keptBasis(db, { from: month, to: lastOfMonth(month) })
  const basis =
    kept.get(Math.max(...kept.keys())) ??
    (await currentBasis(db, { from: month, to: lastOfMonth(month) }))
  const uses = usesOf(usesIn(metric, basis))
  const plain = usesOf(uses.all.map((use) => ({ ...use, model: 0, feature: 0 })))
  const pieces = piecesOf(month)
  const told = cells.filter((_, n) => splits[n] === 'none' || splits[n] === 'tool')
  const whole = attack({ cells: told, uses: plain, pieces, leaves, rule, targets })
  console.log(month, metric, whole)
  const [, piece] = pieces
  if (!piece) return
  // Models stand beside everything else of their week: one more unknown for each.
  const models = cells.filter(
    ({ from, to }, n) => splits[n] !== 'feature' && from >= piece.from && to <= piece.to,
  )
  const flat = usesOf(
    uses.all
      .filter(({ day }) => day >= piece.from && day <= piece.to)
      .map((use) => ({ ...use, feature: 0 })),
  )
  const finer = { cells: models, uses: flat, pieces: [piece], leaves, rule, targets: targets / 2 }
  console.log(month, metric, 'with models', piece, attack(finer))
}

async function utility() {
  const reader = publishedReader(db, { pseudonym: () => '' })
  const missed = new Map<string, number>()
  let full = 0
  for (const { text, today } of QUESTIONS) {
    const ask = parse(text)
    if (ask.kind !== 'ask') throw new Error(`not a question: ${text}`)
    const resolved = await reader.resolve(ask.filters)
    if ('unresolved' in resolved) throw new Error(`unknown name: ${text}`)
    const { measurements } = await reader.measure({
      ...resolvePeriod(ask.period, day(today)),
      metrics: ask.metrics ?? ['spend', 'messages', 'active_people', 'sessions'],
      scope: resolved.scope,
      ...(ask.by && { by: ask.by }),
      today: day(today),
    })
    const answered = measurements.every(
      ({ now, by }) => now !== null && (!by || by.rows.length > 1),
    )
    if (answered) full++
    else missed.set(`${text} on ${today}`, (missed.get(`${text} on ${today}`) ?? 0) + 1)
  }
  console.log(`answered in full: ${full} of ${QUESTIONS.length}`)
  console.log('not:', [...missed.keys()].join('; '))
}

await utility()
for (const month of MONTHS) {
  for (const metric of ['messages', 'spend', 'sessions'] as const) {
    await attackMonth(month, metric, TARGETS)
  }
}

const cellsNow = async () =>
  JSON.stringify((await cellsIn(db, { from: day('2026-10-01'), to: TODAY })).sums.map((sum) => sum))
const before = await cellsNow()
await rows(
  db,
  'one late row',
  sql`update usage_daily set messages = messages + 40 where messages is not null and person_id = (
    select min(person_id) from usage_daily where person_id > 0 and day between '2026-10-05' and '2026-10-09')
    and day between '2026-10-05' and '2026-10-09'`,
)
console.log('one person is restated', await publishClosed(db, { today: TODAY, rule }))
console.log('released numbers changed:', (await cellsNow()) !== before)
const [anyone] = await rows<{ person: number }>(
  db,
  'somebody',
  sql`select max(person_id)::int as person from published_basis where day > '2026-10-01'`,
)
if (anyone) {
  await forgetInBasis(db, anyone.person)
  await rows(
    db,
    'forget',
    sql`update usage_daily set person_id = 0 where person_id = ${anyone.person}`,
  )
}
console.log('one person is forgotten', await publishClosed(db, { today: day('2026-11-28'), rule }))
const after = JSON.stringify(
  (await cellsIn(db, { from: day('2026-10-01'), to: day('2026-11-15') })).sums.map((sum) => sum),
)
console.log('what was told before stands:', after === before)
await attackMonth(day('2026-10-01'), 'messages', TARGETS)
rmSync(root, { recursive: true })
