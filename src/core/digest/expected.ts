import { type Forecast, weekAhead } from '#core/forecast/forecast.ts'
import { addDays } from '#core/time/day.ts'

import type { DigestFacts } from './facts.ts'

/** What is expected of the company in the week that begins on the digest's Monday. */
export function expectedOf({ ahead, whole, workingDays, asOf }: DigestFacts): readonly Forecast[] {
  if (ahead === undefined || whole.path !== null) return []
  const each = [
    { metric: 'spend', tools: ahead.tools.spend, byDay: true },
    { metric: 'weekly_active_people', tools: ahead.tools.messages, byDay: false },
    { metric: 'messages', tools: ahead.tools.messages, byDay: true },
  ] as const
  return each.flatMap(({ metric, tools, byDay }): readonly Forecast[] => {
    const expected = weekAhead({
      values: whole.values[metric],
      days: workingDays,
      ahead: ahead.workingDays,
      undivided: !byDay,
    })
    if (expected === undefined) return []
    const { value, low, high } = expected
    return [
      {
        subject: 'week',
        metric,
        tools,
        madeOn: asOf,
        from: asOf,
        to: addDays(asOf, 6),
        value,
        bounds: [low, high],
      },
    ]
  })
}
