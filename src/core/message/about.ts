import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import type { About, Withheld } from '#core/metric/withheld.ts'

/** Why a number is told rounded, after its name. */
export const WHY_ROUNDED =
  'rounded, so that nobody’s use can be worked out from it and what else is told'

/** `about 507 (502 to 512)`: a number that is told rounded. */
export function aboutText(metric: MetricId, about: About): string {
  const { format } = catalogue[metric]
  return `about ${format(middleOf(about))} (${format(about.low)} to ${format(about.high)})`
}

export const middleOf = ({ low, high }: About): number => Math.round((low + high) / 2)

/** What is told of a number that is not told exactly. */
export const withheldText = (metric: MetricId, { about }: Withheld): string =>
  about ? aboutText(metric, about) : 'not told'
