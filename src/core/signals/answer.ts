import type { Counted, Question, Refusal } from './findings.ts'
import type { Found } from './found.ts'
import { type Pooled, pooled, type Weighed } from './pooled.ts'
import type { Panel } from './series.ts'

/** Below these nothing is said: neither to guard people, nor from numbers, would it be right to. */
export const SMALLEST = { people: 20, units: 10, weeks: 8, degrees: 5 } as const

export type Asked = {
  readonly question: Question
  readonly counted: Counted
  readonly answer: Answer | Refusal
}

export type Answer = {
  readonly all: Pooled
  readonly before: Pooled | null
  /** What is left once what was there before is taken away. */
  readonly beyond: Pooled | null
  readonly beside: number
  readonly spread: number
}

export function answered(
  question: Question,
  panel: Panel,
  {
    found,
    spread,
    floor,
  }: { readonly found: readonly Found[]; readonly spread: number | null; readonly floor: number },
): Asked {
  const sum = (of: (one: Found) => number) => found.reduce((all, one) => all + of(one), 0)
  const counted: Counted = {
    people: sum((one) => one.people),
    others: sum((one) => one.others),
    units: found.length,
    weeks: Math.max(panel.weeks - panel.since, 0),
  }
  const refused = (answer: Refusal): Asked => ({
    question,
    counted,
    answer,
  })
  if (spread === null) return refused('refused: nothing known')
  if (counted.weeks < SMALLEST.weeks) return refused('refused: too few weeks')
  if (Math.min(counted.people, counted.others) < Math.max(SMALLEST.people, floor))
    return refused('refused: too few people')
  const all = enough(found)
  if (all === null) return refused('refused: too few units')
  const seen = found.flatMap((one) => (one.before ? [{ ...one, before: one.before }] : []))
  const before = enough(seen.map((one) => one.before))
  const beyond = enough(
    seen.map((one) => ({
      effect: one.effect - one.before.effect,
      weight: one.before.weight,
    })),
  )
  const weights = sum((one) => one.weight)
  const beside = sum((one) => (one.weight / weights) * one.beside)
  return { question, counted, answer: { all, before, beyond, beside, spread } }
}

function enough(found: readonly Weighed[]): Pooled | null {
  if (found.length < SMALLEST.units) return null
  const all = pooled(found)
  return all !== null && all.degrees >= SMALLEST.degrees ? all : null
}
