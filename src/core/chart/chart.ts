import type { Unit, Value } from '#core/metric/metric.ts'
import type { Grain } from '#core/time/grain.ts'

type Frame = {
  /** The finding, as a sentence. */
  readonly title: string
  /** Definition and period: "Spend per day". */
  readonly subtitle: string
  /** Source, time zone, data through, n. */
  readonly footer: string
  /** The text equivalent, computed from the same numbers; at most 2,000 characters. */
  readonly alt: string
  readonly unit: Unit
  /** Lines under the plot for what has no mark: "No data: GitHub Copilot". */
  readonly notes?: readonly string[]
}

/** Why a row or series is grey and last: several folded into one, or use nobody is known for. */
export type Role = 'rest' | 'unattributed'

/** A series over time against the comparison period; null is a gap, never a zero. */
export type LinesChart = Frame & {
  readonly kind: 'lines'
  readonly grain: Grain
  /** The change as the message tells it, so that the picture never tells another. */
  readonly told?: Told
  /**
   * The numbers of the whole periods, where a mean of the buckets would be another number; or their
   * means per working day, where the change is told of these.
   */
  readonly overall?: {
    readonly now: Value
    readonly before: Value
    readonly per?: 'working day'
  }
  readonly now: readonly { readonly from: string; readonly value: Value }[]
  readonly before: readonly { readonly from: string; readonly value: Value }[]
  /** It is compared with nothing, and nothing is missing for that. */
  readonly alone?: true
  /** Points of `now` at which something was noted; `notes` says what. */
  readonly marks?: readonly number[]
}

/** What is said of two means, in place of their difference: `+7%`, `per working day`. Either may be empty. */
export type Told = { readonly change: string; readonly basis: string }

/** Horizontal bars with the change against the comparison period. */
export type BarsChart = Frame & {
  readonly kind: 'bars'
  /** The column heads: "Team", "v previous 30 days". */
  readonly head: string
  readonly beforeHead: string
  /** One of them is chosen: together they are nothing. */
  readonly apart?: true
  readonly rows: readonly {
    readonly label: string
    readonly now: number
    readonly before: Value
    /** The change as the message tells it; where one row has it, no other change is worked out. */
    readonly told?: string
    readonly role?: Role
  }[]
}

/** Stacked shares by bucket; at most five series, the rest in "Other". */
export type ShareChart = Frame & {
  readonly kind: 'share'
  readonly grain: Grain
  readonly buckets: readonly string[]
  readonly series: readonly {
    readonly label: string
    readonly values: readonly Value[]
    readonly role?: Role
  }[]
}

/** Horizontal bars, each divided into the same parts; at most five, the rest in "Other". */
export type StacksChart = Frame & {
  readonly kind: 'stacks'
  /** What a bar is: "Team". */
  readonly head: string
  readonly parts: readonly { readonly label: string; readonly role?: Role }[]
  readonly bars: readonly {
    readonly label: string
    /** One of each part, in their order. */
    readonly values: readonly number[]
    readonly role?: Role
  }[]
}

/** What a change is made of: signed amounts that add up to it. */
export type ChangesChart = Frame & {
  readonly kind: 'changes'
  readonly rows: readonly { readonly label: string; readonly change: number }[]
}

/** The same number of several, bucket by bucket; null is a gap. At most five lines. */
export type CompareChart = Frame & {
  readonly kind: 'compare'
  readonly grain: Grain
  readonly buckets: readonly string[]
  readonly series: readonly { readonly label: string; readonly values: readonly Value[] }[]
}

/** One small course each, all on one scale; null is a gap. At most six. */
export type MultiplesChart = Frame & {
  readonly kind: 'multiples'
  readonly grain: Grain
  readonly buckets: readonly string[]
  readonly series: readonly {
    readonly label: string
    readonly values: readonly Value[]
    readonly role?: Role
  }[]
}

/** A row each, darker where there is more; null is a gap. */
export type HeatChart = Omit<MultiplesChart, 'kind'> & { readonly kind: 'heat' }

/** Several numbers beside each other, each with its own course; null is a gap. */
export type StripChart = Frame & {
  readonly kind: 'strip'
  readonly grain: Grain
  readonly buckets: readonly string[]
  readonly tiles: readonly {
    readonly label: string
    /** As the message tells it: `$4,210`. */
    readonly value: string
    /** The change as the message tells it; empty where there is none. */
    readonly told: string
    readonly values: readonly Value[]
  }[]
}

/** Two numbers of each of many, against each other. `unit` is that of `y`. */
export type ScatterChart = Frame & {
  readonly kind: 'scatter'
  readonly xHead: string
  readonly yHead: string
  readonly xUnit: Unit
  readonly points: readonly { readonly label: string; readonly x: number; readonly y: number }[]
}

/** How much of the whole the most active people did: of the first tenth, of the first two … */
export type LorenzChart = Frame & {
  readonly kind: 'lorenz'
  readonly xHead: string
  readonly yHead: string
  /** 0..1, each with those before it; empty where it is not told. */
  readonly tenths: readonly number[]
}

/** How much of a whole is used: one number, which has no course. More than the whole may be. */
export type GaugeChart = Frame & {
  readonly kind: 'gauge'
  readonly used: number
  /** Above 0. */
  readonly whole: number
  /** What either counts: "in use", "paid for". */
  readonly usedHead: string
  readonly wholeHead: string
}

/** What is estimated of several, each with the interval it lies in; beside zero. */
export type IntervalsChart = Frame & {
  readonly kind: 'intervals'
  /** What the numbers count: "standard deviations". */
  readonly head: string
  readonly rows: readonly {
    readonly label: string
    readonly value: number
    readonly low: number
    readonly high: number
    /** Stands out; the others are grey. */
    readonly told: boolean
  }[]
}

/** What is estimated step by step around an event at 0, each with its interval; null is a gap. */
export type CourseChart = Frame & {
  readonly kind: 'course'
  /** "weeks since the first". */
  readonly head: string
  readonly steps: readonly {
    readonly at: number
    readonly value: Value
    readonly low: Value
    readonly high: Value
  }[]
}

/** What to draw, with its text equivalent. Not how. */
export type Chart =
  | LinesChart
  | BarsChart
  | ShareChart
  | StacksChart
  | CompareChart
  | ChangesChart
  | MultiplesChart
  | HeatChart
  | StripChart
  | ScatterChart
  | LorenzChart
  | GaugeChart
  | IntervalsChart
  | CourseChart
