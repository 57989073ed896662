import type { Day } from '#core/time/day.ts'
import { bucketStart } from '#core/time/grain.ts'
import { eachDay, type Period, workingDays } from '#core/time/period.ts'
import type { Question } from '#ports.ts'

import type { ToolDay } from './coverage.ts'

/** 0 is the period asked for, 1 the one before it. */
export type Side = 0 | 1

/** A part of a question's two periods. What is null is not cut by. */
export type Cut = {
  readonly side: Side
  readonly bucket: number | null
  /** True: over the days that are compared. */
  readonly paired: boolean | null
  /** One group of the split; 0 is none. */
  readonly key: number | null
  /** Which of the second split, where there are two; 0 is none. */
  readonly also: number | null
}

/** What is known of a tool's day, for the measures that a calendar is of. */
type Known = Omit<ToolDay, 'covered'> & { readonly covered: boolean }

/** One tool on one day, placed in the question. */
export type Placed = Known & {
  readonly side: Side
  /** Which bucket of its side's series the day falls in. */
  readonly bucket: number
  /** Its rows count: the day is covered, or is the unfinished day that was asked for. */
  readonly known: boolean
  /** Covered here and, as many days into the other period, there. */
  readonly paired: boolean
}

export type Calendar = {
  /** The first day of each bucket, per side. */
  readonly buckets: Readonly<Record<Side, readonly Day[]>>
  readonly placed: readonly Placed[]
  /** The working days of both sides. */
  readonly worked: ReadonlySet<Day>
}

/** Lays what is known of each tool's days over the two periods and their buckets. */
export function calendar(
  question: Question,
  toolDays: readonly Known[],
  holidays: ReadonlySet<Day>,
): Calendar {
  const { today, partial, grain, scope, period, previous } = question
  const sides = { 0: side(period, grain), 1: side(previous, grain) }
  const asked = scope.ids.tool && new Set(scope.ids.tool)
  const mine = toolDays.filter(({ tool }) => !asked || asked.has(tool))
  const covered = new Set(
    mine.filter((at) => at.covered && at.day < today).map(({ tool, day }) => `${tool} ${day}`),
  )
  const place = (at: Known, here: Side): readonly Placed[] => {
    const n = sides[here].index.get(at.day)
    if (n === undefined) return []
    const twin = sides[here === 0 ? 1 : 0].days[n]
    return [
      {
        ...at,
        side: here,
        bucket: sides[here].bucketOf[n] ?? 0,
        known: at.day < today ? at.covered : partial && (at.present || at.covered),
        paired: covered.has(`${at.tool} ${at.day}`) && covered.has(`${at.tool} ${twin}`),
      },
    ]
  }
  return {
    buckets: { 0: sides[0].buckets, 1: sides[1].buckets },
    worked: new Set(
      [...sides[0].days, ...sides[1].days].filter(
        (day) => workingDays({ from: day, to: day }, holidays) === 1,
      ),
    ),
    placed: ([0, 1] as const).flatMap((side) => mine.flatMap((at) => place(at, side))),
  }
}

function side(period: Period, grain: Question['grain']) {
  const days = eachDay(period)
  const starts = days.map((day) => bucketStart(day, grain))
  const buckets = [...new Set(starts)]
  return {
    days,
    index: new Map(days.map((day, n) => [day, n])),
    buckets,
    bucketOf: starts.map((start) => buckets.indexOf(start)),
  }
}

/** How many days of each side are compared for these tools, and how many of them are worked. */
export function comparedDays({ placed, worked }: Calendar, tools: readonly number[]) {
  const compared = placed.filter((at) => at.paired && tools.includes(at.tool))
  const days = (here: Side) =>
    new Set(compared.filter(({ side }) => side === here).map(({ day }) => day))
  return {
    days: days(0).size,
    workingDaysNow: days(0).intersection(worked).size,
    workingDaysBefore: days(1).intersection(worked).size,
  }
}

/** How many days of a side, or of a bucket, any of these tools is known on (or compared on). */
export function knownDays(
  placed: readonly Placed[],
  tools: readonly number[],
  { side, bucket, paired }: Partial<Cut>,
): number {
  const days = placed.filter(
    (at) =>
      at.side === side &&
      (bucket === undefined || bucket === null || at.bucket === bucket) &&
      at.known &&
      (paired !== true || at.paired) &&
      tools.includes(at.tool),
  )
  return new Set(days.map(({ day }) => day)).size
}

/** Whether any of these tools is known on any day of a side, or of one of its buckets. */
export type Knows = (tools: readonly number[], side: Side, bucket?: number) => boolean

export function knowledge(placed: readonly Placed[]): Knows {
  const known = new Set(
    placed
      .filter((at) => at.known)
      .flatMap(({ tool, side, bucket }) => [`${tool} ${side}`, `${tool} ${side} ${bucket}`]),
  )
  return (tools, side, bucket) =>
    tools.some((tool) =>
      known.has(bucket === undefined ? `${tool} ${side}` : `${tool} ${side} ${bucket}`),
    )
}
