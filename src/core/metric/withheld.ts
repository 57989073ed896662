/** Why a number is not told to those who read published cells, and what is told instead. */
export type Withheld = {
  /**
   * Too few people, too fine a question, a period that has not closed, or people that nobody counted,
   * since nothing is kept of one person.
   */
  readonly reason: 'few' | 'detail' | 'open' | 'uncounted'
  /** The nearest larger question that is answered, as a change to the one asked. */
  readonly nearest?: Nearest
  /** It is told rounded: between what it lies, both ends included. */
  readonly about?: About
}

/** Between what a number lies, both ends included. */
export type About = { readonly low: number; readonly high: number }

export type Nearest =
  | { readonly kind: 'period'; readonly from: string; readonly to: string }
  /** Drop the split, the second of two, or the filter that is too fine. */
  | { readonly kind: 'without'; readonly what: 'split' | 'second split' | 'filter' }
  /** Another number, which tells as much as is published. */
  | { readonly kind: 'number'; readonly metric: 'active_people' }
  /** The unit above, by its path; null is the whole company. */
  | { readonly kind: 'unit'; readonly path: string | null }
