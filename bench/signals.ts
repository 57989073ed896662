/**
 * What is said of companies whose truth is known: with an effect, without one, and with something
 * else that looks like one. `node bench/signals.ts [SEED] [RUNS] [TEAMS] [EFFECT]`; the seed is fresh
 * unless it is given, and printed. The rules were settled on seeds below 100.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

import type { Design } from '#core/signals/findings.ts'
import { QUESTIONS } from '#core/signals/questions.ts'

import { ASKED, CAUSES, type Kind } from './signals/company.ts'
import { type Ran, ran, type Runs, type Tally } from './signals/runs.ts'

const DESIGNS = ['level', 'adoption', 'units'] as const satisfies readonly Design[]
const KINDS = ['effect', 'none', 'confounded'] as const satisfies readonly Kind[]

if (isMainThread) {
  const [seed = 100 + (Date.now() % 1_000_000), runs = 4_000, teams = 70, effect = 0.5] =
    process.argv.slice(2).map(Number)
  const all = KINDS.map((kind, at) => apart({ kind, seed: seed * 3 + at, runs, teams, effect }))
  const [effects, none, confounded] = await Promise.all(all)
  if (!effects || !none || !confounded) throw new Error('A kind of company is missing')
  const size = `${teams} teams, ${Math.round(none.people)} people`
  console.log(
    `Seed ${seed}: ${runs} companies of each kind, ${size}, an effect of ${effect} standard deviations\n`,
  )
  told({ effects, none, confounded }, runs)
} else parentPort?.postMessage(ran(workerData as Runs), [])

/** Each kind of company in a thread of its own. */
function apart(workerData: Runs): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData })
    worker.once('message', resolve).once('error', reject)
  })
}

function told(
  { effects, none, confounded }: Readonly<Record<'effects' | 'none' | 'confounded', Ran>>,
  runs: number,
): void {
  const of = ({ tallies }: Ran, id: string): Tally => {
    const tally = tallies.get(id)
    if (!tally) throw new Error(`'${id}' was not asked`)
    return tally
  }
  const there = QUESTIONS.filter(({ signal }) => CAUSES.effect[signal] === 'effect')
  table(
    ['question', 'held, effect', 'held, none', 'claimed, effect', 'claimed, none'],
    QUESTIONS.map((question) => {
      const [is, isNot] = [of(effects, question.id), of(none, question.id)]
      const claimed = percent(is.claimed, runs)
      return [
        question.id,
        percent(is.held, is.answered),
        percent(isNot.held, isNot.answered),
        there.includes(question) ? claimed : `(has none: ${claimed})`,
        percent(isNot.claimed, runs),
      ]
    }),
  )
  console.log(`Anything claimed of a company without effect: ${percent(none.claiming, runs)}\n`)
  table(
    ['flagged or not claimed', ...DESIGNS],
    ASKED.map((signal) => [
      CAUSES.confounded[signal] ?? '',
      ...DESIGNS.map((design) => {
        const { claimed, flagged } = of(confounded, `${design}:${signal}`)
        return `${percent(runs - claimed, runs)} (flagged ${percent(flagged, runs)})`
      }),
    ]),
  )
  const needed = (kind: Ran, signal: string) =>
    DESIGNS.map((design) => {
      const tally = of(kind, `${design}:${signal}`)
      return `${middle(tally.needed)}; ${middle(tally.neededLimit)}`
    })
  table(
    ['E-value: difference; interval', ...DESIGNS],
    [
      ['claimed, an effect', ...needed(effects, 'focus_hours')],
      ['claimed, a step of something else', ...needed(confounded, 'review_hours')],
    ],
  )
  const held = [effects, none].flatMap(({ tallies }) =>
    Array.from(tallies.values(), (one) => one.held / one.answered),
  )
  const seen = Math.min(...there.map(({ id }) => of(effects, id).claimed / runs))
  const visible = QUESTIONS.filter(({ signal }) => CAUSES.confounded[signal] !== 'step')
  const caught = Math.min(...visible.map(({ id }) => 1 - of(confounded, id).claimed / runs))
  const [low, high] = [Math.min(...held), Math.max(...held)]
  const within = `${percent(low, 1)} to ${percent(high, 1)}`
  goal(`interval holds the truth in 94 to 96 %: ${within}`, low >= 0.94 && high <= 0.96)
  const falsely = none.claiming / runs
  goal(`claimed of at most 5.7 % without effect: ${percent(falsely, 1)}`, falsely <= 0.057)
  goal(`an effect claimed in 80 % or more: ${percent(seen, 1)} at the least`, seen >= 0.8)
  goal(`confounded not claimed in 90 % or more: ${percent(caught, 1)} at the least`, caught >= 0.9)
}

function percent(part: number, of: number): string {
  return of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`
}

function middle(values: readonly number[]): string {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]?.toFixed(2) ?? '–'
}

function goal(text: string, met: boolean): void {
  console.log(`${met ? 'met   ' : 'MISSED'} ${text}`)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const right = head.map((_, at) => (at === 0 ? '---' : '--:'))
  for (const cells of [head, right, ...rows]) console.log(`| ${cells.join(' | ')} |`)
  console.log('')
}
