import { describePeriod } from '#core/time/describe.ts'

import type { Answered } from './answered.ts'
import { splitName } from './dimension.ts'
import { listed } from './english.ts'
import { sideName, spaced, subject } from './subject.ts'

/** `Engineering · chatgpt · by model · 22 Oct – 20 Nov 2026` */
export function title({
  ask,
  span,
  labels,
  compared,
}: Pick<Answered, 'ask' | 'span' | 'labels' | 'compared'>): string {
  return [
    subject(labels),
    ...(labels.tool ? [listed(labels.tool)] : []),
    ...(labels.model ? [listed(labels.model)] : []),
    ...(labels.feature ? [listed(labels.feature.map(spaced))] : []),
    ...(compared && ask.compare ? [`v ${sideName(compared, ask.compare.key)}`] : []),
    ...(ask.by
      ? [`by ${splitName({ dimension: ask.by, ...(ask.also && { also: ask.also }) })}`]
      : []),
    describePeriod(span.period),
  ].join(' · ')
}
