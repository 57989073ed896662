import { addDays, type Day } from '#core/time/day.ts'

/** So long after a week ended it is decided on: work of its last days is known by then, and use. */
const SETTLED_DAYS = 7

/** The day on which a week, or weeks that end with it, can be decided on first; `last` is its Sunday. */
export const decidedFrom = (last: Day): Day => addDays(last, SETTLED_DAYS + 1)

/** Questions are answered about so many weeks, and about none of them again. */
export const ANSWER_WEEKS = 14

/** A source, or a tool, that was not heard of for so long is not waited for. */
export const SILENT_DAYS = 8 * 7
