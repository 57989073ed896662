import type { Day } from '#core/time/day.ts'

/** What happened on a day, as an admin noted it. It is no cause of anything: it stands beside the numbers. */
export type Note = { readonly id: number; readonly day: Day; readonly says: string }

/** What is written of one: the words, and beside them its sort and the unit it was for. */
export type Noted = {
  readonly day: Day
  readonly says: string
  readonly sort?: string | undefined
  /** Its number: what it is called is looked up when the note is read. */
  readonly unit?: number | undefined
}

/** Notes are for years, and read whole: more are a mistake. */
export const MOST_NOTES = 500

/** A sort is one word. */
export const SORT_WORD = /^\p{L}{1,20}$/u

/** As it is read: its sort and its team, then the words. */
export function toldNote(says: string, sort: string | undefined, team: string | undefined): string {
  const before = [sort, team].filter((one) => one !== undefined).join(', ')
  return before === '' ? says : `${before}: ${says}`
}

/** What fits under a chart. */
export const LONGEST_NOTE = 80

/** Marks of markup, and those that turn or hide the text around them. */
const UNSAFE = /[*`\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** Text that can't change what stands around it, on one line. */
export const noteText = (typed: string): string =>
  typed.toWellFormed().replaceAll(/\s+/gu, ' ').replaceAll(UNSAFE, '').trim()
