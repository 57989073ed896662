import type { LateSource } from '#core/collect/late-days.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId, Unit, Value } from '#core/metric/metric.ts'
import { isMoney } from '#core/metric/unit.ts'

import type { Made } from './made.ts'
import type { Origin } from './origin.ts'

/** What an answer's numbers are when it is explained, and where they come from. */
export type Again = {
  readonly numbers: readonly { readonly metric: MetricId; readonly now: Value }[]
  readonly dataThrough: string | null
  /** Absent where rows are not counted for this reader. */
  readonly origins?: readonly Origin[]
  /** Sources of it whose latest days usually grow; absent where none do. */
  readonly late?: readonly LateSource[]
}

/** Which of an answer's numbers are not what they were: metric, as given, as it is now. */
export function restated({ numbers }: Made, again: Again): readonly (readonly string[])[] {
  return numbers.flatMap(({ metric, now: given }) => {
    const now = again.numbers.find((one) => one.metric === metric)?.now ?? null
    if (now === given) return []
    const { name, format, unit } = catalogue[metric]
    const [was, is] = [format(given), format(now)]
    // Rounded they may look alike: then the difference itself is said.
    const more =
      was === is && given !== null && now !== null ? ` (${signed(now - given, unit)})` : ''
    return [[name, was, `${is}${more}`]]
  })
}

function signed(difference: number, unit: Unit): string {
  const money = isMoney(unit)
  const size = Math.abs(money ? difference / 1_000_000 : difference)
  const said = size.toLocaleString('en-US', { maximumFractionDigits: 6 })
  return `${difference > 0 ? '+' : '−'}${money ? '$' : ''}${said}`
}
