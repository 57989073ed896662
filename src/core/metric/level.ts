/**
 * How much someone uses AI, as filters and splits know it: Viva's segments over the 12 whole weeks that
 * end with the week of a day, and for days of the unfinished week with the one before. In the order of
 * their ids within the store, from 1; 0 is a week before which fewer than four are known.
 */
export const LEVEL_NAMES = ['power', 'habitual', 'novice', 'low', 'non-user'] as const

/** The id of a level within the store. */
export const levelId = (name: (typeof LEVEL_NAMES)[number]): number => LEVEL_NAMES.indexOf(name) + 1

/** Those of a level, inside a sentence. */
export const LEVEL_PEOPLE: Readonly<Record<string, string>> = {
  power: 'power users',
  habitual: 'habitual users',
  novice: 'novices',
  low: 'people who use it little',
  'non-user': 'people who had not used it',
  'no level': 'people of no known level',
}
