/**
 * What is said of companies whose truth is known. `node bench/signals.ts [SEED] [RUNS] [TEAMS] [EFFECT]`
 */
import { byAdoption } from '#core/signals/adoption.ts'
import type { Design, SignalFinding } from '#core/signals/findings.ts'
import type { Found } from '#core/signals/found.ts'
import { signalFindings } from '#core/signals/judge.ts'
import { byLevel } from '#core/signals/level.ts'
import { numbered, seriesOf } from '#core/signals/series.ts'
import { byUnits, pairsOf } from '#core/signals/units.ts'

import { randomOf } from './insight/random.ts'
import { CAUSES, type Company, company, type Kind, mondays, SINCE, TRUTH } from './signals/company.ts'

const [seed = 1, runs = 4_000, teams = 80, effect = 0.35] = process.argv.slice(2).map(Number)
const since = mondays[SINCE] ?? mondays[0]!

const isClaim = ({ verdict }: SignalFinding) => verdict.startsWith('associated')

function truths({ cells, traits }: Company): Record<Design, number> {
  const panel = numbered(cells, since)
  const series = seriesOf(panel, TRUTH)
  const mean = (found: readonly Found[]) => {
    const total = found.reduce((sum, { weight }) => sum + weight, 0)
    return found.reduce((sum, one) => sum + (one.weight / total) * one.effect, 0)
  }
  return {
    level: mean(byLevel(panel, series)),
    adoption: mean(byAdoption(panel, series)),
    units: mean(byUnits(panel, series, pairsOf(panel, seriesOf(panel, 'people'), traits))),
  }
}

type Tally = { answered: number; runs: number; claimed: number; held: number; verdicts: Map<string, number>; e: number[]; sum: number; truth: number; ses: number[]; anet: number }
const tallies = new Map<string, Tally>()
const tally = (key: string): Tally => {
  const known = tallies.get(key) ?? { answered: 0, runs: 0, claimed: 0, held: 0, verdicts: new Map(), e: [], sum: 0, truth: 0, ses: [], anet: 0 }
  tallies.set(key, known)
  return known
}
let anyFalse = 0
const began = Date.now()
for (const kind of ['an effect', 'no effect', 'confounded'] as const satisfies readonly Kind[]) {
  const random = randomOf(seed * 7919 + kind.length)
  for (let run = 0; run < runs; run++) {
    const made = company(kind, { teams, effect }, random)
    const findings = signalFindings(made.cells, made.traits, { since })
    const truth = kind === 'an effect' ? truths(made) : null
    if (kind === 'no effect' && findings.some(isClaim)) anyFalse++
    for (const finding of findings) {
      const { question, estimate, verdict } = finding
      const one = tally(`${kind}|${question.design}|${question.signal}|${CAUSES[kind][question.signal] ?? 'none'}`)
      one.runs++
      one.verdicts.set(verdict, (one.verdicts.get(verdict) ?? 0) + 1)
      if (isClaim(finding)) one.claimed++
      if (estimate === null) continue
      one.answered++
      const t = CAUSES[kind][question.signal] === 'effect' && truth ? truth[question.design] : 0
      one.truth += t
      one.sum += estimate.difference
      if (estimate.interval[0] <= t && t <= estimate.interval[1]) one.held++
      one.ses.push((estimate.interval[1] - estimate.interval[0]) / 4)
    }
  }
}
for (const [key, t] of tallies) {
  const n = t.answered
  console.log(key.padEnd(48), `answered ${n}/${t.runs} mean ${(t.sum / n).toFixed(3)} truth ${(t.truth / n).toFixed(3)} se ${(t.ses.reduce((a, b) => a + b, 0) / n).toFixed(3)} held ${((100 * t.held) / n).toFixed(1)} claimed ${((100 * t.claimed) / t.runs).toFixed(1)}`, [...t.verdicts].map(([v, c]) => `${v}: ${c}`).join(', '))
}
console.log(`any false claim without effect: ${((100 * anyFalse) / runs).toFixed(2)} %`, `${(Date.now() - began) / 1000}s`)
