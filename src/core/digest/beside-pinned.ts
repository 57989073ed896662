import type { Change } from '#core/insight/change.ts'
import { changeMark } from '#core/message/change-words.ts'
import { listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

/** The week beside the days that are pinned for what the digest is of. */
export type BesidePinned = Period & {
  readonly says: string
  readonly changes: readonly { readonly metric: MetricId; readonly change: Change }[]
}

/** `Beside the baseline (before Copilot, 1 Jun – 31 Aug 2026): messages ▲ 34%, per working day.` */
export function besidePinned({ says, changes, ...days }: BesidePinned): Part {
  const told = changes.flatMap(({ metric, change }) => {
    const mark = changeMark(change, metric)
    return mark === undefined ? [] : [`${catalogue[metric].name.toLowerCase()} ${mark}`]
  })
  const bases = changes.flatMap(({ change }) => ('basis' in change ? [change.basis] : []))
  const how = [
    ...(bases.some(({ perWorkingDay }) => perWorkingDay) ? ['per working day'] : []),
    ...(bases.some(({ likeForLike }) => likeForLike) ? ['on tools and days known in both'] : []),
  ]
  const said =
    told.length === 0
      ? 'too few of its days are known in both to compare'
      : [listed(told, told.length), ...how].join(', ')
  return {
    kind: 'text',
    text: `**Beside the baseline** (${says}, ${describePeriod(days)}): ${said}. \`1w vs:baseline\``,
  }
}
