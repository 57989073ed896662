/**
 * What is said of companies whose truth is known: with an effect, without one, and with something
 * else that looks like one. `node bench/signals.ts [SEED] [RUNS] [TEAMS] [EFFECT]`; the seed is fresh
 * unless it is given, and printed. The rules were settled on seeds below 100.
 */
import type { Design, SignalFinding } from '#core/signals/findings.ts'
import { signalFindings } from '#core/signals/judge.ts'
import { QUESTIONS } from '#core/signals/questions.ts'

import { randomOf } from './insight/random.ts'
import { ASKED, CAUSES, company, type Kind, mondays, SINCE } from './signals/company.ts'
import { truths } from './signals/truth.ts'

const [seed = 100 + (Date.now() % 1_000_000), runs = 4_000, teams = 70, effect = 0.5] = process.argv
  .slice(2)
  .map(Number)
const since = mondays[SINCE]
if (since === undefined) throw new Error('There are no weeks')

type Tally = {
  answered: number
  held: number
  claimed: number
  flagged: number
  /** E-values of what was claimed: of the difference, and of its interval. */
  readonly needed: number[]
  readonly neededLimit: number[]
}

const tallies = new Map<string, Tally>()
const tallyOf = (kind: Kind, id: string): Tally => {
  const key = `${kind} ${id}`
  const known = tallies.get(key)
  if (known) return known
  const none = { answered: 0, held: 0, claimed: 0, flagged: 0, needed: [], neededLimit: [] }
  tallies.set(key, none)
  return none
}

const isClaim = ({ verdict }: SignalFinding) => verdict.startsWith('associated')
let falsely = 0
let people = 0

function count(kind: Kind, finding: SignalFinding, truth: number): void {
  const { question, estimate, verdict } = finding
  if (estimate === null) return
  const tally = tallyOf(kind, question.id)
  tally.answered++
  if (estimate.interval[0] <= truth && truth <= estimate.interval[1]) tally.held++
  if (verdict.startsWith('flagged')) tally.flagged++
  if (!isClaim(finding)) return
  tally.claimed++
  tally.needed.push(estimate.eValue?.difference ?? 1)
  tally.neededLimit.push(estimate.eValue?.limit ?? 1)
}

for (const [at, kind] of (['effect', 'none', 'confounded'] as const).entries()) {
  const random = randomOf(seed * 3 + at)
  for (let run = 0; run < runs; run++) {
    const made = company(kind, { teams, effect }, random)
    const findings = signalFindings(made.cells, made.traits, { since })
    const truth = kind === 'effect' ? truths(made, since) : null
    people += made.people
    if (kind === 'none' && findings.some(isClaim)) falsely++
    for (const finding of findings) {
      const { design, signal } = finding.question
      count(kind, finding, CAUSES[kind][signal] === 'effect' ? (truth?.[design] ?? 0) : 0)
    }
  }
}

const percent = (part: number, of: number) =>
  of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`
const row = (cells: readonly string[]) => console.log(`| ${cells.join(' | ')} |`)
const table = (head: readonly string[], rows: readonly (readonly string[])[]) => {
  row(head)
  row(head.map((_, at) => (at === 0 ? '---' : '--:')))
  rows.forEach(row)
  console.log('')
}
const middle = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(2) ?? '–'
const moved = (kind: Kind, signal: string) =>
  Object.entries(CAUSES[kind]).find(([name]) => name === signal)?.[1]

console.log(
  `Seed ${seed}: ${runs} companies of each kind, ${teams} teams, ${Math.round(people / runs / 3)} people, an effect of ${effect} standard deviations\n`,
)
table(
  [
    'question',
    'interval holds the truth, effect',
    'no effect',
    'claimed, effect',
    'claimed, no effect',
  ],
  QUESTIONS.map(({ id, signal }) => {
    const [is, none] = [tallyOf('effect', id), tallyOf('none', id)]
    const there = moved('effect', signal) === 'effect'
    return [
      id,
      percent(is.held, is.answered),
      percent(none.held, none.answered),
      there ? percent(is.claimed, runs) : `not there: ${percent(is.claimed, runs)}`,
      percent(none.claimed, runs),
    ]
  }),
)
console.log(`Something claimed of a company without effect: ${percent(falsely, runs)}\n`)
const designs = ['level', 'adoption', 'units'] as const satisfies readonly Design[]
table(
  ['what looks like an effect', ...designs.map((design) => `${design}: flagged or not claimed`)],
  ASKED.map((signal) => [
    moved('confounded', signal) ?? '',
    ...designs.map((design) => {
      const { claimed, flagged } = tallyOf('confounded', `${design}:${signal}`)
      return `${percent(runs - claimed, runs)} (flagged ${percent(flagged, runs)})`
    }),
  ]),
)
table(
  ['E-value, middle of what was claimed', ...designs],
  (['effect', 'confounded'] as const).map((kind) => [
    kind === 'effect' ? 'an effect: difference, interval' : 'a step of something else',
    ...designs.map((design) => {
      const of = tallyOf(kind, `${design}:${kind === 'effect' ? 'focus_hours' : 'review_hours'}`)
      return `${middle(of.needed)}, ${middle(of.neededLimit)}`
    }),
  ]),
)

/** What must hold of every question by itself. */
const held = (['effect', 'none'] as const).flatMap((kind) =>
  QUESTIONS.map(({ id }) => tallyOf(kind, id)).map((one) => one.held / one.answered),
)
const seen = QUESTIONS.filter(({ signal }) => moved('effect', signal) === 'effect').map(
  ({ id }) => tallyOf('effect', id).claimed / runs,
)
const caught = QUESTIONS.filter(({ signal }) => moved('confounded', signal) !== 'step').map(
  ({ id }) => 1 - tallyOf('confounded', id).claimed / runs,
)
const goal = (text: string, met: boolean) => console.log(`${met ? 'met   ' : 'MISSED'} ${text}`)
const [low, high] = [Math.min(...held), Math.max(...held)]
goal(
  `interval holds the truth in [94 %, 96 %]: ${percent(low, 1)} to ${percent(high, 1)}`,
  low >= 0.94 && high <= 0.96,
)
goal(
  `claimed without effect in at most 5.7 % of companies: ${percent(falsely, runs)}`,
  falsely / runs <= 0.057,
)
goal(
  `an effect claimed in at least 80 %: ${percent(Math.min(...seen), 1)} at the least`,
  Math.min(...seen) >= 0.8,
)
goal(
  `confounded flagged or not claimed in at least 90 %: ${percent(Math.min(...caught), 1)} at the least`,
  Math.min(...caught) >= 0.9,
)
