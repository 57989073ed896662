/**
 * How much someone uses one tool beside the others who use it: by the limits that were taken of that
 * tool once and stay, over the 4 whole weeks that end with the week of a day, and for days of the
 * unfinished week with the one before. In the order of their ids within the store, from 1; 0 is a tool
 * without limits, or a week before which fewer than four are known.
 */
export const QUARTILE_NAMES = ['heavy', 'moderate', 'light', 'minimal', 'non-user'] as const

/** The id of a quartile level within the store. */
export const quartileId = (name: (typeof QUARTILE_NAMES)[number]): number =>
  QUARTILE_NAMES.indexOf(name) + 1

/** Those of a quartile level, inside a sentence. */
export const QUARTILE_PEOPLE: Readonly<Record<string, string>> = {
  heavy: 'heavy users',
  moderate: 'moderate users',
  light: 'light users',
  minimal: 'minimal users',
  'non-user': 'people who had not used it',
  'no quartile': 'people of no known quartile',
}
