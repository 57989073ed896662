import type { Day } from '#core/time/day.ts'

/** How work went, as other systems count it. All are per person and week. */
export type SignalId =
  | 'prs_opened'
  | 'prs_merged'
  /** Hours from opened to first review. */
  | 'review_hours'
  /** Lines added and removed of merged pull requests. */
  | 'pr_size'
  | 'meeting_hours'
  /** Hours of working time in stretches of at least two without a meeting. */
  | 'focus_hours'

/** Viva's segments over the 12 weeks that end with the week. */
export type UsageLevel = 'power' | 'habitual' | 'novice' | 'low' | 'none'

/** Sums over the people of a cell for whom the signal is known; squares tell how they differ. */
export type SignalSum = { readonly people: number; readonly sum: number; readonly squares: number }

/**
 * What one group of people did in one week. It is made at the connector's door: nothing of one
 * person's work is kept. Each person of the directory is in one cell a week.
 */
export type SignalCell = {
  /** The path of the home unit. */
  readonly unit: string
  readonly level: UsageLevel
  /**
   * The Monday on which its people's first sustained use began; null: not by the last week of the
   * panel. It is as of one day for the whole panel: what they did in the weeks before they began is
   * under the Monday on which they later did, else nothing could be said of before and after.
   */
  readonly cohort: Day | null
  /** The Monday. */
  readonly week: Day
  readonly people: number
  /** A signal that is not there is not known; it is not 0. */
  readonly signals: Readonly<Partial<Record<SignalId, SignalSum>>>
}

/** What units are alike in, from the HR system: the commonest of their people's; null is not known. */
export type UnitTraits = {
  readonly unit: string
  readonly function: string | null
  readonly location: string | null
  /** Of levels of seniority, as the HR system names them. */
  readonly band: string | null
  readonly tenure: 'under 1 year' | '1 to 3 years' | '3 to 8 years' | 'over 8 years' | null
}
