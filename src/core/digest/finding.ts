import type { Watched } from '#core/action/action.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Forecast } from '#core/forecast/forecast.ts'

/** What is to be expected of an action: worked out, or nothing that is known. */
export type Expected =
  | { readonly kind: 'arithmetic'; readonly says: string }
  | { readonly kind: 'no-evidence' }

/** Something a view noticed. Money in whole micro-dollars a week. */
export type Finding = {
  /** The view's id. */
  readonly view: string
  /** The same finding has the same key, week after week. */
  readonly key: string
  /** The unit's path; null: the whole company. */
  readonly unit: string | null
  /** The finding with its number: a whole sentence without its full stop, at most 110 characters. */
  readonly says: string
  /** What else is known of it, in one sentence with its full stop. */
  readonly more?: string
  readonly effect: { readonly people: number; readonly micros: number }
  /** 0 to 1: counted is 1. */
  readonly confidence: number
  /** 0 to 1: 1 has not been said before. */
  readonly novelty: number
  /** An imperative sentence with its full stop. */
  readonly action: string
  readonly expected: Expected
  /** What it says of days to come. */
  readonly forecast?: Forecast
  /** The number that the action is to move; absent where none is watched. */
  readonly watched?: Watched
  /** The command that shows the numbers, and what its button says. */
  readonly command: string
  readonly button: string
  readonly chart?: Chart
}

/** What a company is, to weigh an effect by. */
export type Whole = { readonly people: number; readonly micros: number }

/**
 * Size × confidence × novelty. The size is the part of the company's active people it touches and the
 * part of its weekly money it moves, added up; square roots, so that a large team is not always first.
 */
function weight({ effect, confidence, novelty }: Finding, whole: Whole): number {
  const part = (amount: number, of: number) =>
    of > 0 ? Math.sqrt(Math.min(1, Math.abs(amount) / of)) : 0
  const size = part(effect.people, whole.people) + part(effect.micros, whole.micros)
  return size * confidence * novelty
}

/**
 * The weightiest first; one per unit, so that one event is told once, and what was `seen` in earlier
 * digests behind what was not.
 */
export function ranked(
  findings: readonly Finding[],
  whole: Whole,
  seen: ReadonlySet<string> = new Set(),
): readonly Finding[] {
  // A unit's several numbers move together; what is said of the company is several things.
  const once = firstOf(byWeight(findings, whole), ({ unit, view }) => unit ?? `${view} of all`)
  return byWeight(
    once.map((one) => (seen.has(one.key) ? { ...one, novelty: one.novelty * AGAIN } : one)),
    whole,
  )
}

/** As `ranked`, of one view by itself: all that it says of the company. */
export const rankedAlone = (findings: readonly Finding[]): readonly Finding[] =>
  firstOf(byWeight(findings, { people: 1, micros: 1 }), ({ unit, key }) => unit ?? key)

/** The first that is about each thing. */
const firstOf = (
  findings: readonly Finding[],
  aboutOf: (finding: Finding) => string,
): readonly Finding[] => {
  const seen = new Set<string>()
  return findings.filter((finding) => {
    const about = aboutOf(finding)
    if (seen.has(about)) return false
    seen.add(about)
    return true
  })
}

const AGAIN = 0.25

const byWeight = (findings: readonly Finding[], whole: Whole): readonly Finding[] =>
  findings
    .map((finding) => ({ finding, weight: weight(finding, whole) }))
    .toSorted((a, b) => b.weight - a.weight || (a.finding.key < b.finding.key ? -1 : 1))
    .map(({ finding }) => finding)

/** A finding in a message: what it is, what to do, what to expect of that. */
export function told({ says, more, action, expected }: Finding, before = ''): string {
  const gain =
    expected.kind === 'arithmetic'
      ? `**Expect:** ${expected.says}.`
      : '**Expect:** no evidence yet.'
  return [
    `**${before}${says}.**`,
    ...(more === undefined ? [] : [more]),
    `**Do:** ${action}`,
    gain,
  ].join('\n')
}
