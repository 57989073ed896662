import type { LeftOut } from '#core/digest/facts.ts'
import type { Measured, MetricId, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

/** Tools by what is compared of them. */
export type Coverage = Readonly<Record<'messages' | 'sessions' | 'spend', readonly string[]>>

/** With fewer whole weeks before the last a tool is too new to be compared: its start would be a rise. */
const FEWEST_BEFORE = 8

/** Which weeks of a tool are known on every day. */
type Known = ReadonlyMap<string, readonly boolean[]>

export type Comparable = {
  readonly tools: Coverage
  /** Weeks in which all of those tools are known on every day. */
  readonly whole: Readonly<Record<keyof Coverage, readonly boolean[]>>
  readonly leftOut: readonly LeftOut[]
}

/**
 * Tools that are known on every day of the last week and long enough before it. A tool whose last days
 * are missing would look like a fall, so it is left out of all weeks, and named.
 */
export function comparableTools(daily: Measured, weeks: readonly Day[]): Comparable {
  const of = (metric: keyof Coverage) => comparable(knownWeeks(daily, metric, weeks), weeks)
  const [messages, sessions, spend] = [of('messages'), of('sessions'), of('spend')]
  const late = new Set([...messages.late, ...spend.late])
  return {
    tools: { messages: messages.tools, sessions: sessions.tools, spend: spend.tools },
    whole: { messages: messages.whole, sessions: sessions.whole, spend: spend.whole },
    leftOut: daily.tools
      .filter(({ tool }) => late.has(tool))
      .map(({ tool, dataThrough }) => ({ tool, dataThrough })),
  }
}

function knownWeeks(daily: Measured, metric: MetricId, weeks: readonly Day[]): Known {
  const rows = daily.measurements.find((one) => one.metric === metric)?.by?.rows ?? []
  return new Map(
    rows.flatMap(({ key, series }): readonly (readonly [string, readonly boolean[]])[] =>
      key === null || !series
        ? []
        : [[key, weeks.map((_, week) => isKnown(series.slice(7 * week, 7 * week + 7)))]],
    ),
  )
}

const isKnown = (days: readonly Value[]) => days.length === 7 && !days.includes(null)

function comparable(known: Known, weeks: readonly Day[]) {
  const through = [...known].filter(([, whole]) => whole.at(-1))
  const long = through.filter(([, whole]) => whole.filter(Boolean).length > FEWEST_BEFORE)
  // What began with the history is no new tool: of a short history every tool counts.
  const chosen = long.length > 0 ? long : through
  return {
    tools: chosen.map(([tool]) => tool).toSorted(),
    whole: weeks.map((_, week) => chosen.length > 0 && chosen.every(([, whole]) => whole[week])),
    late: [...known]
      .filter(([, whole]) => whole.some(Boolean) && !whole.at(-1))
      .map(([tool]) => tool),
  }
}
