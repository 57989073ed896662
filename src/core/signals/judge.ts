import { byAdoption } from './adoption.ts'
import { type Answer, answered, type Asked } from './answer.ts'
import { eValueOf } from './e-value.ts'
import type {
  Design,
  Estimate,
  Question,
  SignalFinding,
  SignalFindings,
  SignalOptions,
  Told,
} from './findings.ts'
import type { Found } from './found.ts'
import { holm } from './holm.ts'
import { byLevel } from './level.ts'
import type { SignalCell, UnitTraits } from './panel.ts'
import { QUESTIONS } from './questions.ts'
import { NOT_RULED_OUT, REASONS } from './reasons.ts'
import { numbered, seriesOf, spreadOf } from './series.ts'
import { byUnits, pairsOf } from './units.ts'

/** One answer in twenty sets of questions may be chance. */
const CHANCE = 0.05

export const signalFindings: SignalFindings = (cells, traits, options) =>
  judged(askAll({ cells, traits }, options).map(({ asked }) => asked))

/** What statistics say of each question, and of each unit of which it was found. */
export function askAll(
  {
    cells,
    traits,
  }: { readonly cells: readonly SignalCell[]; readonly traits: readonly UnitTraits[] },
  { since, floor = 0 }: SignalOptions,
): readonly {
  readonly asked: Asked
  readonly found: readonly Found[]
  /** The same of some of the units. */
  readonly of: (found: readonly Found[]) => Asked
}[] {
  const panel = numbered(cells, since)
  const pairs = pairsOf(panel, seriesOf(panel, 'people'), traits)
  const signals = [...new Set(QUESTIONS.map(({ signal }) => signal))]
  const known = new Map(
    signals.map((signal) => [
      signal,
      { series: seriesOf(panel, signal), spread: spreadOf(panel, signal) },
    ]),
  )
  return QUESTIONS.map((question) => {
    const { series = [], spread = null } = known.get(question.signal) ?? {}
    const designs: Record<Design, () => readonly Found[]> = {
      level: () => byLevel(panel, series),
      adoption: () => byAdoption(panel, series),
      units: () => byUnits(panel, series, pairs),
    }
    const of = (found: readonly Found[]) => answered(question, panel, { found, spread, floor })
    const found = designs[question.design]()
    return { asked: of(found), found, of }
  })
}

/** What is said of the answers, all together: the more questions, the more of them chance answers. */
export function judged(asked: readonly Asked[]): readonly SignalFinding[] {
  const adjusted = holm(
    asked.map(({ answer }) => (typeof answer === 'string' ? null : answer.all.p)),
  )
  return asked.map((one, at) => judge(one, adjusted[at] ?? 1, driftOf(one.question, asked)))
}

/**
 * Were those who began on their way before? Then who uses it most weeks has come further since, and
 * what they were before is no measure of what they would be.
 */
function driftOf({ design, signal }: Question, asked: readonly Asked[]): boolean {
  if (design !== 'level') return false
  const same = asked.find(({ question }) => question.id === `adoption:${signal}`)
  return same !== undefined && typeof same.answer !== 'string' && movedBefore(same.answer)
}

/** Told from chance, and half of the difference or more. */
const movedBefore = ({ all, before }: Answer) =>
  before !== null &&
  before.p < CHANCE &&
  Math.abs(before.difference) >= Math.abs(all.difference) / 2

function judge(
  { question, counted, answer }: Asked,
  adjusted: number,
  drift: boolean,
): SignalFinding {
  const notRuledOut = NOT_RULED_OUT[question.design]
  if (typeof answer === 'string')
    return {
      question,
      verdict: answer,
      reason: REASONS[answer],
      notRuledOut,
      counted: null,
      estimate: null,
    }
  const { all, before, beside, spread } = answer
  const { difference, interval, degrees, p } = all
  const verdict = adjusted < CHANCE ? verdictOf(question.design, answer, drift) : 'nothing to tell'
  const estimate: Estimate = {
    difference,
    interval,
    beside,
    standardised: difference / spread,
    degrees,
    p,
    adjusted,
    eValue: eValueOf({ difference, interval, spread }),
    before: before && { difference: before.difference, p: before.p },
  }
  return { question, verdict, reason: REASONS[verdict], notRuledOut, counted, estimate }
}

/** Of a difference that chance alone would not make. */
function verdictOf(design: Design, answer: Answer, drift: boolean): Told {
  const { all, before, beyond } = answer
  if (before === null || beyond === null) return 'flagged: before not known'
  const differed =
    design === 'level' ? 'flagged: differed before' : 'flagged: trends differed before'
  // Also where they had moved the other way: who has fallen far comes back without any help.
  if (movedBefore(answer)) return differed
  if (drift) return 'flagged: trends differed before'
  const up = all.difference > 0
  // On one side only: the more there was before, the less is left.
  if (beyond.difference > 0 === up && beyond.p / 2 < CHANCE)
    return up ? 'associated more' : 'associated less'
  return before.p < 2 * CHANCE && before.difference > 0 === up
    ? differed
    : 'flagged: before not known'
}
