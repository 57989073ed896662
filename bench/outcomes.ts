/**
 * What is said of actions whose true effect is known: companies of teams whose weeks vary by chance,
 * each week leaving 0.4 of itself to the next, some teams more uneven than others. The team that lies
 * lowest against its own weeks is found, and acted on. Seeds are fresh and printed: `node
 * bench/outcomes.ts [SEED]`. Prints how often each verdict is given, and how often the interval holds
 * the truth.
 */
import { type Judged, judged, planned, type Weeks } from '#core/action/outcome.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

import { randomOf } from './insight/random.ts'

const RUNS = 1_000
const KNOWN = 14
const LEFT = 0.4
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
const week = (monday: Day, weeks: number): Day => addDays(monday, 7 * weeks)
const mondays = Array.from({ length: KNOWN + 6 }, (_, n) => week(day('2026-01-05'), n))
const NOBODY: ReadonlySet<string> = new Set()

const { normal } = randomOf(seed)

function company(teams: number): Weeks {
  const common = mondays.map(() => 0.05 * normal())
  const units = Array.from({ length: teams }, (_, n) => {
    const level = 4 + 0.7 * normal()
    const spread = 0.15 * Math.exp(0.3 * normal())
    let away = 0
    const values = common.map((all) => {
      away = LEFT * away + spread * Math.sqrt(1 - LEFT ** 2) * normal()
      return Math.exp(level + all + away)
    })
    return { unit: `team ${n}`, values }
  })
  return { mondays, units }
}

/** The last known week against the mean of those before. */
function dip(values: readonly (number | null)[]): number {
  const logs = values.slice(0, KNOWN).map((value) => Math.log(value ?? 1))
  return (logs.at(-1) ?? 0) - logs.slice(0, -1).reduce((sum, log) => sum + log, 0) / (KNOWN - 1)
}

function run(teams: number, effect: number): Judged {
  const all = company(teams)
  const [worst] = all.units.toSorted((a, b) => dip(a.values) - dip(b.values))
  const unit = worst?.unit ?? ''
  const weeks = {
    mondays: mondays.slice(0, KNOWN),
    units: all.units.map((one) => ({ ...one, values: one.values.slice(0, KNOWN) })),
  }
  const found = mondays.slice(KNOWN - 1, KNOWN)
  const plan = planned({ unit, weeks, found, acted: NOBODY, alsoFound: NOBODY, week })
  if ('why' in plan) throw new Error(plan.why)
  const units = all.units.map((one) => ({
    ...one,
    values: one.values.map((value, at) =>
      one.unit === unit && at >= KNOWN ? (value ?? 0) * (1 + effect) : value,
    ),
  }))
  return judged(plan, { mondays, units })
}

const part = (count: number, of: number) =>
  of === 0 ? '–' : `${((100 * count) / of).toFixed(1)} %`
console.log(`seed ${seed}, ${RUNS} companies each`)
console.log('teams  effect   rose     fell     no visible change  too few   interval holds it')
for (const teams of [15, 40, 80])
  for (const effect of [0, 0.2, 0.5, 1]) {
    const all = Array.from({ length: RUNS }, () => run(teams, effect))
    const of = (verdict: Judged['verdict']) =>
      part(all.filter((one) => one.verdict === verdict).length, RUNS)
    const known = all.flatMap(({ interval }) => (interval ? [interval] : []))
    const held = known.filter(([low, high]) => low <= effect && effect <= high).length
    const line = [of('rose'), of('fell'), of('no visible change'), of('too few units')]
    console.log(
      `${String(teams).padEnd(7)}${`+${effect * 100} %`.padEnd(9)}${line.map((text, n) => text.padEnd([9, 9, 19, 10][n] ?? 9)).join('')}${part(held, known.length)}`,
    )
  }
