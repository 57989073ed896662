import type { DayStream } from '#collect.ts'
import type { SignalId } from '#core/signals/panel.ts'

const WEEKS = 26

/**
 * What streams of people's weeks have in common: half a year, whole, again each week. Reviews come late,
 * and when somebody took AI up is known only afterwards; and what is said of before and after is said of
 * all these weeks in memory, which is why they are one window.
 */
export const WORK_STREAM = {
  how: 'days',
  tools: [],
  measures: [],
  weekly: true,
  bucketZone: 'UTC',
  historyDays: 7 * WEEKS,
  lateDays: 7 * WEEKS - 1,
  windowDays: 7 * WEEKS,
  everyMinutes: 7 * 1440,
} as const satisfies Partial<DayStream>

export const PULLS: readonly SignalId[] = ['prs_opened', 'prs_merged', 'review_hours', 'pr_size']
export const CALENDARS: readonly SignalId[] = ['meeting_hours', 'focus_hours']
