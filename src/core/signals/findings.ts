import type { Day } from '#core/time/day.ts'

import type { SignalCell, SignalId, UnitTraits } from './panel.ts'

/** How a question is answered; docs/signals.md says each in full. */
export type Design =
  /** People who use AI most weeks against their colleagues of the same unit and week. */
  | 'level'
  /** The weeks after somebody's sustained use began against those before, beside their colleagues'. */
  | 'adoption'
  /** Units in which half have begun against units like them in which few have. */
  | 'units'

type QuestionId = `${Design}:${SignalId}`

export type Question = {
  readonly id: QuestionId
  readonly design: Design
  readonly signal: SignalId
  /** `Do people who use AI most weeks merge more or fewer pull requests?` */
  readonly asks: string
}

/** What else could make two groups differ, and that none of these numbers can exclude. */
export type Confounder =
  /** Who they are: seniority, role, ability, ambition. */
  | 'who they are'
  /** The work they were given. */
  | 'their work'
  /** What changed at the same time: a project, a manager, a tool. */
  | 'what else changed'
  /** That colleagues profit as well, or have less because of it. */
  | 'effects on colleagues'
  /** That those who have much to do use more, and not the other way about. */
  | 'the other way about'
  /** That work is split or counted otherwise: smaller pull requests, for one. */
  | 'how work is counted'
  /** That people came and left. */
  | 'who came and left'

/** Of a question that was answered. */
export type Told =
  /** Told from chance, all questions considered. `more` is more of the signal, be that good or bad. */
  | 'associated more'
  | 'associated less'
  /** Chance alone would do as much, once all questions are considered. */
  | 'nothing to tell'
  /** They differed before they began to use it. */
  | 'flagged: differed before'
  /** They were on their way before they began. */
  | 'flagged: trends differed before'
  /** There is a difference, and whether it was there before is not known. */
  | 'flagged: before not known'

/** Of one that was not. */
export type Refusal =
  | 'refused: too few people'
  | 'refused: too few units'
  | 'refused: too few weeks'
  /** No week of this signal is there. */
  | 'refused: nothing known'

export type Verdict = Told | Refusal

/** People are the most of any week in each unit, added up; units those that have both. */
export type Counted = {
  /** Those who use it, or began. */
  readonly people: number
  /** Those they are compared with. */
  readonly others: number
  readonly units: number
  readonly weeks: number
}

/** All differences are in the signal's own measure, per person and week. */
export type Estimate = {
  readonly difference: number
  /** The 95 % interval of this question alone, clustered by unit. */
  readonly interval: readonly [number, number]
  /** What the others do: the difference is beside this. */
  readonly beside: number
  /** The difference in standard deviations of people of one unit in one week. */
  readonly standardised: number
  /** Satterthwaite's degrees of freedom: about the number of units that carry the answer. */
  readonly degrees: number
  readonly p: number
  /** Holm's, over all questions that were answered. */
  readonly adjusted: number
  /**
   * VanderWeele and Ding's E-value: how many times more likely something unmeasured would have to
   * make both the use and a high number, to explain the difference (`limit`: to bring the interval
   * to zero; 1 where it holds zero).
   */
  readonly eValue: { readonly difference: number; readonly limit: number }
  /**
   * What the weeks before would alone have led one to expect of `difference`: of levels, how they
   * differed; of trends, how far it would have gone on. Null where it is not known.
   */
  readonly before: { readonly difference: number; readonly p: number } | null
}

export type SignalFinding = {
  readonly question: Question
  /** Why, as a sentence without a number of any unit or person. */
  readonly reason: string
  readonly notRuledOut: readonly Confounder[]
} & (
  | { readonly verdict: Told; readonly counted: Counted; readonly estimate: Estimate }
  /** Nothing of it may be shown, not even to who may see exact numbers: it is of too few. */
  | { readonly verdict: Refusal; readonly counted: null; readonly estimate: null }
)

export type SignalOptions = {
  /** The Monday from which differences are counted. Earlier weeks of the panel tell of the time before. */
  readonly since: Day
  /** Where the privacy policy asks for more people on each side than the statistics do. */
  readonly floor?: number
}

/**
 * Answers every question of the registry, in its order. The panel is of at least the weeks asked for
 * and, to know of the time before, the twelve before them. The cohort of a cell is as of one day for
 * the whole panel: weeks before people began are under the week in which they later did.
 */
export type SignalFindings = (
  panel: readonly SignalCell[],
  traits: readonly UnitTraits[],
  options: SignalOptions,
) => readonly SignalFinding[]
