import { addDays, type Day } from '#core/time/day.ts'
import { bucketEnd, type Grain } from '#core/time/grain.ts'
import { length, type Period } from '#core/time/period.ts'
import type { Question } from '#ports.ts'

import { type Calendar, type Cut, knownDays, type Side } from './calendar.ts'
import { type Group, groupKey } from './measure-groups.ts'
import type { WeeksIn } from './ratios.ts'
import type { PeopleIn, Reading } from './readings.ts'

const WEEK = 7

const periodOf = ({ period, previous }: Question, side: Side): Period =>
  side === 0 ? period : previous

/** The tools of a cut: of its group, else all. */
export type ToolsOf = (cut: Partial<Cut>) => readonly number[]

/** Those of these tools that a group used in either period. */
export function toolsOf(able: readonly number[], groups: readonly Group[]): ToolsOf {
  const used = new Map(
    groups.map(({ key, also, tools }) => [groupKey({ key, also: also?.key ?? null }), tools]),
  )
  return ({ key, also = null }) => {
    if (key === undefined || key === null) return able
    const own = used.get(groupKey({ key, also })) ?? []
    return able.filter((tool) => own.includes(tool))
  }
}

/** Whether a bucket is a whole week of its period, from Monday on. */
function isWeek(from: Day, { from: first, to: last }: Period): boolean {
  return from >= first && addDays(from, WEEK - 1) <= last
}

/** The days of a bucket that lie in its period. */
function bucketIn(start: Day, { from, to }: Period, grain: Grain): Period {
  const end = bucketEnd(start, grain)
  return { from: start < from ? from : start, to: end > to ? to : end }
}

/** The known days of a cut as weeks; null of what is shorter than a week. */
export function weeksIn(question: Question, calendar: Calendar, tools: ToolsOf): WeeksIn {
  const { placed, buckets } = calendar
  return (cut) => {
    const { side = 0, bucket } = cut
    const period = periodOf(question, side)
    const start = bucket === undefined || bucket === null ? undefined : buckets[side][bucket]
    const days = start === undefined ? period : bucketIn(start, period, question.grain)
    return length(days) >= WEEK ? knownDays(placed, tools(cut), cut) / WEEK : null
  }
}

/** People counted in each week, on known days, or on days that are known in both periods. */
type WeekCounts = { readonly calendar: Calendar; readonly peopleIn: PeopleIn }

export type Weekly = {
  readonly known: WeekCounts
  readonly paired: WeekCounts
  readonly tools: ToolsOf
  /** Where the question's own buckets begin. */
  readonly buckets: Calendar['buckets']
}

/** The people of each full week that lies in a cut and all of whose days are known. */
export function fullWeeks(
  question: Question,
  cut: Partial<Cut>,
  weekly: Weekly,
): readonly number[] {
  const { side = 0, key, also } = cut
  const bucket = cut.bucket ?? undefined
  const { calendar, peopleIn } = cut.paired === true ? weekly.paired : weekly.known
  const tools = weekly.tools(cut)
  const period = periodOf(question, side)
  const start = bucket === undefined ? undefined : weekly.buckets[side][bucket]
  const days = start === undefined ? period : bucketIn(start, period, question.grain)
  return calendar.buckets[side].flatMap((from, week) =>
    isWeek(from, days) && knownDays(calendar.placed, tools, { side, bucket: week }) === WEEK
      ? [peopleIn({ side, bucket: week, ...(key !== undefined && { key, also: also ?? null }) })]
      : [],
  )
}

/** The mean of full weeks. */
export function weeklyReading(question: Question, weekly: Weekly): Reading {
  return (cut) => mean(fullWeeks(question, cut, weekly))
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
