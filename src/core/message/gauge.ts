import { gaugeChart } from '#core/chart/build-gauge.ts'
import type { Chart } from '#core/chart/chart.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { seatDay } from '#core/metric/seats-on.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Answered } from './answered.ts'
import { ends, footer, titled } from './chart-words.ts'
import { through } from './subject.ts'

/** How much of what is paid for is used: as of a day, so there is no course to draw. */
export function gauge(measurement: Measurement, answered: Answered): Chart | undefined {
  const { metric, now, madeOf = [] } = measurement
  const [used, paid] = madeOf
  if (metric !== 'seat_utilisation' || now === null || !used || !paid) return undefined
  if (used.now === null || paid.now === null || paid.now <= 0) return undefined
  const { labels, span, today } = answered
  const { format, name } = catalogue[metric]
  return gaugeChart({
    title: titled(`${format(now)} of paid seats${through(metric, labels)} in use`, answered),
    subtitle: `${name} on ${describeDay(seatDay(span.period, today))}`,
    footer: footer(answered),
    notes: ends(answered),
    unit: used.unit,
    used: used.now,
    whole: paid.now,
    usedHead: used.name,
    wholeHead: paid.name,
  })
}
