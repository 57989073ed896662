import {
  type Amount,
  everGrew,
  FEWEST_WEEKS,
  historyOf,
  type Seen,
  weekShare,
} from '#core/collect/completeness.ts'
import { listed } from '#core/message/english.ts'
import type { Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'

/** Numbers that late data adds to; who was active is hardly moved by it. */
type Added = 'spend' | 'messages'

const AMOUNTS: Readonly<Record<Added, Amount>> = { spend: 'micros', messages: 'messages' }

/** What the weeks of each tool came to, by week. */
export type ToolWeeks = Readonly<Record<Added, ReadonlyMap<string, readonly Value[]>>>

/** How weeks are compared that are not of one age. */
export type EqualAge = {
  /** By week: what its number is multiplied by to be as far in as the last week is now. */
  readonly factors: Readonly<Record<Added, readonly number[]>>
  /** Tools of whose last week much is usually still to come, and which part is in. */
  readonly late: readonly { readonly tool: string; readonly share: number }[]
  /** Tools whose days have grown, too few weeks of which are known to say by how much. */
  readonly unknown: readonly string[]
}

/** A tool is told of whose week is usually larger in the end by more than this part. */
const TOLD = 0.05
/** Far too little in, or half again too much: nothing is multiplied by more than that says. */
const bounded = (share: number): number => Math.min(1.5, Math.max(0.2, share))
/** Weeks before these have their last word. */
const OPEN_WEEKS = 3

type Weeks = { readonly weeks: readonly Day[]; readonly now: number; readonly tools: ToolWeeks }

/** From what was known of earlier weeks when they were as old as these are now. */
export function equalAge(seen: readonly Seen[], { weeks, now, tools }: Weeks): EqualAge {
  const histories = new Map(
    [...Map.groupBy(seen, ({ tool }) => tool)].map(([tool, all]) => [tool, historyOf(all)]),
  )
  const shares = (tool: string, added: Added): readonly (number | undefined)[] =>
    weeks.map((monday, week) => {
      const history = histories.get(tool)
      if (history === undefined || week < weeks.length - OPEN_WEEKS) return 1
      return weekShare(history, monday, { now, amount: AMOUNTS[added] }).share
    })
  const of = (added: Added) =>
    [...tools[added]].map(([tool, values]) => ({ tool, values, shares: shares(tool, added) }))
  const all = { spend: of('spend'), messages: of('messages') }
  const last = Map.groupBy([...all.spend, ...all.messages], ({ tool }) => tool)
  const late = [...last].flatMap(([tool, each]) => {
    const share = Math.min(...each.map((one) => one.shares.at(-1) ?? 1))
    return share < 1 - TOLD ? [{ tool, share }] : []
  })
  return {
    factors: { spend: factorsOf(all.spend, weeks), messages: factorsOf(all.messages, weeks) },
    late,
    unknown: [...last]
      .filter(([tool, each]) => {
        const history = histories.get(tool)
        const tooFew = each.every((one) => one.shares.at(-1) === undefined)
        return tooFew && history !== undefined && everGrew(history, { now, amount: 'messages' })
      })
      .map(([tool]) => tool),
  }
}

type OneTool = {
  readonly values: readonly Value[]
  readonly shares: readonly (number | undefined)[]
}

/** Of all tools together, each week's part that is in; as the last week's is to it. */
function factorsOf(tools: readonly OneTool[], weeks: readonly Day[]): readonly number[] {
  const parts = weeks.map((_, week) => {
    const known = tools.map(({ values, shares }) => {
      const value = values[week] ?? 0
      // A tool whose last week can't be judged is left as it is, in all weeks.
      const share = shares.at(-1) === undefined ? 1 : bounded(shares[week] ?? 1)
      return { value, whole: value / share }
    })
    const whole = known.reduce((sum, one) => sum + one.whole, 0)
    return whole === 0 ? 1 : known.reduce((sum, one) => sum + one.value, 0) / whole
  })
  const last = parts.at(-1) ?? 1
  return parts.map((part) => last / part)
}

/** What a digest says of it in its small print. */
export function ageWords({ late, unknown }: EqualAge): readonly string[] {
  const said = late.map(({ tool, share }) => `${tool} ${Math.floor(share * 100)}%`)
  return [
    ...(said.length > 0
      ? [
          `Usually in of a week by now: ${listed(said, 4)}; messages and spend of the weeks before are compared as they stood at that age.`,
        ]
      : []),
    ...(unknown.length > 0
      ? [
          `Late days of ${listed(unknown, 4)} have grown before; by how much is not known before ${FEWEST_WEEKS} settled weeks, so its weeks are not of one age.`,
        ]
      : []),
  ]
}
