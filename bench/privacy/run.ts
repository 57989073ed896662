/**
 * Half a year of the demo company is published week by week, as it closes, while people come, go, move
 * and are forgotten and a vendor restates a month. Two who compare notes, and know a colleague's rows,
 * attack everything that was told; in the same run it is counted what is still answered. Goals: no
 * combination about fewer than the floor, no interval narrower than a tenth to either side; 95 % of
 * 500 questions answered in full on the day they are asked.
 */
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { readConfig } from '#config.ts'
import { lastOfMonth, piecesOf } from '#core/privacy/pieces.ts'
import { DEFAULT_RULE } from '#core/privacy/rule.ts'
import { type Use, type Uses, usesOf } from '#core/privacy/uses.ts'
import { addDays, type Day, day, firstOfMonth } from '#core/time/day.ts'
import { openDemo } from '#main/demo.ts'
import { openStore } from '#store/open.ts'
import { currentBasis } from '#store/publish-basis.ts'
import { type Basis, type SUMMED, usesIn } from '#store/publish-uses.ts'
import { publishClosed } from '#store/publish.ts'
import { publishedReader } from '#store/published-reader.ts'

import { attack, type Verdict } from './attack.ts'
import { cast, comeAndGo, forget, oneComesLate, vendorsRestate } from './events.ts'
import { type Asked, QUESTIONS } from './questions.ts'
import { type Published, published } from './released.ts'
import { answeredHow, type How } from './utility.ts'

const FIRST = day('2026-05-28')
const TODAY = day('2026-11-21')
/** Of the last as much as has closed. */
const MONTHS = [
  '2026-06-01',
  '2026-07-01',
  '2026-08-01',
  '2026-09-01',
  '2026-10-01',
  '2026-11-01',
].map(day)
const METRICS = [
  'messages',
  'spend',
  'sessions',
  'accepted',
  'rejected',
  'failed',
  'succeeded',
] as const
/** How many people are sought in each number of each month, 0: only ask; and a demo's folder, to save making one. */
const TARGETS = Number(process.argv[2] ?? 24)
const [RESTATED, LATE, FORGOTTEN] = ['2026-10-15', '2026-10-22', '2026-10-29'].map(day)
const SEPTEMBER = { from: day('2026-09-01'), to: day('2026-09-30') }
const rule = DEFAULT_RULE

const root = mkdtempSync(join(tmpdir(), 'ai-usage-privacy-'))
const folder = join(root, 'demo')
const made = process.argv[3]
if (made !== undefined) {
  cpSync(made, folder, { recursive: true })
  chmodSync(folder, 0o700)
}
const config = readConfig({ AI_USAGE_NOW: `${TODAY}T12:00:00Z` })
const io = { cwd: process.cwd(), tty: false, err: () => undefined }
const demo = await openDemo(config, io, { folder })
await demo[Symbol.asyncDispose]()
const store = await openStore({ databaseUrl: undefined, dataDir: folder })
const { db } = store

const reader = publishedReader(db, { pseudonym: () => '' })
const events = await cast(db, ['2026-07-15', '2026-08-19', '2026-09-16', FORGOTTEN ?? ''].map(day))
await comeAndGo(db, events)
const monthOf = (month: Day) => ({ from: month, to: lastOfMonth(month) })
/** What is true, which the attacker never sees. */
const truth = new Map<Day, readonly Basis[]>()
for (const month of MONTHS) truth.set(month, await currentBasis(db, monthOf(month)))

const toldFirst = truth.get(SEPTEMBER.from) ?? []

const asked: (Asked & { readonly how: How })[] = []
let earlier: Published | undefined
let held = false
for (let today = FIRST; today <= TODAY; today = addDays(today, 7)) {
  if (today === LATE) await oneComesLate(db, events.mover.person, SEPTEMBER)
  if (today === RESTATED) {
    earlier = await published(db, SEPTEMBER.from, 'messages')
    await vendorsRestate(db, SEPTEMBER)
  }
  if (today === FORGOTTEN)
    await forget(db, events.forgotten, { from: day('2026-10-01'), to: today })
  const before = await published(db, SEPTEMBER.from, 'messages')
  const told = await publishClosed(db, { today, rule: () => Promise.resolve(rule) })
  if (today === LATE) {
    held =
      JSON.stringify(before.cells) ===
      JSON.stringify((await published(db, SEPTEMBER.from, 'messages')).cells)
    console.log('a late row of one person', told, held ? 'shows nowhere' : 'SHOWS')
  }
  if (today === RESTATED) {
    console.log('September is restated', told)
    if (told.restated > 0) truth.set(SEPTEMBER.from, await currentBasis(db, SEPTEMBER))
    else earlier = undefined
  }
  if (today === FORGOTTEN) console.log('one person is forgotten', told)
  asked.push(
    ...(await answeredHow(
      QUESTIONS.filter((it) => it.today === today),
      reader,
    )),
  )
}

const [exact, rounded] = (['exact', 'rounded'] as const).map((how) =>
  asked.filter((it) => it.how === how),
)
const missed = asked.filter(({ how }) => how === 'not')
const full = QUESTIONS.length - missed.length
console.log(
  `answered in full: ${full} of ${QUESTIONS.length} (${((full / QUESTIONS.length) * 100).toFixed(1)} %), ${exact?.length} exactly and ${rounded?.length} rounded, to within one in a hundred`,
)
/** A question without its unit. */
const kindOf = ({ today, text }: Asked) => `${today} ${text.replace(/team:"[^"]*"/, 'team')}`
const unitOf = ({ text }: Asked) => /team:"([^"]*)"/.exec(text)?.[1] ?? 'the company'
for (const [how, some] of [['rounded', rounded ?? []] as const, ['not', missed] as const])
  for (const [kind, all] of Map.groupBy(some, kindOf))
    console.log(`  ${how}: ${all.length} × ${kind}: ${[...new Set(all.map(unitOf))].join(', ')}`)

const verdicts: Verdict[] = []
if (TARGETS > 0) {
  for (const month of MONTHS) for (const metric of METRICS) await attackMonth(month, metric)
  if (earlier) await attackRestated(earlier)
}
const sum = (key: 'isolated' | 'narrow' | 'intervals' | 'combinations' | 'sums' | 'few') =>
  verdicts.reduce((all, verdict) => all + verdict[key], 0)
console.log({
  'protected values found': sum('isolated'),
  'intervals narrower than a tenth': sum('narrow'),
  'sums that rounding gives away': sum('few'),
  'sums beside what is rounded': sum('sums'),
  combinations: sum('combinations'),
  intervals: sum('intervals'),
  tightest: Math.min(...verdicts.map(({ tightest }) => tightest)),
})
await store[Symbol.asyncDispose]()
rmSync(root, { recursive: true })
process.exitCode = sum('isolated') + sum('narrow') + sum('few') === 0 && held ? 0 : 1

/** Whoever is forgotten is in no unit from the pieces on that were told afterwards. */
function usesOfTruth(metric: (typeof SUMMED)[number], basis: readonly Basis[]): readonly Use[] {
  const { person, on } = events.forgotten
  const since = piecesOf(firstOfMonth(on)).find(({ to }) => addDays(to, 3) >= on)?.from ?? on
  return usesIn(metric, basis).map((use) =>
    use.person === person && use.day >= since ? { ...use, unit: 0 } : use,
  )
}

function judge(what: string, verdict: Verdict): void {
  verdicts.push(verdict)
  console.log(what, JSON.stringify(verdict))
}

async function attackMonth(month: Day, metric: (typeof METRICS)[number]): Promise<void> {
  const { cells, leaves } = await published(db, month, metric)
  const uses = usesOf(usesOfTruth(metric, truth.get(month) ?? []))
  const pieces = piecesOf(month)
  const plain = usesOf(uses.all.map((use) => ({ ...use, model: 0, feature: 0 })))
  const whole = cells.filter(({ split }) => split === 'none' || split === 'tool')
  const shared = { leaves, rule }
  const verdict = attack({ ...shared, cells: whole, uses: plain, pieces, targets: TARGETS })
  judge(`${month} ${metric}`, verdict)
  const [, piece] = pieces
  if (!piece) return
  // Models stand beside everything else of their week: one more unknown for each.
  const inside = ({ from, to }: { from: Day; to: Day }) => from >= piece.from && to <= piece.to
  const models = cells.filter((cell) => cell.split !== 'feature' && inside(cell))
  const flat: Uses = usesOf(
    uses.all
      .filter((use) => inside({ from: use.day, to: use.day }))
      .map((use) => ({ ...use, feature: 0 })),
  )
  const finer = { ...shared, cells: models, uses: flat, pieces: [piece], targets: TARGETS / 2 }
  judge(`${month} ${metric}, a week with its models`, attack(finer))
}

/** What was told first and what was told again, taken off each other. */
async function attackRestated(first: Published): Promise<void> {
  const { cells, leaves } = await published(db, SEPTEMBER.from, 'messages')
  const was = new Map(first.cells.map(({ name, value }) => [name, value]))
  const changes = cells.flatMap((cell) => {
    const before = was.get(cell.name)
    const counts = before !== undefined && (cell.split === 'none' || cell.split === 'tool')
    return counts ? [{ ...cell, value: cell.value - before }] : []
  })
  const minus = usesIn('messages', toldFirst).map((use) => ({
    ...use,
    amount: -use.amount,
  }))
  const now = usesIn('messages', truth.get(SEPTEMBER.from) ?? [])
  const byWhom = Map.groupBy([...minus, ...now], ({ unit, person, day, tool }) =>
    [unit, person, day, tool].join(' '),
  )
  const all = [...byWhom.values()].flatMap((uses): readonly Use[] => {
    const amount = uses.reduce((sum, use) => sum + use.amount, 0)
    const [one] = uses
    return one && amount !== 0 ? [{ ...one, amount, model: 0, feature: 0 }] : []
  })
  const pieces = piecesOf(SEPTEMBER.from)
  const verdict = attack({
    cells: changes,
    uses: usesOf(all),
    pieces,
    leaves,
    rule,
    targets: TARGETS,
  })
  judge('September told again, less September told first', verdict)
}
