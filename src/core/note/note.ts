import type { Day } from '#core/time/day.ts'

/** What happened on a day, as an admin noted it. It is no cause of anything: it stands beside the numbers. */
export type Note = { readonly id: number; readonly day: Day; readonly says: string }

/** What fits under a chart. */
export const LONGEST_NOTE = 80

/** Marks of markup, and those that turn or hide the text around them. */
const UNSAFE = /[*`\p{Cc}\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** Text that can't change what stands around it, on one line. */
export const noteText = (typed: string): string =>
  typed.toWellFormed().replaceAll(/\s+/gu, ' ').replaceAll(UNSAFE, '').trim()
