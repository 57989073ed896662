import { historyOf, type Seen } from '#core/collect/completeness.ts'
import { listed } from '#core/message/english.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Value } from '#core/metric/metric.ts'
import type { Period } from '#core/time/period.ts'

import { dollars } from './words.ts'

/** What a week came to when its digest was due, beside what it comes to now. */
export type Restated = {
  /** Nothing of the week was known here by then. */
  readonly unknown: boolean
  readonly spend: Moved | null
  readonly messages: Moved | null
  /** Tools of more than one source: which of them counted then is not kept. */
  readonly untold: readonly string[]
}
type Moved = { readonly was: number; readonly now: number }

type Asked = {
  readonly week: Period
  /** When the digest was due: epoch milliseconds. */
  readonly at: number
  /** The tools that each number is of. */
  readonly tools: Readonly<Record<'spend' | 'messages', readonly string[]>>
  /** What the digest tells of the week now. */
  readonly now: Readonly<Record<'spend' | 'messages', Value>>
}

/** Each number as it was: as it is, less what became known of its days since. */
export function restatedSince(seen: readonly Seen[], { week, at, tools, now }: Asked): Restated {
  const mine = seen.filter(({ day }) => week.from <= day && day <= week.to)
  const byTool = [...Map.groupBy(mine, ({ tool }) => tool)]
  const several = (of: readonly Seen[]) => new Set(of.map(({ source }) => source)).size > 1
  const moved = (which: 'spend' | 'messages', of: (one: Seen) => number): Moved | null => {
    const value = now[which]
    const days = byTool.flatMap(([tool, all]) =>
      several(all) || !tools[which].includes(tool) ? [] : [...historyOf(all).values()],
    )
    const since = days.reduce((sum, entries) => {
      const then = entries.findLast((one) => one.at <= at)
      const last = entries.at(-1)
      return sum + (last ? of(last) : 0) - (then ? of(then) : 0)
    }, 0)
    return value === null || since === 0 ? null : { was: value - since, now: value }
  }
  return {
    unknown: mine.length > 0 && mine.every((one) => one.at > at),
    spend: moved('spend', ({ micros }) => micros),
    messages: moved('messages', ({ messages }) => messages),
    untold: byTool.flatMap(([tool, of]) => (several(of) ? [tool] : [])).toSorted(),
  }
}

/** What has become of the numbers since that Monday, in a sentence or two. */
export function restatedWords({ unknown, spend, messages, untold }: Restated): string {
  if (unknown) return 'On that Monday nothing of this week was known here: all of it came later.'
  const count = (value: number) => formatValue('count', value)
  const said = [
    ...(spend ? [`spend was ${dollars(spend.was)}, now ${dollars(spend.now)} (tokens)`] : []),
    ...(messages ? [`messages were ${count(messages.was)}, now ${count(messages.now)}`] : []),
  ]
  const rest =
    untold.length === 0
      ? ''
      : ` Of ${listed(untold, 4)} it can’t be told: several sources report it.`
  return said.length === 0
    ? `Since that Monday morning nothing in spend or messages was restated.${rest}`
    : `Restated since that Monday morning: ${said.join('; ')}.${rest}`
}
